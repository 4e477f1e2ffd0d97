import type { Palette } from './inks.ts';
import { faces, fontFamily } from './surface.ts';
import type { Align, Face } from './surface.ts';

/** Text that waits until what is beneath it is shown. */
export interface TextLayer {
  begin(scale: number, palette: Palette): void;
  within(left: number, top: number, right: number, bottom: number): void;
  add(ink: number, face: Face, words: string, x: number, y: number, align: Align): void;
  show(): void;
  measure(face: Face, words: string): number;
}

/** How many widths of words are kept. */
const widthsMax = 4000;

const fonts = faces.map(({ size, weight }) => `${weight} ${size}px ${fontFamily}`);

/** Gathers the texts of a drawing in arrays that are used again, and draws them with as few changes of font, colour and clip as there are. */
export function createTextLayer(context: CanvasRenderingContext2D): TextLayer {
  const words: string[] = [];
  const aligns: Align[] = [];
  const numbers: number[] = [];
  const boxes: number[] = [];
  const widths: readonly Map<string, number>[] = fonts.map(() => new Map());
  let [count, box, scale, setFace] = [0, 0, 1, -1];
  let palette: Palette = [];
  const useFace = (face: number): void => {
    if (face === setFace) return;
    setFace = face;
    context.font = fonts[face] ?? '';
  };
  return {
    begin(newScale, newPalette) {
      [count, box, scale, palette] = [0, 0, newScale, newPalette];
    },
    within(left, top, right, bottom) {
      if (count > 0 || box === 0) box += 1;
      const at = (box - 1) * 4;
      [boxes[at], boxes[at + 1], boxes[at + 2], boxes[at + 3]] = [left, top, right - left, bottom - top];
    },
    add(ink, face, text, x, y, align) {
      words[count] = text;
      aligns[count] = align;
      const at = count * 5;
      numbers[at] = ink;
      numbers[at + 1] = face;
      numbers[at + 2] = x;
      numbers[at + 3] = y;
      numbers[at + 4] = box - 1;
      count += 1;
    },
    show() {
      let [clipped, colour] = [-1, -1];
      context.save();
      for (let place = 0; place < count; place += 1) {
        const at = place * 5;
        if (numbers[at + 4] !== clipped) {
          clipped = numbers[at + 4] ?? 0;
          colour = -1;
          context.restore();
          context.save();
          context.setTransform(scale, 0, 0, scale, 0, 0);
          context.beginPath();
          context.rect(
            boxes[clipped * 4] ?? 0,
            boxes[clipped * 4 + 1] ?? 0,
            boxes[clipped * 4 + 2] ?? 0,
            boxes[clipped * 4 + 3] ?? 0,
          );
          context.clip();
          context.textBaseline = 'middle';
          setFace = -1;
        }
        if (numbers[at] !== colour) {
          colour = numbers[at] ?? 0;
          context.fillStyle = palette[colour] ?? '';
        }
        useFace(numbers[at + 1] ?? 0);
        context.textAlign = aligns[place] ?? 'left';
        context.fillText(words[place] ?? '', numbers[at + 2] ?? 0, numbers[at + 3] ?? 0);
      }
      context.restore();
      setFace = -1;
    },
    measure(face, text) {
      const known = widths[face]?.get(text);
      if (known !== undefined) return known;
      useFace(face);
      const { width } = context.measureText(text);
      const kept = widths[face];
      if (kept !== undefined && kept.size >= widthsMax) kept.clear();
      kept?.set(text, width);
      return width;
    },
  };
}
