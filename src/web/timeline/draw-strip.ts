import type { ZoneChoice } from '../model.ts';
import type { TimeWindow } from '../model/window.ts';
import type { Density } from './density.ts';
import { drawDensity } from './draw-density.ts';
import { ink } from './inks.ts';
import type { Palette } from './inks.ts';
import { fontFamily } from './surface.ts';
import { axisOf } from './ticks.ts';

/** What the density strip shows. */
export interface Strip {
  readonly width: number;
  readonly all: TimeWindow;
  readonly density: Density | undefined;
  readonly zone: ZoneChoice;
  readonly palette: Palette;
}

/** How tall the strip and its bars are, in CSS pixels; between them stand the names of times. */
export const stripTall = 47;
const barsTall = 32;

/** Draws counts, and the names of some times. */
export function drawStrip(canvas: HTMLCanvasElement, strip: Strip): void {
  const { width, all, density, palette, zone } = strip;
  const none: Density = { from: all.from, bucketMs: 1, counts: [], most: 1 };
  drawDensity(canvas, density ?? none, all, palette, stripTall, barsTall);
  const context = canvas.getContext('2d');
  if (context === null) return;
  const perMs = width / (all.to - all.from);
  context.font = `10px ${fontFamily}`;
  context.fillStyle = palette[ink.muted] ?? '';
  context.textBaseline = 'middle';
  const { fine, large } = axisOf(all.from, all.to, width, zone);
  const named = large.length > 2 && width / large.length > 60 ? large : fine;
  for (const { at, label } of named) {
    const x = Math.round((at - all.from) * perMs);
    if (x < 0) continue;
    context.fillRect(x, barsTall + 2, 1, 4);
    context.fillText(label, x + 4, barsTall + 9);
  }
}
