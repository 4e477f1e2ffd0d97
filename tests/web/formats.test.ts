import * as fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';

import { formatDuration } from '../../src/web/format/durations.ts';
import { formatCount, formatCountOf } from '../../src/web/format/numbers.ts';
import { formatTime, speakTime, zoneNameAt } from '../../src/web/format/times.ts';
import { readTypedKnown, readTypedTime } from '../../src/web/format/typed-time.ts';
import { isHeldBack, knownWords } from '../../src/web/time/known-words.ts';

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

describe('the clock of the log', () => {
  const live = { kind: 'live' } as const;
  const stand = {
    moment: { asOf: evening, knownAt: 'head' },
    position: 35,
    time: evening,
    linked: false,
    live,
    zone: 'utc',
  } as const;

  test('says that it is at the newest only where nothing newer waits', () => {
    expect(knownWords(stand)).toEqual({
      shown: 'newest',
      note: 'position 35 · 2025-07-03 20:00 UTC',
      spoken: 'the newest, position 35, recorded 3 July 2025 at 20:00:00 UTC',
    });
    const held = { kind: 'paused', unseen: 1 } as const;
    expect([isHeldBack(live), isHeldBack({ kind: 'paused', unseen: 0 }), isHeldBack(held)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(knownWords({ ...stand, live: held })).toEqual({
      shown: '2025-07-03 20:00:00 UTC',
      note: 'position 35',
      spoken: 'position 35, recorded 3 July 2025 at 20:00:00 UTC',
    });
  });

  test('reads the time of both before the first record, where they are linked', () => {
    const none = { ...stand, position: 0, time: undefined, moment: { asOf: evening, knownAt: 0 } };
    expect(knownWords(none)).toMatchObject({ shown: '0', note: 'nothing recorded yet' });
    expect(knownWords({ ...none, linked: true })).toMatchObject({
      shown: '2025-07-03 20:00:00 UTC',
      note: 'nothing recorded yet',
    });
  });
});

describe('what is said for a moment', () => {
  const near = { now: Date.UTC(2026, 10, 27, 10), shown: evening + 3_600_000 };

  test.each([
    ['3 July 2025 20:00', evening],
    ['3rd july 2025, 20:00', evening],
    ['July 3, 2025 at 23:00 +03:00', evening],
    ['3 Jul. 2025', Date.UTC(2025, 6, 4) - 1],
    ['20:00', evening],
    ['9:05:30 UTC', Date.UTC(2025, 6, 3, 9, 5, 30)],
    ['Yesterday', Date.UTC(2026, 10, 27) - 1],
    ['yesterday 20:00', Date.UTC(2026, 10, 26, 20)],
    ['tomorrow at 8:00', Date.UTC(2026, 10, 28, 8)],
    ['2025-07-03 20:00', evening],
  ])('%s is a time, a date its end, and a time of day that of the day that is looked at', (text, ms) => {
    expect(readTypedTime(text, 'utc', near)).toEqual({ kind: 'time', ms });
    expect(readTypedKnown(text, 'utc', near)).toEqual({ kind: 'time', ms });
  });

  test.each([
    '31 June 2025',
    'Jul 32, 2025',
    '3 Ju 2025',
    '3 Foo 2025 20:00',
    '25:00',
    'the day before',
    '3 July',
  ])('%s is refused', (text) => {
    const read = readTypedTime(text, 'utc', near);
    expect(read).toMatchObject({ kind: 'refused', sentence: expect.stringMatching(/3 July|“|hour 25/) });
  });

  test('is of the clock on the wall where that is chosen', () => {
    vi.stubEnv('TZ', 'Europe/Kyiv');
    expect(readTypedTime('20:00', 'local', near)).toEqual({ kind: 'time', ms: Date.UTC(2025, 6, 4, 17) });
    expect(readTypedTime('yesterday', 'local', near)).toEqual({
      kind: 'time',
      ms: Date.UTC(2026, 10, 26, 22) - 1,
    });
    vi.unstubAllEnvs();
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
});

const instantIn = (zone: string, text: string) => {
  vi.stubEnv('TZ', zone);
  const typed = readTypedTime(text, 'local');
  return typed.kind === 'time' ? new Date(typed.ms).toISOString() : typed.kind;
};

describe('a time typed by the clock of this computer', () => {
  afterEach(() => void vi.unstubAllEnvs());

  test('is the earlier one where the clock was put back over it, on either side of UTC', () => {
    expect(instantIn('Europe/Kyiv', '2025-10-26 03:30')).toBe('2025-10-26T00:30:00.000Z');
    expect(instantIn('America/New_York', '2025-11-02 01:30')).toBe('2025-11-02T05:30:00.000Z');
    expect(instantIn('Australia/Lord_Howe', '2025-04-06 01:45')).toBe('2025-04-05T14:45:00.000Z');
  });

  test('is taken by the clock as it was where it was put forward over it', () => {
    expect(instantIn('Europe/Kyiv', '2025-03-30 03:30')).toBe('2025-03-30T01:30:00.000Z');
    expect(instantIn('America/New_York', '2025-03-09 02:30')).toBe('2025-03-09T07:30:00.000Z');
  });

  test('is the end of a day where a date is typed, however long the day was', () => {
    expect(instantIn('Europe/Kyiv', '2025-10-26')).toBe('2025-10-26T21:59:59.999Z');
    expect(instantIn('Asia/Beirut', '2025-03-29')).toBe('2025-03-29T21:59:59.999Z');
    expect(instantIn('America/Havana', '2025-11-02')).toBe('2025-11-03T04:59:59.999Z');
  });
});
