import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';

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
});

const hours = (from: number, to: number, width: number) =>
  axisOf(from, to, width, 'local').fine.map(({ at: ms, label }) => [
    new Date(ms).toISOString().slice(11, 16),
    label,
  ]);

const days = (from: number, to: number) => axisOf(from, to, 400, 'local').fine;

describe('the axis by the clock of this computer', () => {
  afterEach(() => void vi.unstubAllEnvs());

  const hour = 3_600_000;

  test('leaves out the hour that the clock leaves out, and names each other place once', () => {
    vi.stubEnv('TZ', 'Europe/Kyiv');
    expect(hours(at(2025, 2, 29, 23), at(2025, 2, 30, 3), 300)).toEqual([
      ['23:00', '01:00'],
      ['00:00', '02:00'],
      ['01:00', '04:00'],
      ['02:00', '05:00'],
      ['03:00', '06:00'],
    ]);
    expect(hours(at(2025, 2, 30, 0, 30), at(2025, 2, 30, 1, 45), 300)).toEqual([
      ['00:30', '02:30'],
      ['01:00', '04:00'],
      ['01:30', '04:30'],
    ]);
  });

  test('names the hour that the clock shows twice twice, in order, and never two too near each other', () => {
    vi.stubEnv('TZ', 'Europe/Kyiv');
    expect(hours(at(2025, 9, 25, 23), at(2025, 9, 26, 3), 300)).toEqual([
      ['23:00', '02:00'],
      ['00:00', '03:00'],
      ['01:00', '03:00'],
      ['02:00', '04:00'],
      ['03:00', '05:00'],
    ]);
    expect(hours(at(2025, 9, 25, 21), at(2025, 9, 26, 9), 300)).toEqual([
      ['21:00', '00:00'],
      ['00:00', '03:00'],
      ['04:00', '06:00'],
      ['07:00', '09:00'],
    ]);
    // Seen from within the second of the two hours.
    expect(hours(at(2025, 9, 26, 1, 25), at(2025, 9, 26, 2), 300)[0]).toEqual(['01:20', '03:20']);
  });

  test('has each day once where the clock leaves out its midnight, or the whole day', () => {
    vi.stubEnv('TZ', 'Asia/Beirut');
    expect(days(at(2025, 2, 28, 12), at(2025, 3, 1)).map(({ label }) => label)).toEqual([
      '28',
      '29',
      '30',
      '31',
      '1',
    ]);
    vi.stubEnv('TZ', 'Pacific/Apia');
    expect(days(at(2011, 11, 28, 12), at(2012, 0, 2)).map(({ label }) => label)).toEqual([
      '28',
      '29',
      '31',
      '1',
      '2',
    ]);
  });

  test.each(['Europe/Kyiv', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Beirut', 'America/Havana'])(
    'says at each tick what the clock says there, in order, for any range in %s',
    (name) => {
      vi.stubEnv('TZ', name);
      const around = fc.constantFrom(
        at(2025, 2, 9),
        at(2025, 2, 30),
        at(2025, 3, 5),
        at(2025, 9, 26),
        at(2025, 10, 2),
      );
      const someRange = fc.record({
        from: fc.tuple(around, fc.integer({ min: -40 * hour, max: 40 * hour })).map(([day, ms]) => day + ms),
        span: fc.double({ min: 4, max: 8.6, noNaN: true }).map((power) => Math.round(10 ** power)),
      });
      fc.assert(
        fc.property(someRange, ({ from, span }) => {
          const { fine, large } = axisOf(from, from + span, 1000, 'local');
          for (const ticks of [fine, large])
            for (const [place, tick] of ticks.entries())
              expect(tick.at).toBeGreaterThan(ticks[place - 1]?.at ?? -Infinity);
          for (const { at: ms, label } of fine) {
            const date = new Date(ms);
            const [hh, mm] = [date.getHours(), date.getMinutes()].map((part) =>
              String(part).padStart(2, '0'),
            );
            if (/^\d\d:\d\d$/.test(label)) expect(label).toBe(`${hh}:${mm}`);
            else if (/^\d+$/.test(label)) expect(label).toBe(String(date.getDate()));
          }
          expect(fine.length).toBeGreaterThan(1);
        }),
      );
    },
  );
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
