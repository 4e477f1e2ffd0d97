import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatDuration } from '../../src/web/format/durations.ts';
import { formatCount, formatCountOf } from '../../src/web/format/numbers.ts';
import { formatRange } from '../../src/web/format/ranges.ts';
import { formatTime, speakTime, zoneNameAt } from '../../src/web/format/times.ts';
import { readTypedKnown, readTypedTime } from '../../src/web/format/typed-time.ts';

const evening = Date.UTC(2025, 6, 3, 20);
const instants = fc.integer({ min: -8.64e15 + 1e8, max: 8.64e15 - 1e8 });

describe('a time', () => {
  test('is written with its zone, to the millisecond where it has some', () => {
    expect(formatTime(evening, 'utc')).toBe('2025-07-03 20:00:00 UTC');
    expect(formatTime(evening, 'own')).toBe('2025-07-03 20:00:00 UTC');
    expect(formatTime(evening + 5, 'utc')).toBe('2025-07-03 20:00:00.005 UTC');
    expect(formatTime(evening, 'utc', 'minute')).toBe('2025-07-03 20:00 UTC');
    expect(formatTime(evening, 'utc', 'day')).toBe('2025-07-03 UTC');
    expect(formatTime(-8.64e15, 'utc')).toBe('-271821-04-20 00:00:00 UTC');
  });

  test('is read aloud with its zone', () => {
    expect(speakTime(evening, 'utc')).toBe('3 July 2025 at 20:00:00 UTC');
    expect(speakTime(-8.64e15, 'utc')).toBe('-271821-04-20 00:00:00 UTC');
  });

  test('that is shown may be typed again, in every zone', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom('utc', 'local', 'own'), (ms, zone) => {
        expect(readTypedTime(formatTime(ms, zone), zone)).toEqual({ kind: 'time', ms });
      }),
    );
  });

  test('of this computer has its offset at that time', () => {
    expect(zoneNameAt(evening, 'local')).toMatch(/^[+-]\d\d:\d\d$/);
    expect(zoneNameAt(evening, 'utc')).toBe('UTC');
  });
});

describe('what is typed for a moment', () => {
  test.each([
    ['2025-07-03T20:00:00Z', evening],
    ['2025-07-03T23:00:00+03:00', evening],
    ['2025-07-03 23:00 +03:00', evening],
    ['2025-07-03 20:00', evening],
    ['  2025-07-03t20:00:00z ', evening],
    ['2025-07-03 20:00:00,5 UTC', evening + 500],
    ['2025-07-03', Date.UTC(2025, 6, 4) - 1],
    ['2025-07', Date.UTC(2025, 7) - 1],
    ['2025', Date.UTC(2026, 0) - 1],
  ])('%s is a time, and a date means its end', (text, ms) => {
    expect(readTypedTime(text, 'utc')).toEqual({ kind: 'time', ms });
  });

  test('is now, or the newest', () => {
    expect(readTypedTime('Now', 'utc')).toEqual({ kind: 'newest' });
    expect(readTypedKnown('newest', 'utc')).toEqual({ kind: 'newest' });
    expect(readTypedKnown('now', 'utc')).toEqual({ kind: 'newest' });
  });

  test.each(['34', '#34', 'position 34'])('%s is a position of the log', (text) => {
    expect(readTypedKnown(text, 'utc')).toEqual({ kind: 'position', position: 34 });
  });

  test.each([
    ['', 'Type a time, a date or now.'],
    ['yesterday', /“yesterday” is no time/],
    ['2025-13-01 10:00', '“2025-13-01 10:00” has the month 13, and a year has the months 01 to 12.'],
    ['2025-02-30 10:00Z', /has the day 30/],
    ['2025-07-03T25:00:00Z', /has the hour 25/],
    ['-5', /is no time/],
  ])('%s is refused with a sentence', (text, sentence) => {
    const read = readTypedKnown(text, 'utc');
    expect(read.kind).toBe('refused');
    expect(read).toMatchObject({ sentence: expect.stringMatching(sentence) });
  });
});

describe('numbers, lengths and ranges', () => {
  test('have their thousands apart, and what they count in the right number', () => {
    expect(formatCount(1_234_567)).toBe('1,234,567');
    expect(formatCountOf(1, 'event', 'events')).toBe('1 event');
    expect(formatCountOf(0, 'event', 'events')).toBe('0 events');
  });

  test('of time are told by their two largest units', () => {
    expect(formatDuration(0)).toBe('0 s');
    expect(formatDuration(15 * 60_000)).toBe('15 min');
    expect(formatDuration(90_061_001)).toBe('1 d 1 h');
    expect(formatDuration(-3_600_000)).toBe('−1 h');
    expect(formatDuration(86_400_000 + 5)).toBe('1 d');
  });

  test('name a day once where both ends have it', () => {
    expect(formatRange(evening, evening + 7_200_000, 'utc')).toBe('2025-07-03 20:00 – 22:00 UTC');
    expect(formatRange(evening, evening + 14_400_000, 'utc')).toBe('2025-07-03 20:00 – 2025-07-04 00:00 UTC');
    expect(formatRange(evening, evening + 1, 'utc')).toBe('2025-07-03 20:00 UTC');
  });
});
