import { ink } from './inks.ts';
import type { Face, Surface } from './surface.ts';
import { face } from './surface.ts';

/** How far a caption stays from the edges, and how tall one of its lines is, in CSS pixels. */
const room = 8;
const lineTall = 16;

/** Breaks sentences into lines that fit a width, between words, or within one that is longer than a line. */
export function captionLines(
  sentences: readonly string[],
  width: number,
  measure: (face: Face, text: string) => number,
): readonly string[] {
  const fits = (text: string): boolean => measure(face.label, text) <= width - 2 * room;
  return sentences.flatMap((sentence) => {
    const lines: string[] = [];
    let line = '';
    for (const word of sentence.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (fits(longer)) {
        line = longer;
        continue;
      }
      if (line !== '') lines.push(line);
      line = word;
      while (line.length > 1 && !fits(line)) {
        const length = lengthThatFits(line, fits);
        lines.push(line.slice(0, length));
        line = line.slice(length);
      }
    }
    return line === '' ? lines : [...lines, line];
  });
}

/** Returns how tall a caption is, in CSS pixels; 0 without lines. */
export function captionTall(lines: readonly string[]): number {
  return lines.length === 0 ? 0 : lines.length * lineTall + 2 * room;
}

/** Draws a caption from a height down to the end of the picture. */
export function drawCaption(surface: Surface, lines: readonly string[], top: number): void {
  if (lines.length === 0) return;
  const { width, height } = surface;
  surface.within(0, top, width, height);
  surface.box(ink.edge, 0, top, width, height - top);
  surface.across(ink.line, 0, top, width, false);
  for (const [index, line] of lines.entries())
    surface.text(ink.text, face.label, line, room, top + room + (index + 0.5) * lineTall, 'left');
}

function lengthThatFits(word: string, fits: (text: string) => boolean): number {
  let length = word.length - 1;
  while (length > 1 && !fits(word.slice(0, length))) length -= 1;
  return length;
}
