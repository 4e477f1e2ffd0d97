import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import {
  formatInstant,
  isInstantMs,
  maxInstantMs,
  minInstantMs,
  parseInstant,
} from '../../src/domain/instant.ts';

/** Instants of the whole range, biased to its ends, to our own years and to whole seconds. */
const anyInstantMs = fc.oneof(
  fc.integer({ min: minInstantMs, max: maxInstantMs }),
  fc.integer({ min: Date.UTC(1900, 0), max: Date.UTC(2100, 0) }),
  fc.integer({ min: -62_135_596_800, max: 253_402_300_799 }).map((seconds) => seconds * 1000),
  fc.constantFrom(minInstantMs, minInstantMs + 1, -1, 0, 1, maxInstantMs - 1, maxInstantMs),
);

function refusal(text: string): TimelineError {
  try {
    parseInstant(text);
  } catch (error) {
    if (error instanceof TimelineError) return error;
    throw error;
  }
  throw new Error(`${text} was not refused`);
}

describe('parsing an instant', () => {
  test.each([
    ['2025-07-03T20:00:00Z', Date.UTC(2025, 6, 3, 20)],
    ['2025-07-03t20:00:00z', Date.UTC(2025, 6, 3, 20)],
    ['2025-07-03T23:00:00+03:00', Date.UTC(2025, 6, 3, 20)],
    ['2025-07-03T15:30:00-04:30', Date.UTC(2025, 6, 3, 20)],
    ['2025-07-03T20:00:00-00:00', Date.UTC(2025, 6, 3, 20)],
    ['2025-07-01T01:00:00+23:59', Date.UTC(2025, 5, 30, 1, 1)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['2999-12-31T23:59:59Z', Date.UTC(2999, 11, 31, 23, 59, 59)],
    ['0000-01-01T00:00:00Z', -62_167_219_200_000],
    ['0099-01-01T00:00:00Z', -59_042_995_200_000],
    ['+002025-07-03T20:00:00Z', Date.UTC(2025, 6, 3, 20)],
    ['-000043-03-15T12:00:00Z', -63_517_780_800_000],
    ['-271821-04-20T00:00:00Z', minInstantMs],
    ['+275760-09-13T00:00:00Z', maxInstantMs],
    ['+275760-09-13T14:00:00+14:00', maxInstantMs],
    ['-271821-04-19T12:00:00-12:00', minInstantMs],
  ])('reads %s', (text, ms) => {
    expect(parseInstant(text)).toBe(ms);
  });

  test.each([
    ['2025-07-03T20:00:00.5Z', 500],
    ['2025-07-03T20:00:00.05Z', 50],
    ['2025-07-03T20:00:00.123456789Z', 123],
    ['2025-07-03T20:00:00.999999999999999999999999Z', 999],
    ['2025-07-03T20:00:00.0009Z', 0],
  ])(
    'reads as many digits of a second as there are, and drops those past the millisecond: %s',
    (text, ms) => {
      expect(parseInstant(text)).toBe(Date.UTC(2025, 6, 3, 20) + ms);
    },
  );

  test('drops digits toward the past, before 1970 too', () => {
    expect(parseInstant('1969-12-31T23:59:59.9989Z')).toBe(-2);
    expect(parseInstant('-000043-03-15T12:00:00.0009Z')).toBe(-63_517_780_800_000);
  });

  test('reads a leap second as the last millisecond before it, so that it comes after all of the second before', () => {
    const last = Date.UTC(2016, 11, 31, 23, 59, 59, 999);
    expect(parseInstant('2016-12-31T23:59:60Z')).toBe(last);
    expect(parseInstant('2016-12-31T23:59:60.25Z')).toBe(last);
    expect(parseInstant('2016-12-31T15:59:60-08:00')).toBe(last);
    expect(parseInstant('2015-07-01T02:59:60+03:00')).toBe(Date.UTC(2015, 5, 30, 23, 59, 59, 999));
  });

  test.each([
    ['2025-07-03T14:00:00', 'has no offset from UTC: write Z, or one such as +03:00, after it'],
    ['2025-07-03T14:00:00.5', 'has no offset from UTC: write Z, or one such as +03:00, after it'],
    ['2025-07-03T14:00', 'has no offset from UTC: write Z, or one such as +03:00, after it'],
    ['2025-07-03T14:00:00+03', 'has an offset without minutes: write one such as +03:00'],
    ['2025-07-03T14:00Z', 'leaves out the seconds, and an instant has them'],
    ['2025-07-03 14:00:00Z', 'has a space where RFC 3339 has a T'],
    ['2025-02-30T14:00:00Z', 'has the day 30, and that month has the days 01 to 28'],
    ['2024-02-30T14:00:00Z', 'has the day 30, and that month has the days 01 to 29'],
    ['1900-02-29T14:00:00Z', 'has the day 29, and that month has the days 01 to 28'],
    ['1800-02-29T14:00:00Z', 'has the day 29, and that month has the days 01 to 28'],
    ['2025-04-31T14:00:00Z', 'has the day 31, and that month has the days 01 to 30'],
    ['2025-04-00T14:00:00Z', 'has the day 0, and that month has the days 01 to 30'],
    ['2025-13-01T14:00:00Z', 'has the month 13, and a year has the months 01 to 12'],
    ['2025-00-01T14:00:00Z', 'has the month 0, and a year has the months 01 to 12'],
    ['2025-07-03T24:00:00Z', 'has the hour 24, and a day has the hours 00 to 23'],
    ['2025-07-03T14:60:00Z', 'has the minute 60, and an hour has the minutes 00 to 59'],
    ['2025-07-03T14:00:61Z', 'has the second 61, and a minute has the seconds 00 to 59'],
    ['2025-07-03T14:00:60Z', 'has a leap second elsewhere than at the end of a month of UTC'],
    ['2025-07-03T23:59:60Z', 'has a leap second elsewhere than at the end of a month of UTC'],
    ['2016-12-31T23:59:60+01:00', 'has a leap second elsewhere than at the end of a month of UTC'],
    ['2016-12-31T23:58:60Z', 'has a leap second elsewhere than at the end of a month of UTC'],
    ['2025-07-03T14:00:00+24:00', 'has the offset +24:00, and offsets go from -23:59 to +23:59'],
    ['2025-07-03T14:00:00-03:60', 'has the offset -03:60, and offsets go from -23:59 to +23:59'],
    ['-000000-07-03T14:00:00Z', 'has the year -000000, which is written 0000'],
    [
      '2025-07-03T14:00:00+03:00[Europe/Kyiv]',
      'has an annotation in brackets, and an instant has none: its offset says it all',
    ],
  ])('refuses %s, and says that it %s', (text, why) => {
    expect(refusal(text)).toMatchObject({
      code: 'invalid-time',
      message: `${JSON.stringify(text)} ${why}`,
      facts: { text },
    });
  });

  test.each([
    '-271821-04-19T23:59:59.999Z',
    '-271821-04-20T00:00:00+00:01',
    '+275760-09-13T00:00:00.001Z',
    '+275760-09-13T00:00:00-00:01',
    '+999999-01-01T00:00:00Z',
    '-999999-01-01T00:00:00Z',
  ])('refuses %s, which is out of range', (text) => {
    expect(refusal(text).message).toBe(
      `"${text}" is out of range: instants go from -271821-04-20T00:00:00Z to +275760-09-13T00:00:00Z`,
    );
  });

  test.each([
    '',
    ' ',
    'now',
    '2025-07-03',
    '20250703T140000Z',
    '2025-7-3T14:00:00Z',
    '2025-07-03T14Z',
    '2025-07-03T14:00:00,5Z',
    '2025-07-03T14:00:00.Z',
    '2025-07-03T14:00:00 Z',
    ' 2025-07-03T14:00:00Z',
    '2025-07-03T14:00:00Z\n',
    '2025-07-03T14:00:00+0300',
    '2025-07-03T14:00:00−03:00',
    '2025-07-03T14:00:00UTC',
    '-0043-03-15T12:00:00Z',
    '02025-07-03T14:00:00Z',
    '+2025-07-03T14:00:00Z',
    '٢٠٢٥-07-03T14:00:00Z',
    '2025-07-03T14:00:00Z/2025-07-04T14:00:00Z',
  ])('refuses %j, which is not RFC 3339', (text) => {
    expect(refusal(text)).toMatchObject({
      code: 'invalid-time',
      message: `${JSON.stringify(text)} is not an RFC 3339 instant such as 2025-07-03T14:00:00Z`,
    });
  });

  test('quotes no more than the start of a long text, and has all of it among the facts', () => {
    const text = '9'.repeat(100_000);
    const error = refusal(text);
    expect(error.message.length).toBeLessThan(200);
    expect(error.facts).toEqual({ text });
  });

  test('agrees with Temporal on every offset and every fraction', () => {
    const offset = fc.tuple(fc.constantFrom('+', '-'), fc.nat(23), fc.nat(59));
    const fraction = fc.stringMatching(/^\.[0-9]{1,9}$/);
    fc.assert(
      fc.property(anyInstantMs, offset, fraction, (ms, [sign, hours, minutes], digits) => {
        const date = formatInstant(ms).replace(/(\.\d+)?Z$/, '');
        const text = `${date}${digits}${sign}${two(hours)}:${two(minutes)}`;
        expect(orNone(() => parseInstant(text))).toBe(
          orNone(() => Temporal.Instant.from(text).epochMilliseconds),
        );
      }),
    );
  });

  test('fails on no text with anything but a refusal', () => {
    const unit = fc.constantFrom(...'0123456789-+:.TtZz []'.split(''), '2025-', '07-', 'T14:00:00', '60');
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit })), (text) => {
        const ms = orNone(() => parseInstant(text));
        expect(ms === undefined || isInstantMs(ms)).toBe(true);
      }),
    );
  });
});

describe('formatting an instant', () => {
  test.each([
    [Date.UTC(2025, 6, 3, 20), '2025-07-03T20:00:00Z'],
    [Date.UTC(2025, 6, 3, 20, 0, 0, 500), '2025-07-03T20:00:00.500Z'],
    [Date.UTC(2025, 6, 3, 20, 0, 0, 7), '2025-07-03T20:00:00.007Z'],
    [0, '1970-01-01T00:00:00Z'],
    [-0, '1970-01-01T00:00:00Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
    [-62_167_219_200_000, '0000-01-01T00:00:00Z'],
    [-62_167_219_200_001, '-000001-12-31T23:59:59.999Z'],
    [253_402_300_799_999, '9999-12-31T23:59:59.999Z'],
    [253_402_300_800_000, '+010000-01-01T00:00:00Z'],
    [-63_517_780_800_000, '-000043-03-15T12:00:00Z'],
    [minInstantMs, '-271821-04-20T00:00:00Z'],
    [maxInstantMs, '+275760-09-13T00:00:00Z'],
  ])('writes %d as %s', (ms, text) => {
    expect(formatInstant(ms)).toBe(text);
  });

  test('writes what parses to the same instant, over the whole range', () => {
    fc.assert(fc.property(anyInstantMs, (ms) => parseInstant(formatInstant(ms)) === ms));
  });

  test('writes what Temporal writes, but never one or two digits of a second', () => {
    fc.assert(
      fc.property(anyInstantMs, (ms) => {
        const smallestUnit = ms % 1000 === 0 ? 'second' : 'millisecond';
        const text = Temporal.Instant.fromEpochMilliseconds(ms).toString({ smallestUnit });
        expect(formatInstant(ms)).toBe(text);
      }),
    );
  });

  test.each([Number.NaN, Infinity, 0.5, minInstantMs - 1, maxInstantMs + 1])(
    'takes %d for a bug of our own',
    (ms) => {
      expect(() => formatInstant(ms)).toThrow('Broken promise');
    },
  );
});

function two(count: number): string {
  return String(count).padStart(2, '0');
}

function orNone(read: () => number): number | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TimelineError || error instanceof RangeError) return undefined;
    throw error;
  }
}
