import { describe, expect, test } from 'vitest';

import { outlineOf } from '../../src/cli/outline.ts';
import { cutTo, plain, widthOf } from '../../src/cli/plain.ts';
import { progressLine } from '../../src/cli/progress.ts';
import { tableOf } from '../../src/cli/table.ts';

const bold = (text: string) => text;

describe('texts from elsewhere', () => {
  test('cannot steer the terminal or turn what is written around', () => {
    expect(plain('red \u001b[31malert\u001b[0m\u0007\u009b2J')).toBe('red �[31malert�[0m��2J');
    expect(plain('two\r\nlines\tand a tab')).toBe('two lines and a tab');
    expect(plain('abc\u202edef\u2066')).toBe('abc�def�');
    expect(plain('Київ, 京 🛸')).toBe('Київ, 京 🛸');
  });

  test('are as wide as a terminal shows them', () => {
    expect(['Kyiv', 'Київ', '東京', 'ＡＢ', 'e\u0301', '🛸', '👨‍👩‍👧', '🇺🇦', ''].map(widthOf)).toEqual([
      4, 4, 4, 4, 1, 2, 2, 2, 0,
    ]);
  });

  test('are cut between characters and never in one', () => {
    expect(cutTo('Kyiv City', 9)).toBe('Kyiv City');
    expect(cutTo('Kyiv City', 5)).toBe('Kyiv…');
    expect(cutTo('東京都', 4)).toBe('東…');
    expect(cutTo('👨‍👩‍👧👨‍👩‍👧', 3)).toBe('👨‍👩‍👧…');
  });
});

describe('a table', () => {
  const rows = [
    ['東京', 'a title that is rather long for a terminal', 3],
    ['Kyiv', 'x', 12],
  ];

  test('lines up whatever the script', () => {
    expect(tableOf(['PLACE', 'TITLE', 'N'], rows, { columns: undefined, bold }).split('\n')).toEqual([
      'PLACE  TITLE                                       N',
      '東京   a title that is rather long for a terminal  3',
      'Kyiv   x                                           12',
      '',
    ]);
  });

  test('fits a terminal by cutting its widest column', () => {
    const lines = tableOf(['PLACE', 'TITLE', 'N'], rows, { columns: 30, bold }).split('\n');
    expect(lines[1]).toBe('東京   a title that is ra…  3');
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(30);
  });
});

describe('an outline', () => {
  test('shows data as names, one a line, and what is empty as none', () => {
    const data = { a: 1, b: { c: [], d: ['x', { e: null, f: [1, 2] }] }, g: {} };
    expect(outlineOf(data).split('\n')).toEqual([
      'a: 1',
      'b:',
      '  c: none',
      '  d:',
      '    - x',
      '    - e: null',
      '      f:',
      '        - 1',
      '        - 2',
      'g: none',
      '',
    ]);
  });
});

describe('progress', () => {
  test('tells count and rate, and what is left where the size is known', () => {
    expect(progressLine({ count: 12_000, read: 0, total: undefined, ms: 2000 })).toBe(
      '12,000 events · 6,000/s',
    );
    expect(progressLine({ count: 500, read: 250, total: 1000, ms: 1000 })).toBe(
      '500 events · 500/s · 25 % · 3 s left',
    );
    expect(progressLine({ count: 1, read: 0, total: 0, ms: 0 })).toBe('1 events · 0/s');
  });
});
