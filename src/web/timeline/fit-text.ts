import { face } from './surface.ts';
import type { Surface } from './surface.ts';

/** Of how many texts the shortened ones are kept. */
const keptMax = 3000;

/** How finely widths are told apart, in CSS pixels: while one zooms, a shortened text stays the same for a while. */
const stepPx = 12;

const letters = new Intl.Segmenter('en');

const kept = new Map<string, Map<number, string>>();

/** Shortens a text to a width, with an ellipsis. What was worked out is kept: a frame measures little that is new. */
export function fitText(surface: Pick<Surface, 'measure'>, text: string, width: number): string {
  if (surface.measure(face.label, text) <= width) return text;
  const step = Math.floor(width / stepPx);
  const known = kept.get(text)?.get(step);
  if (known !== undefined) return known;
  if (kept.size >= keptMax) kept.clear();
  const short = shorten(surface, text, step * stepPx);
  kept.set(text, (kept.get(text) ?? new Map<number, string>()).set(step, short));
  return short;
}

function shorten(surface: Pick<Surface, 'measure'>, text: string, width: number): string {
  const characters = Array.from(letters.segment(text), ({ segment }) => segment);
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    const tried = `${characters.slice(0, middle).join('').trimEnd()}…`;
    if (surface.measure(face.label, tried) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join('').trimEnd()}…`;
}
