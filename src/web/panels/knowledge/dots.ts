import type { PlotBox } from './plot.ts';
import type { PlottedPoints } from './points.ts';

/** Pixels of a drawing, four bytes each: red, green, blue, how opaque. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint32Array;
}

/** Makes a transparent drawing of so many pixels. */
export function blankPixels(width: number, height: number): Pixels {
  return { width, height, data: new Uint32Array(width * height) };
}

/** Returns a colour as a pixel has it, of `#rrggbb`; opaque black for what is no such colour. */
export function pixelOf(colour: string): number {
  const hex = /^#([0-9a-f]{6})$/i.exec(colour.trim())?.[1] ?? '000000';
  const [red, green, blue] = [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
  const bytes = new Uint8Array([red ?? 0, green ?? 0, blue ?? 0, 255]);
  return new Uint32Array(bytes.buffer)[0] ?? 0;
}

/** How points of one kind are drawn. */
export interface DotKind {
  /** Index into `pointKinds`. */
  readonly kind: number;
  readonly pixel: number;
  /** In pixels, each way. */
  readonly size: number;
}

/**
 * Draws points as dots, straight into pixels: a hundred thousand take a few milliseconds, where shapes take some hundred.
 *
 * `scale` is how many pixels a CSS pixel has; the drawing begins at the left top of the box. Kinds that come later lie on top.
 */
export function drawDots(
  pixels: Pixels,
  points: PlottedPoints,
  box: PlotBox,
  scale: number,
  kinds: readonly DotKind[],
): void {
  const { width, height, data } = pixels;
  for (const { kind, pixel, size } of kinds)
    for (let point = 0; point < points.x.length; point++) {
      if (points.kind[point] !== kind) continue;
      const left = Math.round(((points.x[point] ?? 0) - box.left) * scale - size / 2);
      const top = Math.round(((points.y[point] ?? 0) - box.top) * scale - size / 2);
      for (let y = Math.max(0, top); y < Math.min(height, top + size); y++)
        for (let x = Math.max(0, left); x < Math.min(width, left + size); x++) data[y * width + x] = pixel;
    }
}
