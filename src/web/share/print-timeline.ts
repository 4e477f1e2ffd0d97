import type { PageModel } from '../model.ts';
import { inLight } from '../theme.ts';
import { draw } from '../timeline/draw.ts';
import { paintingOf } from '../timeline/paintings.ts';
import { readPalette } from '../timeline/palette.ts';
import { createCanvasSurface } from '../timeline/pixels.ts';
import { axisTall } from '../timeline/stage.ts';
import { scenePart } from '../timeline/whole-scene.ts';

/** The timeline as it is printed: one below the other, each with an axis of its own, so that no page cuts through a lane's marks. */
export interface PrintedTimeline {
  readonly pieces: readonly HTMLCanvasElement[];
  /** Whether there are more lanes than that. */
  readonly isPart: boolean;
}

/** How wide the printed timeline is, and how tall a piece of it is at most, in CSS pixels; how many pieces there are; pixels a CSS pixel. */
const sheet = { width: 880, tall: 900, pieces: 6, scale: 2.5 };

/** Paints the timeline in light colours at the resolution of paper. */
export function printTimeline(model: PageModel, root: HTMLElement, styled: Element): PrintedTimeline {
  const painting = paintingOf(model);
  if (painting === undefined) return { pieces: [], isPart: false };
  const palette = inLight(root, () => readPalette(styled));
  const top = axisTall(sheet.width);
  const lanes = painting.scene.places.top.at(-1) ?? 0;
  const room = sheet.tall - top;
  const count = Math.max(1, Math.ceil(lanes / room));
  const pieces = Array.from({ length: Math.min(count, sheet.pieces) }, (_, index) => {
    const scroll = index * room;
    const height = top + Math.max(1, Math.min(room, lanes - scroll));
    const canvas = document.createElement('canvas');
    const surface = createCanvasSurface(canvas);
    surface.begin(sheet.width, height, sheet.scale, palette);
    draw(scenePart(painting, { width: sheet.width, height, scroll }), surface);
    surface.show();
    return canvas;
  });
  return { pieces, isPart: count > sheet.pieces };
}
