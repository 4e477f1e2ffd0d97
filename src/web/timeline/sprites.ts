import type { GlyphPart } from './glyphs.ts';
import { glyphs } from './glyphs.ts';
import type { Palette } from './inks.ts';
import { ink } from './inks.ts';
import { face, faces, fontFamily } from './surface.ts';

/** A small picture: one number a pixel, as the canvas has them in memory, and where its upper left corner stands to its place. */
export interface Sprite {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
  /** How far on the next one stands, in device pixels. */
  readonly advance: number;
}

/** What is painted from pictures at one scale, in one palette. */
export interface Sprites {
  readonly glyphs: readonly Sprite[];
  /** By character code: the digits and letters of counts. */
  readonly characters: readonly (Sprite | undefined)[];
}

/** The characters of counts. */
const countCharacters = '0123456789.kM+';

/** Paints all glyphs once; `scale` is device pixels a CSS pixel. */
export function paintSprites(palette: Palette, scale: number): Sprites {
  const characters: (Sprite | undefined)[] = [];
  for (const character of countCharacters)
    characters[character.charCodeAt(0)] = paintCharacter(character, palette, scale);
  return { glyphs: glyphs.map((parts) => paintGlyph(parts, palette, scale)), characters };
}

/** How far a glyph reaches from its middle at most, in CSS pixels. */
const glyphReach = 12;

function paintGlyph(parts: readonly GlyphPart[], palette: Palette, scale: number): Sprite {
  const half = Math.ceil(glyphReach * scale);
  const line = Math.max(1, Math.round(scale));
  const context = contextOf(2 * half + line, 2 * half + line);
  context.translate(half + line / 2, half + line / 2);
  context.scale(scale, scale);
  context.lineCap = 'round';
  context.lineJoin = 'round';
  for (const { path, fill, stroke, width = 1, dash = [] } of parts) {
    const outline = new Path2D(path);
    context.lineWidth = width;
    context.setLineDash([...dash]);
    context.fillStyle = palette[fill ?? 0] ?? '';
    context.strokeStyle = palette[stroke ?? 0] ?? '';
    // It fills a path, and no array.
    // oxlint-disable-next-line unicorn/no-array-fill-with-reference-type
    if (fill !== undefined) context.fill(outline);
    if (stroke !== undefined) context.stroke(outline);
  }
  return cutOut(context, half, half, 0);
}

function paintCharacter(character: string, palette: Palette, scale: number): Sprite {
  const { size, weight } = faces[face.count];
  const high = Math.ceil(size * 2 * scale);
  const context = contextOf(high, high);
  context.scale(scale, scale);
  context.font = `${weight} ${size}px ${fontFamily}`;
  context.textBaseline = 'middle';
  context.fillStyle = palette[ink.text] ?? '';
  context.fillText(character, 0, size);
  return cutOut(context, 0, Math.round(size * scale), context.measureText(character).width * scale);
}

function contextOf(width: number, height: number): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This browser draws on no canvas');
  return context;
}

/** Cuts out what is not empty; `x`, `y` is the place that the picture is drawn by. */
function cutOut(context: CanvasRenderingContext2D, x: number, y: number, advance: number): Sprite {
  const { canvas } = context;
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const all = new Uint32Array(data.buffer);
  let [left, top, right, bottom] = [canvas.width, canvas.height, 0, 0];
  for (let row = 0; row < canvas.height; row += 1)
    for (let column = 0; column < canvas.width; column += 1) {
      if ((all[row * canvas.width + column] ?? 0) >>> 24 === 0) continue;
      left = Math.min(left, column);
      right = Math.max(right, column + 1);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row + 1);
    }
  const [width, height] = [Math.max(0, right - left), Math.max(0, bottom - top)];
  const pixels = new Uint32Array(width * height);
  for (let row = 0; row < height; row += 1)
    pixels.set(
      all.subarray((top + row) * canvas.width + left, (top + row) * canvas.width + right),
      row * width,
    );
  return { pixels, width, height, left: left - x, top: top - y, advance };
}
