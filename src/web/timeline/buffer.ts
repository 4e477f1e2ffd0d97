import type { Sprite } from './sprites.ts';

/**
 * Pixels in memory that boxes, lines and small pictures are put into.
 *
 * Thousands of marks are put there in a millisecond or two, and shown with one `putImageData`: where a browser paints by
 * the processor, each call of a canvas costs some microseconds, and a frame has no time for that.
 */
export interface Buffer {
  readonly image: ImageData;
  readonly pixels: Uint32Array;
  readonly width: number;
  /** What is outside of the box is left as it is. */
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Makes a buffer of so many device pixels. */
export function createBuffer(width: number, height: number): Buffer {
  const image = new ImageData(width, height);
  const pixels = new Uint32Array(image.data.buffer);
  return { image, pixels, width, left: 0, top: 0, right: width, bottom: height };
}

/** Up to which width a box is filled pixel by pixel: a call that fills a row costs as much as some of them. */
const narrow = 32;

/** Fills a box with one colour. */
export function fillBox(
  buffer: Buffer,
  colour: number,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  const { pixels, width: stride } = buffer;
  const from = Math.max(buffer.left, x);
  const to = Math.min(buffer.right, x + width);
  if (to <= from) return;
  const last = Math.min(buffer.bottom, y + height);
  for (let row = Math.max(buffer.top, y); row < last; row += 1) {
    const start = row * stride;
    if (to - from > narrow) pixels.fill(colour, start + from, start + to);
    else for (let at = start + from; at < start + to; at += 1) pixels[at] = colour;
  }
}

/**
 * Fills a box in pieces along its longer side: `on` pixels, then `off` pixels left as they are.
 *
 * They are counted from the edge of the whole: pieces of several boxes over each other are one line of pieces.
 */
export function fillPieces(
  buffer: Buffer,
  colour: number,
  box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  on: number,
  off: number,
): void {
  const { x, y, width, height } = box;
  const period = on + off;
  const isAcross = width >= height;
  const first = Math.max(isAcross ? x : y, isAcross ? buffer.left : buffer.top);
  const end = Math.min(isAcross ? x + width : y + height, isAcross ? buffer.right : buffer.bottom);
  for (let at = Math.floor(first / period) * period; at < end; at += period) {
    const from = Math.max(at, first);
    const long = Math.min(at + on, end) - from;
    if (long <= 0) continue;
    if (isAcross) fillBox(buffer, colour, from, y, long, height);
    else fillBox(buffer, colour, x, from, width, long);
  }
}

/** Puts a small picture down, the place it is drawn by at `x`, `y`. */
export function putSprite(buffer: Buffer, sprite: Sprite, x: number, y: number): void {
  const { pixels, width } = buffer;
  const left = x + sprite.left;
  const top = y + sprite.top;
  const first = Math.max(0, buffer.left - left);
  const last = Math.min(sprite.width, buffer.right - left);
  const end = Math.min(sprite.height, buffer.bottom - top);
  for (let row = Math.max(0, buffer.top - top); row < end; row += 1) {
    let at = (top + row) * width + left + first;
    for (let column = first; column < last; column += 1, at += 1) {
      const colour = sprite.pixels[row * sprite.width + column] ?? 0;
      const alpha = colour >>> 24;
      if (alpha === 255) pixels[at] = colour;
      else if (alpha > 0) pixels[at] = blend(pixels[at] ?? 0, colour, alpha);
    }
  }
}

/** Lays a colour over an opaque one; red and blue are worked out together, green between them. */
function blend(under: number, over: number, alpha: number): number {
  const redBlue = under & 0xff00ff;
  const green = under & 0x00ff00;
  const outer = (redBlue + ((((over & 0xff00ff) - redBlue) * alpha) >> 8)) & 0xff00ff;
  const inner = (green + ((((over & 0x00ff00) - green) * alpha) >> 8)) & 0x00ff00;
  return (0xff000000 | outer | inner) >>> 0;
}
