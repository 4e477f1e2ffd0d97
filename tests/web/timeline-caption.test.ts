import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { captionLines, captionTall } from '../../src/web/timeline/caption.ts';

const measure = (_face: unknown, text: string): number => text.length * 6;

describe('the caption of a picture', () => {
  test('is broken between words, or within one that is longer than a line, and loses nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 80 })),
        fc.integer({ min: 40, max: 400 }),
        (sentences, width) => {
          const lines = captionLines(sentences, width, measure);
          for (const line of lines) expect(measure(0, line)).toBeLessThanOrEqual(width - 16);
          expect(lines.join('').replaceAll(' ', '')).toBe(sentences.join('').replaceAll(' ', ''));
        },
      ),
    );
    expect(captionLines(['one two three', '', 'four'], 64, measure)).toEqual(['one two', 'three', 'four']);
    expect(captionLines(['a123456789'], 46, measure)).toEqual(['a1234', '56789']);
  });

  test('takes room for each line, and none without one', () => {
    expect(captionTall([])).toBe(0);
    expect(captionTall(['one', 'two']) - captionTall(['one'])).toBe(16);
  });
});
