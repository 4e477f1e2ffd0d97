import type { TimeWindow } from '../model/window.ts';
import type { Density } from './density.ts';
import { ink } from './inks.ts';
import type { Ink, Palette } from './inks.ts';

/** Draws counts as bars over a range, as high as their square roots, so that few are still seen beside many; they stand on a line so far down. */
export function drawDensity(
  canvas: HTMLCanvasElement,
  { from, bucketMs, counts, most }: Density,
  range: TimeWindow | undefined,
  palette: Palette,
  tall: number,
  ground: number,
): void {
  const wide = canvas.clientWidth;
  const scale = devicePixelRatio;
  canvas.width = Math.max(1, Math.round(wide * scale));
  canvas.height = Math.max(1, Math.round(tall * scale));
  const context = canvas.getContext('2d');
  if (context === null || range === undefined) return;
  context.scale(scale, scale);
  context.fillStyle = colourOf(palette, ink.mark);
  const perMs = wide / (range.to - range.from);
  for (const [bucket, count] of counts.entries()) {
    if (count === 0) continue;
    const high = Math.max(2, Math.sqrt(count / most) * (ground - 2));
    const left = (from + bucket * bucketMs - range.from) * perMs;
    context.fillRect(left, ground - high, Math.max(1, bucketMs * perMs - 0.5), high);
  }
}

function colourOf(palette: Palette, of: Ink): string {
  return palette[of] ?? '';
}
