import { createBuffer, fillBox, fillPieces, putSprite } from './buffer.ts';
import type { Buffer } from './buffer.ts';
import type { Ink, Palette } from './inks.ts';
import { paintSprites } from './sprites.ts';
import type { Sprites } from './sprites.ts';
import type { Align, Face, Surface } from './surface.ts';
import { createTextLayer } from './text-layer.ts';

/** A canvas to draw on: what is drawn shows after `show`. */
export interface CanvasSurface extends Surface {
  /** Begins a drawing anew, for a size in CSS pixels; costs something only where size, scale or colours are others than before. */
  begin(width: number, height: number, scale: number, palette: Palette): void;
  show(): void;
}

/** Draws on a canvas by way of pixels in memory; text comes over them, by the canvas itself. */
export function createCanvasSurface(canvas: HTMLCanvasElement): CanvasSurface {
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Error('This browser draws on no canvas');
  const text = createTextLayer(context);
  let buffer: Buffer = createBuffer(1, 1);
  let sprites: Sprites = { glyphs: [], characters: [] };
  let colours = new Uint32Array(0);
  let palette: Palette = [];
  let scale = 0;
  let [width, height] = [0, 0];
  const device = (length: number): number => Math.round(length * scale);
  const box = { x: 0, y: 0, width: 0, height: 0 };
  const line = (): number => Math.max(1, Math.round(scale));
  const pieces = (
    colour: Ink,
    x: number,
    y: number,
    across: number,
    down: number,
    on: number,
    off: number,
  ) => {
    box.x = device(x);
    box.y = device(y);
    box.width = across;
    box.height = down;
    fillPieces(buffer, colours[colour] ?? 0, box, Math.max(1, device(on)), Math.max(1, device(off)));
  };
  const boxed = (colour: Ink, x: number, y: number, across: number, down: number): void =>
    fillBox(buffer, colours[colour] ?? 0, x, y, across, down);
  const surface: CanvasSurface = {
    get width() {
      return width;
    },
    get height() {
      return height;
    },
    begin(newWidth, newHeight, newScale, newPalette) {
      const isNewSize = newWidth !== width || newHeight !== height || newScale !== scale;
      if (newScale !== scale || newPalette !== palette) {
        sprites = paintSprites(newPalette, newScale);
        colours = Uint32Array.from(newPalette, colourNumber);
      }
      [width, height, scale, palette] = [newWidth, newHeight, newScale, newPalette];
      if (isNewSize) {
        canvas.width = Math.max(1, device(width));
        canvas.height = Math.max(1, device(height));
        buffer = createBuffer(canvas.width, canvas.height);
      }
      surface.within(0, 0, width, height);
      text.begin(scale, palette);
    },
    show() {
      context.putImageData(buffer.image, 0, 0);
      text.show();
    },
    within(left, top, right, bottom) {
      buffer.left = Math.max(0, device(left));
      buffer.top = Math.max(0, device(top));
      buffer.right = Math.min(canvas.width, device(right));
      buffer.bottom = Math.min(canvas.height, device(bottom));
      text.within(left, top, right, bottom);
    },
    box(colour, x, y, across, down) {
      const left = device(x);
      const top = device(y);
      boxed(colour, left, top, Math.max(1, device(x + across) - left), Math.max(1, device(y + down) - top));
    },
    outline(colour, x, y, across, down, isDotted) {
      const thick = line();
      surface.across(colour, x, y, across, isDotted);
      surface.across(colour, x, y + down - thick / scale, across, isDotted);
      surface.down(colour, x, y, down, 1, false);
      surface.down(colour, x + across - thick / scale, y, down, 1, false);
    },
    across(colour, x, y, length, isDotted) {
      if (isDotted) pieces(colour, x, y, device(length), line(), 2, 2);
      else boxed(colour, device(x), device(y), Math.max(1, device(x + length) - device(x)), line());
    },
    down(colour, x, y, length, thickness, isDashed) {
      const across = Math.max(1, device(thickness));
      if (isDashed) pieces(colour, x, y, across, device(length), 6, 4);
      else boxed(colour, device(x), device(y), across, device(length));
    },
    glyph(number, x, y) {
      const sprite = sprites.glyphs[number];
      if (sprite !== undefined) putSprite(buffer, sprite, device(x), device(y));
    },
    count(digits, x, y) {
      let at = device(x) - countWidth(sprites, digits) / 2;
      for (let place = 0; place < digits.length; place += 1) {
        const sprite = sprites.characters[digits.charCodeAt(place)];
        if (sprite === undefined) continue;
        putSprite(buffer, sprite, Math.round(at), device(y));
        at += sprite.advance;
      }
    },
    text: (colour: Ink, set: Face, words: string, x: number, y: number, align: Align) =>
      text.add(colour, set, words, x, y, align),
    measure: (set, words) => text.measure(set, words),
  };
  return surface;
}

function countWidth({ characters }: Sprites, digits: string): number {
  let width = 0;
  for (let place = 0; place < digits.length; place += 1)
    width += characters[digits.charCodeAt(place)]?.advance ?? 0;
  return width;
}

/** Returns `rgb(1, 2, 3)` as the pixels of a canvas have it in memory, opaque. */
function colourNumber(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return ((255 << 24) | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}
