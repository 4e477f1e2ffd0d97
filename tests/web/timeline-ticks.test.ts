import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { axisOf } from '../../src/web/timeline/ticks.ts';
import { timeText, whenText } from '../../src/web/timeline/when.ts';
import { marksOf } from './harness/marks.ts';

const at = (...parts: Parameters<typeof Date.UTC>) => Date.UTC(...parts);
const labels = (from: number, to: number, width = 1000) => {
  const { fine, large } = axisOf(from, to, width, 'utc');
  return { fine: fine.map(({ label }) => label), large: large.map(({ label }) => label) };
};

describe('the axis', () => {
  test('names days within their months, and begins each month with its first', () => {
    const { fine, large } = labels(at(2025, 0, 28), at(2025, 1, 12), 1000);
    expect(fine.slice(0, 6)).toEqual(['28', '29', '30', '31', '1', '2']);
    expect(large).toEqual(['Jan 2025', 'Feb 2025']);
    expect(labels(at(2025, 0, 1), at(2025, 2, 1), 700).fine).toEqual(['1', '10', '20', '1', '10', '20', '1']);
    expect(labels(at(2025, 0, 31), at(2025, 2, 1), 400).fine[0]).toBe('25');
  });

  test('names hours within days, months within years, and years alone', () => {
    expect(labels(at(2025, 6, 3), at(2025, 6, 4), 600)).toEqual({
      fine: ['00:00', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00', '21:00', '00:00'],
      large: ['Thu 3 Jul 2025', 'Fri 4 Jul 2025'],
    });
    expect(labels(at(2024, 10, 1), at(2025, 2, 1), 500).fine).toEqual(['Nov', 'Dec', 'Jan', 'Feb', 'Mar']);
    expect(labels(at(1900, 0, 1), at(2000, 0, 1), 700)).toEqual({
      fine: ['1900', '1910', '1920', '1930', '1940', '1950', '1960', '1970', '1980', '1990', '2000'],
      large: [],
    });
    expect(labels(500, 560, 600).fine).toEqual([
      '00.500',
      '00.510',
      '00.520',
      '00.530',
      '00.540',
      '00.550',
      '00.560',
    ]);
  });

  test('stands at least as far apart as its names are wide, without gaps, in order, for any range', () => {
    const someRange = fc.record({
      from: fc.integer({ min: at(-3000, 0, 1), max: at(3000, 0, 1) }),
      span: fc.double({ min: 1, max: 13, noNaN: true }).map((power) => Math.round(10 ** power)),
      width: fc.integer({ min: 200, max: 2000 }),
    });
    fc.assert(
      fc.property(someRange, ({ from, span, width }) => {
        const { fine, large } = axisOf(from, from + span, width, 'utc');
        const perPx = span / width;
        for (const [place, tick] of fine.entries()) {
          const before = fine[place - 1];
          if (before === undefined) expect(tick.at).toBeLessThanOrEqual(from);
          else expect((tick.at - before.at) / perPx).toBeGreaterThan(30);
        }
        expect((from + span - (fine.at(-1)?.at ?? Infinity)) / perPx).toBeLessThan(500);
        if (large.length > 0) expect(large[0]?.at).toBeLessThanOrEqual(from);
        expect(fine.length).toBeLessThan(400);
      }),
    );
  });

  test('follows the clock of this computer over a change of its offset, in its zone', () => {
    const { fine } = axisOf(at(2025, 2, 29), at(2025, 3, 2), 700, 'local');
    for (const tick of fine) {
      const wall = new Date(tick.at - new Date(tick.at).getTimezoneOffset() * 60_000);
      expect(`${String(wall.getUTCHours()).padStart(2, '0')}:00`).toBe(tick.label);
    }
  });
});

describe('when something occurred', () => {
  test('is said with its zone, and no finer than it is', () => {
    expect(said({})).toBe('2025-07-03 14:00 UTC');
    expect(timeText(at(2025, 6, 3, 14, 16, 1), 'utc')).toBe('2025-07-03 14:16:01 UTC');
    expect(said({ from: at(2025, 6, 3), fromLatest: at(2025, 6, 4) - 1 })).toBe(
      'between 2025-07-03 00:00 UTC and 2025-07-04 00:00 UTC',
    );
    expect(said({ to: at(2025, 6, 3, 16) })).toBe('from 2025-07-03 14:00 UTC to 2025-07-03 16:00 UTC');
    expect(said({ isOpen: true })).toBe('since 2025-07-03 14:00 UTC, with no known end');
    expect(said({ to: at(2025, 6, 4), toLatest: at(2025, 6, 5) - 1 })).toBe(
      `from 2025-07-03 14:00 UTC to between 2025-07-04 00:00 UTC and 2025-07-05 00:00 UTC`,
    );
  });
});

function said(reading: Partial<Parameters<typeof marksOf>[0][number]>): string {
  return whenText(marksOf([{ position: 1, from: at(2025, 6, 3, 14), ...reading }]), 0, 'utc');
}
