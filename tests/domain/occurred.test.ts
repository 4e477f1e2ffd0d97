import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import { formatInstant, maxInstantMs, minInstantMs } from '../../src/domain/instant.ts';
import type { Occurrence } from '../../src/domain/occurred.ts';
import { isExactInstant, resolveOccurred } from '../../src/domain/occurred.ts';

const earliest = '-271821-04-20T00:00:00Z';
const latest = '+275760-09-13T00:00:00Z';

/** The occurrence with its milliseconds as texts, which a reader of a test can check. */
function resolved(text: string): Record<string, string> {
  const entries = Object.entries(resolveOccurred(text));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'number' ? formatInstant(value) : String(value)]),
  );
}

function refusal(text: string): TimelineError {
  try {
    resolveOccurred(text);
  } catch (error) {
    if (error instanceof TimelineError) return error;
    throw error;
  }
  throw new Error(`${text} was not refused`);
}

describe('an instant', () => {
  test.each([
    ['2025-07-03T14:00:00Z', '2025-07-03T14:00:00Z', 'second'],
    ['2025-07-03T18:00:00+03:00', '2025-07-03T15:00:00Z', 'second'],
    ['2025-07-03t18:00:00.25z', '2025-07-03T18:00:00.250Z', 'millisecond'],
    ['2025-07-03T18:00:00.000Z', '2025-07-03T18:00:00Z', 'millisecond'],
    ['-000043-03-15T12:00:00Z', '-000043-03-15T12:00:00Z', 'second'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.999Z', 'second'],
    [earliest, earliest, 'second'],
    [latest, latest, 'second'],
  ])('%s is exact', (text, instant, precision) => {
    expect(resolved(text)).toEqual({ from: instant, fromLatest: instant, precision });
  });

  test('without seconds may be any of its minute', () => {
    expect(resolved('2025-07-03T18:00+03:00')).toEqual({
      from: '2025-07-03T15:00:00Z',
      fromLatest: '2025-07-03T15:00:59.999Z',
      precision: 'minute',
    });
  });

  test('without seconds is cut at the latest instant there is', () => {
    expect(resolved('+275760-09-13T00:00Z')).toEqual({
      from: latest,
      fromLatest: latest,
      precision: 'minute',
    });
  });

  test.each([
    ['2025-07-03T18:00:00Z?', 'uncertain'],
    ['2025-07-03T18:00:00Z~', 'approximate'],
    ['2025-07-03T18:00:00Z%', 'uncertain-and-approximate'],
  ])('%s is %s, which widens nothing', (text, qualifier) => {
    expect(resolveOccurred(text)).toEqual({ ...resolveOccurred(text.slice(0, -1)), qualifier });
  });

  test('about a minute keeps that minute', () => {
    expect(resolved('2025-07-03T18:00+03:00~')).toEqual({
      from: '2025-07-03T15:00:00Z',
      fromLatest: '2025-07-03T15:00:59.999Z',
      precision: 'minute',
      qualifier: 'approximate',
    });
  });

  test('is exact when its seconds are written and nothing is qualified', () => {
    expect(isExactInstant('2025-07-03T18:00:00+03:00')).toBe(true);
    expect(isExactInstant('2025-07-03T18:00:00.5Z')).toBe(true);
  });

  test.each([
    '',
    '..',
    '2025',
    '2025-07-03',
    '2025-07-03[Europe/Kyiv]',
    '2025-07-03T18:00+03:00',
    '2025-07-03T18:00:00',
    '2025-07-03T18:00:00Z~',
    '2025-02-30T18:00:00Z',
    '2025-07-03T18:00:00Z/..',
    '+999999-01-01T00:00:00Z',
  ])('is not exact when it is %j', (text) => {
    expect(isExactInstant(text)).toBe(false);
  });
});

describe('a date', () => {
  test.each([
    ['2025-07-03', '2025-07-03', '2025-07-03', 'day'],
    ['2024-02-29', '2024-02-29', '2024-02-29', 'day'],
    ['2000-02-29', '2000-02-29', '2000-02-29', 'day'],
    ['2025-07', '2025-07-01', '2025-07-31', 'month'],
    ['2024-02', '2024-02-01', '2024-02-29', 'month'],
    ['1900-02', '1900-02-01', '1900-02-28', 'month'],
    ['2025-12', '2025-12-01', '2025-12-31', 'month'],
    ['2025', '2025-01-01', '2025-12-31', 'year'],
    ['2999', '2999-01-01', '2999-12-31', 'year'],
    ['0000', '0000-01-01', '0000-12-31', 'year'],
    ['0043', '0043-01-01', '0043-12-31', 'year'],
    ['-0043', '-000043-01-01', '-000043-12-31', 'year'],
    ['-0043-03', '-000043-03-01', '-000043-03-31', 'month'],
    ['-0043-03-15', '-000043-03-15', '-000043-03-15', 'day'],
    ['-0004-02-29', '-000004-02-29', '-000004-02-29', 'day'],
    ['Y17000', '+017000-01-01', '+017000-12-31', 'year'],
    ['Y-17000', '-017000-01-01', '-017000-12-31', 'year'],
    ['Y275759', '+275759-01-01', '+275759-12-31', 'year'],
    ['2001-21', '2001-03-01', '2001-05-31', 'season'],
    ['2001-22', '2001-06-01', '2001-08-31', 'season'],
    ['2001-23', '2001-09-01', '2001-11-30', 'season'],
    ['2001-24', '2001-12-01', '2002-02-28', 'season'],
    ['1999-24', '1999-12-01', '2000-02-29', 'season'],
    ['-0043-21', '-000043-03-01', '-000043-05-31', 'season'],
    ['201X', '2010-01-01', '2019-12-31', 'decade'],
    ['20XX', '2000-01-01', '2099-12-31', 'century'],
    ['000X', '0000-01-01', '0009-12-31', 'decade'],
    ['00XX', '0000-01-01', '0099-12-31', 'century'],
    ['-004X', '-000049-01-01', '-000040-12-31', 'decade'],
    ['-01XX', '-000199-01-01', '-000100-12-31', 'century'],
    ['-000X', '-000009-01-01', '-000001-12-31', 'decade'],
    ['-00XX', '-000099-01-01', '-000001-12-31', 'century'],
    ['2004-XX', '2004-01-01', '2004-12-31', 'year'],
    ['1985-XX-XX', '1985-01-01', '1985-12-31', 'year'],
    ['1985-04-XX', '1985-04-01', '1985-04-30', 'month'],
    ['-0043-03-XX', '-000043-03-01', '-000043-03-31', 'month'],
  ])('%s is from %s to %s', (text, first, last, precision) => {
    const occurred = { from: `${first}T00:00:00Z`, fromLatest: `${last}T23:59:59.999Z`, precision };
    expect(resolved(text)).toEqual(occurred);
    expect(resolved(`${text}?`)).toEqual({ ...occurred, qualifier: 'uncertain' });
    expect(resolved(`${text}~`)).toEqual({ ...occurred, qualifier: 'approximate' });
    expect(resolved(`${text}%`)).toEqual({ ...occurred, qualifier: 'uncertain-and-approximate' });
  });

  test('that reaches over the range of instants is cut at it', () => {
    expect(resolved('Y275760')).toEqual({
      from: '+275760-01-01T00:00:00Z',
      fromLatest: latest,
      precision: 'year',
    });
    expect(resolved('Y-271821')).toEqual({
      from: earliest,
      fromLatest: '-271821-12-31T23:59:59.999Z',
      precision: 'year',
    });
  });

  test.each(['Y275761', 'Y-271822', 'Y170000002', `Y${'9'.repeat(100)}`, `Y-${'9'.repeat(400)}`])(
    'wholly outside the range of instants is refused: %s',
    (text) => {
      expect(refusal(text)).toMatchObject({ code: 'invalid-time', facts: { text } });
      expect(refusal(text).message).toContain(`is out of range: instants go from ${earliest} to ${latest}`);
    },
  );

  const years = fc.integer({ min: -9999, max: 9999 });
  const dates = fc
    .tuple(years, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 31 }))
    .map(([year, month, day]) => Temporal.PlainDate.from({ year, month, day }));

  test('has the first and the last millisecond that Temporal gives its day, month and year', () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(resolveOccurred(edtf(date))).toEqual(rangeOf(date, date, 'day'));
        const month = date.with({ day: 1 });
        const monthEnd = date.with({ day: date.daysInMonth });
        expect(resolveOccurred(edtf(date).slice(0, -3))).toEqual(rangeOf(month, monthEnd, 'month'));
        const newYear = date.with({ month: 1, day: 1 });
        const yearEnd = date.with({ month: 12, day: 31 });
        expect(resolveOccurred(edtf(date).slice(0, -6))).toEqual(rangeOf(newYear, yearEnd, 'year'));
      }),
    );
  });

  test('of a long year has the range that Temporal gives it', () => {
    const longYear = fc.integer({ min: 10_000, max: 271_000 });
    fc.assert(
      fc.property(longYear, fc.boolean(), (count, isNegative) => {
        const year = isNegative ? -count : count;
        const first = Temporal.PlainDate.from({ year, month: 1, day: 1 });
        const last = Temporal.PlainDate.from({ year, month: 12, day: 31 });
        expect(resolveOccurred(`Y${year}`)).toEqual(rangeOf(first, last, 'year'));
      }),
    );
  });

  test('exists exactly when Temporal knows it', () => {
    const parts = fc.tuple(fc.integer({ min: 0, max: 9999 }), fc.nat(20), fc.nat(33));
    fc.assert(
      fc.property(parts, ([year, month, day]) => {
        const text = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
        expect(isRefused(() => resolveOccurred(text))).toBe(isRefused(() => Temporal.PlainDate.from(text)));
      }),
    );
  });

  test('lies within the date that leaves more of it open', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const [day, month, year] = [edtf(date), edtf(date).slice(0, -3), edtf(date).slice(0, -6)];
        const wider = [day, month, `${year}-XX`, `${year.slice(0, -1)}X`, `${year.slice(0, -2)}XX`];
        const spans = wider.filter((text) => text !== '-000X' || date.year < 0).map(resolveOccurred);
        for (const [index, span] of spans.slice(1).entries()) {
          expect(span.from).toBeLessThanOrEqual(spans[index]?.from ?? Number.NaN);
          expect(span.fromLatest).toBeGreaterThanOrEqual(spans[index]?.fromLatest ?? Number.NaN);
        }
      }),
    );
  });
});

describe('a zone', () => {
  test.each([
    ['2025-07-03[Europe/Kyiv]', '2025-07-02T21:00:00Z', '2025-07-03T20:59:59.999Z', 'day'],
    ['2025-07-03[UTC]', '2025-07-03T00:00:00Z', '2025-07-03T23:59:59.999Z', 'day'],
    ['2025-07-03[europe/kyiv]', '2025-07-02T21:00:00Z', '2025-07-03T20:59:59.999Z', 'day'],
    ['2025-07-03[Europe/Kiev]', '2025-07-02T21:00:00Z', '2025-07-03T20:59:59.999Z', 'day'],
    ['2025-03-30[Europe/Kyiv]', '2025-03-29T22:00:00Z', '2025-03-30T20:59:59.999Z', 'day'],
    ['2025-10-26[Europe/Kyiv]', '2025-10-25T21:00:00Z', '2025-10-26T21:59:59.999Z', 'day'],
    ['2025-03[Europe/Kyiv]', '2025-02-28T22:00:00Z', '2025-03-31T20:59:59.999Z', 'month'],
    ['2025[America/New_York]', '2025-01-01T05:00:00Z', '2026-01-01T04:59:59.999Z', 'year'],
    ['2018-11-04[America/Sao_Paulo]', '2018-11-04T03:00:00Z', '2018-11-05T01:59:59.999Z', 'day'],
    ['2018-11-03[America/Sao_Paulo]', '2018-11-03T03:00:00Z', '2018-11-04T02:59:59.999Z', 'day'],
    ['2011-12-29[Pacific/Apia]', '2011-12-29T10:00:00Z', '2011-12-30T09:59:59.999Z', 'day'],
    ['2011-12[Pacific/Apia]', '2011-12-01T10:00:00Z', '2011-12-31T09:59:59.999Z', 'month'],
    ['-0043-03-15[Etc/GMT-2]', '-000043-03-14T22:00:00Z', '-000043-03-15T21:59:59.999Z', 'day'],
  ])('gives its days to %s', (text, from, fromLatest, precision) => {
    expect(resolved(text)).toEqual({ from, fromLatest, precision });
  });

  test('is for all dates of an interval', () => {
    expect(resolved('2025-07-03~/2025-07-04~[Europe/Kyiv]')).toEqual({
      from: '2025-07-02T21:00:00Z',
      fromLatest: '2025-07-03T20:59:59.999Z',
      to: '2025-07-03T21:00:00Z',
      toLatest: '2025-07-04T20:59:59.999Z',
      precision: 'day',
      qualifier: 'approximate',
    });
  });

  test('leaves the instant of a mixed interval as it is', () => {
    expect(resolved('2025-07-03T18:00:00Z/2025-07-04[Europe/Kyiv]')).toEqual({
      from: '2025-07-03T18:00:00Z',
      fromLatest: '2025-07-03T18:00:00Z',
      to: '2025-07-03T21:00:00Z',
      toLatest: '2025-07-04T20:59:59.999Z',
      precision: 'day',
    });
  });

  test('cuts its first and last days at the range of instants', () => {
    expect(resolved('Y-271821[America/New_York]').from).toBe(earliest);
    expect(resolved('Y275760[America/New_York]').fromLatest).toBe(latest);
    expect(resolved('Y-271821[Europe/Kyiv]').from).toBe(earliest);
    expect(resolved('Y275760[Europe/Kyiv]').fromLatest).toBe(latest);
    expect(refusal('Y-271822[Europe/Kyiv]').message).toContain('is out of range');
    expect(refusal('Y275761[Europe/Kyiv]').message).toContain('is out of range');
    expect(refusal('Y999999999[Europe/Kyiv]').message).toContain('is out of range');
  });

  test('that skipped a day has no time for it', () => {
    expect(refusal('2011-12-30[Pacific/Apia]').message).toBe(
      '"2011-12-30" is a day that Pacific/Apia skipped',
    );
  });

  test('has every millisecond in one day, each day after the one before', () => {
    const zone = fc.constantFrom(
      'Europe/Kyiv',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
      'Africa/Cairo',
      'Asia/Beirut',
    );
    const days = fc.integer({ min: -20_000, max: 40_000 });
    fc.assert(
      fc.property(zone, days, (name, day) => {
        const date = new Temporal.PlainDate(1970, 1, 1).add({ days: day });
        const today = resolveOccurred(`${edtf(date)}[${name}]`);
        const tomorrow = resolveOccurred(`${edtf(date.add({ days: 1 }))}[${name}]`);
        expect(tomorrow.from).toBe(today.fromLatest + 1);
        const first = Temporal.Instant.fromEpochMilliseconds(today.from).toZonedDateTimeISO(name);
        expect(first.toPlainDate().toString()).toBe(date.toString());
      }),
    );
  });

  test.each([
    'Europe/Kyivv',
    'Kyiv',
    '',
    ' ',
    '+03:00',
    '+03',
    'u-ca=hebrew',
    '!Europe/Kyiv',
    'Europe/Kyiv ',
    '03',
  ])('that no one knows is refused: [%s]', (zone) => {
    const text = `2025-07-03[${zone}]`;
    const message = `${JSON.stringify(zone)} is not an IANA zone such as Europe/Kyiv`;
    expect(refusal(text)).toMatchObject({ code: 'invalid-time', message, facts: { text } });
  });

  test.each([
    '2025-07-03T14:00:00Z[Europe/Kyiv]',
    '2025-07-03T14:00Z[UTC]',
    '2025-07-03T14:00:00Z~[UTC]',
    '2025-07-03T14:00:00Z/2025-07-03T15:00:00Z[Europe/Kyiv]',
    '2025-07-03T14:00:00Z/..[Europe/Kyiv]',
    '/2025-07-03T14:00:00Z[Europe/Kyiv]',
    '..[Europe/Kyiv]',
    '/[Europe/Kyiv]',
  ])('is refused where there is no date: %s', (text) => {
    expect(refusal(text).message).toBe(
      `"${text}" has a zone and no date that needs it: the offset of an instant says it already`,
    );
  });

  test.each([
    '2025-07-03[Europe/Kyiv]/2025-07-04[Europe/Kyiv]',
    '2025-07-03[Europe/Kyiv][UTC]',
    '2025-07-03[Europe/Kyiv',
    '2025-07-03Europe/Kyiv]',
    '2025-07-03[Europe/Kyiv]~',
    '[Europe/Kyiv]',
    '[Europe/Kyiv]2025-07-03',
  ])('is refused elsewhere than at the end: %s', (text) => {
    expect(refusal(text).code).toBe('invalid-time');
  });
});

describe('an interval', () => {
  test('of two instants begins and ends exactly', () => {
    expect(resolved('2025-07-03T18:00:00+03:00/2025-07-04T06:00:00.5+03:00')).toEqual({
      from: '2025-07-03T15:00:00Z',
      fromLatest: '2025-07-03T15:00:00Z',
      to: '2025-07-04T03:00:00.500Z',
      toLatest: '2025-07-04T03:00:00.500Z',
      precision: 'second',
    });
  });

  test('of two minutes begins and ends within them', () => {
    expect(resolved('2025-07-03T18:00+03:00/2025-07-04T06:00+03:00')).toEqual({
      from: '2025-07-03T15:00:00Z',
      fromLatest: '2025-07-03T15:00:59.999Z',
      to: '2025-07-04T03:00:00Z',
      toLatest: '2025-07-04T03:00:59.999Z',
      precision: 'minute',
    });
  });

  test('mixes dates and instants, and is as precise as the coarser end', () => {
    expect(resolved('2004/2025-07-03T18:00:00Z')).toEqual({
      from: '2004-01-01T00:00:00Z',
      fromLatest: '2004-12-31T23:59:59.999Z',
      to: '2025-07-03T18:00:00Z',
      toLatest: '2025-07-03T18:00:00Z',
      precision: 'year',
    });
  });

  test.each(['..', ''])('with the end %j has no known end', (end) => {
    expect(resolved(`2025-07-04/${end}`)).toEqual({
      from: '2025-07-04T00:00:00Z',
      fromLatest: '2025-07-04T23:59:59.999Z',
      precision: 'day',
    });
    expect(resolved(`2025-07-04T10:00:00Z~/${end}`)).toMatchObject({
      qualifier: 'approximate',
      precision: 'second',
    });
    expect(resolved(`2025-07-04/${end}[Europe/Kyiv]`)).toMatchObject({ from: '2025-07-03T21:00:00Z' });
  });

  test('with an open start has begun before all time', () => {
    expect(resolved('../2025-07-04?')).toEqual({
      from: earliest,
      fromLatest: earliest,
      to: '2025-07-04T00:00:00Z',
      toLatest: '2025-07-04T23:59:59.999Z',
      precision: 'day',
      qualifier: 'uncertain',
    });
  });

  test('with an unknown start may have begun at any time up to its end', () => {
    expect(resolved('/2025-07')).toEqual({
      from: earliest,
      fromLatest: '2025-07-31T23:59:59.999Z',
      to: '2025-07-01T00:00:00Z',
      toLatest: '2025-07-31T23:59:59.999Z',
      precision: 'month',
    });
  });

  test.each([
    ['2025-07-03?/2025-07-04', 'uncertain'],
    ['2025-07-03/2025-07-04?', 'uncertain'],
    ['2025-07-03?/2025-07-04?', 'uncertain'],
    ['2025-07-03~/2025-07-04', 'approximate'],
    ['2025-07-03~/2025-07-04~', 'approximate'],
    ['2025-07-03?/2025-07-04~', 'uncertain-and-approximate'],
    ['2025-07-03~/2025-07-04?', 'uncertain-and-approximate'],
    ['2025-07-03%/2025-07-04', 'uncertain-and-approximate'],
    ['2025-07-03~/2025-07-04%', 'uncertain-and-approximate'],
  ])('%s is qualified by both of its ends: %s', (text, qualifier) => {
    expect(resolveOccurred(text).qualifier).toBe(qualifier);
  });

  test.each([
    ['2025-07-03T18:00:00.5Z/2025-07-03T18:00:01Z', 'second'],
    ['2025-07-03T18:00Z/2025-07-03T18:00:01Z', 'minute'],
    ['2025-07-03/2025-07', 'month'],
    ['2025-21/2025-07', 'season'],
    ['2025/2025-22', 'year'],
    ['201X/2025', 'decade'],
    ['201X/20XX', 'century'],
  ])('%s is as precise as a %s', (text, precision) => {
    expect(resolveOccurred(text).precision).toBe(precision);
  });

  test.each([
    '2025-07-03/2025-07-03',
    '2025-07-03T18:00:00Z/2025-07-03',
    '2025-07-03T18:00:00Z/2025-07-03T18:00:00Z',
    '2025-07-03T18:00:30Z/2025-07-03T18:00Z',
    '2025-07-31/2025-07',
    '2025-12/2025',
  ])('may end while it starts: %s', (text) => {
    expect(() => resolveOccurred(text)).not.toThrow();
  });

  test.each([
    '2025-07-04/2025-07-03',
    '2025-07-03T18:00:00.001Z/2025-07-03T18:00:00Z',
    '2025-07-03T18:00:00Z/2025-07-03T18:00:00+00:01',
    '2025-08/2025-07',
    '2025/2024',
    '2025-07-04/2025-07-03T23:59:59.999Z',
    '2025-07-04~/2025-07-03~',
  ])('may not end before it starts: %s', (text) => {
    expect(refusal(text)).toMatchObject({
      code: 'invalid-time',
      message: `"${text}" ends before it starts`,
      facts: { text },
    });
  });

  test.each(['/', '../..', '../', '/..'])('without any known end is refused: %s', (text) => {
    expect(refusal(text).message).toBe(`"${text}" has neither a known start nor a known end`);
  });

  test('has one slash', () => {
    expect(refusal('2025/2026/2027').message).toBe(
      '"2025/2026/2027" has more than one slash, and an interval has two ends',
    );
  });

  test('names the end that is wrong, and has the whole text among the facts', () => {
    expect(refusal('2025-07-03/2025-02-30~')).toMatchObject({
      message: '"2025-02-30" has the day 30, and that month has the days 01 to 28',
      facts: { text: '2025-07-03/2025-02-30~' },
    });
  });
});

describe('what is no occurred time', () => {
  test.each([
    ['', 'An occurred time is empty'],
    ['..', 'An occurred time is not only ..'],
    [
      '2025-07-03T14:00:00',
      '"2025-07-03T14:00:00" has no offset from UTC: write Z, or one such as +03:00, after it',
    ],
    [
      '2025-07-03T14:00~',
      '"2025-07-03T14:00" has no offset from UTC: write Z, or one such as +03:00, after it',
    ],
    [
      '2025-07-03T14:00:00[Europe/Kyiv]',
      '"2025-07-03T14:00:00" has no offset from UTC: write Z, or one such as +03:00, after it',
    ],
    [
      '2025-07-03T14:00:00-04',
      '"2025-07-03T14:00:00-04" has an offset without minutes: write one such as +03:00',
    ],
    ['2025-07-03 14:00:00Z', '"2025-07-03 14:00:00Z" has a space where RFC 3339 has a T'],
    ['2025-07-03T25:00Z', '"2025-07-03T25:00Z" has the hour 25, and a day has the hours 00 to 23'],
    ['2025-02-30', '"2025-02-30" has the day 30, and that month has the days 01 to 28'],
    ['2025-02-29', '"2025-02-29" has the day 29, and that month has the days 01 to 28'],
    ['1900-02-29', '"1900-02-29" has the day 29, and that month has the days 01 to 28'],
    ['1800-02-29', '"1800-02-29" has the day 29, and that month has the days 01 to 28'],
    ['2025-07-00', '"2025-07-00" has the day 0, and that month has the days 01 to 31'],
    ['2025-13', '"2025-13" has the month 13, and a year has the months 01 to 12'],
    ['2025-00', '"2025-00" has the month 0, and a year has the months 01 to 12'],
    ['2025-20', '"2025-20" has the month 20, and a year has the months 01 to 12'],
    ['2025-42', '"2025-42" has the month 42, and a year has the months 01 to 12'],
    ['2025-21-01', '"2025-21-01" has the month 21, and a year has the months 01 to 12'],
    ['-0000', '"-0000" has the year -0000, which is written 0000'],
    ['-0000-01-01', '"-0000-01-01" has the year -0000, which is written 0000'],
    ['17000', '"17000" has a year of more than four digits, which is written with Y before it'],
    ['Y2025', '"Y2025" has Y before a year that is not of five digits or more'],
    ['Y02025', '"Y02025" has Y before a year that is not of five digits or more'],
    ['1984..2004', '"1984..2004" has dots: an interval is written with a slash, its open end as ..'],
    ['2025?~', '"2025?~" has two qualifiers: % says both ? and ~'],
  ])('is refused with its reason: %j', (text, message) => {
    expect(refusal(text)).toMatchObject({ code: 'invalid-time', message, facts: { text } });
  });

  test.each([
    ['[1667,1668,1670..1672]', 'is a set of dates'],
    ['[1667]', 'is a set of dates'],
    ['{1960,1961-12}', 'is a set of dates'],
    ['{1960..1970}', 'is a set of dates'],
    ['2004-06~-11', 'qualifies a part of a date'],
    ['?2004-06', 'qualifies a part of a date'],
    ['~2004/2005', 'qualifies a part of a date'],
    ['2004-?06-11', 'qualifies a part of a date'],
    ['2001-25', 'is a season of one hemisphere, a quarter or another part of a year'],
    ['2001-33~', 'is a season of one hemisphere, a quarter or another part of a year'],
    ['2001-41', 'is a season of one hemisphere, a quarter or another part of a year'],
    ['Y-17E7', 'is a year with an exponent'],
    ['Y17E7S3', 'is a year with an exponent'],
    ['1950S2', 'is a year with significant digits'],
    ['Y171010000S3', 'is a year with significant digits'],
    ['156X-12-25', 'leaves other digits unspecified than the last of a date'],
    ['15XX-12-XX', 'leaves other digits unspecified than the last of a date'],
    ['1XXX', 'leaves other digits unspecified than the last of a date'],
    ['XXXX-12-XX', 'leaves other digits unspecified than the last of a date'],
    ['1984-1X', 'leaves other digits unspecified than the last of a date'],
    ['2X04', 'leaves other digits unspecified than the last of a date'],
    ['1985-XX-01', 'leaves other digits unspecified than the last of a date'],
    ['156u', 'has u for an unspecified digit, where level 1 has X'],
    ['1560-uu', 'has u for an unspecified digit, where level 1 has X'],
  ])('is refused as EDTF level 2: %s', (text, what) => {
    const { code, message } = refusal(text);
    expect(code).toBe('invalid-time');
    expect(message).toMatch(/^"[^"]+" /);
    expect(message).toContain(`${what}, and EDTF level 2 is not supported`);
  });

  test.each([
    ' ',
    'now',
    'October 2025',
    'yesterday',
    '3 July 2025',
    '20250703',
    '2025-7-3',
    '202',
    '+2025',
    '+002025-07-03',
    '2025-07-03Z',
    '2025/07/03 14:00',
    ' 2025',
    '2025 ',
    '2025\n',
    '2025-W27',
    '2025-184',
    '2025--07',
    '2025-07-',
    'y17000',
    '201x',
    '2025–07–03',
    '2025/open',
    '2025/2026..',
    '..~/2025',
    '~',
    '1985-13-XX',
    '1985-00-XX',
    '1985-21-XX',
    '-0000-XX',
    '-Y17000',
    '٢٠٢٥',
    '2025-07-03T',
    'P1Y/2025',
  ])('is refused: %j', (text) => {
    expect(refusal(text)).toMatchObject({ code: 'invalid-time', facts: { text } });
  });

  test('fails on no text with anything but a refusal, and what it accepts is in order', () => {
    const unit = fc.constantFrom(
      ...'0123456789-+:.TZX?~%/Y[]'.split(''),
      '20',
      '2025',
      '-07',
      '-03',
      'T14:00',
      ':00',
      'Z',
      '..',
      '/',
      '[Europe/Kyiv]',
      '-21',
      'XX',
      '+03:00',
    );
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit, maxLength: 8 })), (text) => {
        const occurrence = orNone(() => resolveOccurred(text));
        if (occurrence !== undefined) expectInOrder(occurrence);
      }),
      { numRuns: 5000 },
    );
  });

  test('is never an interval that definitely ends before it starts', () => {
    const point = fc.constantFrom(
      '2024',
      '2025-07',
      '2025-07-03',
      '2025-07-03T14:00Z',
      '2025-07-03T14:00:00Z',
      '20XX',
    );
    fc.assert(
      fc.property(point, point, (a, b) => {
        const [start, end] = [resolveOccurred(a), resolveOccurred(b)];
        const interval = orNone(() => resolveOccurred(`${a}/${b}`));
        expect(interval === undefined).toBe(end.fromLatest < start.from);
        if (interval === undefined) return;
        expect([interval.from, interval.fromLatest]).toEqual([start.from, start.fromLatest]);
        expect([interval.to, interval.toLatest]).toEqual([end.from, end.fromLatest]);
      }),
    );
  });
});

function expectInOrder(occurrence: Occurrence): void {
  const { from, fromLatest, to = from, toLatest = maxInstantMs } = occurrence;
  expect([from, fromLatest, to, toLatest].every(Number.isSafeInteger)).toBe(true);
  expect(minInstantMs <= from && from <= fromLatest && fromLatest <= maxInstantMs).toBe(true);
  expect(minInstantMs <= to && to <= toLatest && toLatest <= maxInstantMs).toBe(true);
  expect(from <= toLatest).toBe(true);
}

function rangeOf(first: Temporal.PlainDate, last: Temporal.PlainDate, precision: string): object {
  const from = first.toZonedDateTime('UTC').epochMilliseconds;
  const fromLatest = last.add({ days: 1 }).toZonedDateTime('UTC').epochMilliseconds - 1;
  return { from, fromLatest, precision };
}

function edtf(date: Temporal.PlainDate): string {
  const year = `${date.year < 0 ? '-' : ''}${pad(Math.abs(date.year), 4)}`;
  return `${year}-${pad(date.month, 2)}-${pad(date.day, 2)}`;
}

function pad(count: number, digits: number): string {
  return String(count).padStart(digits, '0');
}

function isRefused(read: () => unknown): boolean {
  try {
    read();
    return false;
  } catch {
    return true;
  }
}

function orNone(read: () => Occurrence): Occurrence | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof TimelineError) return undefined;
    throw error;
  }
}
