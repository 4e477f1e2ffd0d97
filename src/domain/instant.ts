import { assert } from './assert.ts';
import { dateExists, dayMs, daysInMonth, epochDay } from './calendar.ts';
import { TimelineError } from './errors.ts';
import { quoted } from './quoted.ts';

/** The earliest instant there is, in milliseconds of the Unix epoch: `-271821-04-20T00:00:00Z`, as `Temporal.Instant` has it. */
export const minInstantMs = -8.64e15;

/** The latest instant there is, in milliseconds of the Unix epoch: `+275760-09-13T00:00:00Z`, as `Temporal.Instant` has it. */
export const maxInstantMs = 8.64e15;

/** An instant as it was written: the millisecond it names, and the smallest unit that was written out. */
export interface WrittenInstant {
  readonly ms: number;
  readonly unit: 'minute' | 'second' | 'millisecond';
}

/**
 * Parses an RFC 3339 date-time into whole milliseconds of the Unix epoch.
 *
 * The offset is required, for without it the text names no instant. Beyond RFC 3339, years may be expanded to a sign and
 * six digits, as `Temporal` writes them (44 BCE is `-000043`). Digits past the millisecond are dropped, which is toward
 * the past. A leap second, `:60` at the end of a month of UTC, is read as the last millisecond before it, whatever its
 * fraction: Unix time has no place for it, and so it still comes after all of `:59`. Throws `invalid-time`.
 *
 * @example parseInstant('2025-07-03T23:00:00+03:00') === Date.UTC(2025, 6, 3, 20)
 */
export function parseInstant(text: string): number {
  const written = readInstant(text);
  if (written === undefined || written.unit === 'minute') {
    throw new TimelineError('invalid-time', `${quoted(text)} ${whyNotInstant(text)}`, { text });
  }
  return written.ms;
}

/** Writes an instant as RFC 3339 in UTC; with milliseconds only if it has some, and an expanded year beyond 0000 to 9999. */
export function formatInstant(ms: number): string {
  assert(Number.isInteger(ms) && isInstantMs(ms), `an instant is whole milliseconds in range, not ${ms}`);
  const text = new Date(ms).toISOString();
  return ms % 1000 === 0 ? text.replace('.000Z', 'Z') : text;
}

/** Tells whether milliseconds of the Unix epoch are within the range of instants. */
export function isInstantMs(ms: number): boolean {
  return ms >= minInstantMs && ms <= maxInstantMs;
}

const pattern =
  /^(\d{4}|[+-]\d{6})-(\d\d)-(\d\d)[Tt](\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * Reads an instant whose seconds may be left out; undefined when the text is none.
 *
 * It does not say why, so that reading many stays fast: `whyNotInstant` does.
 */
export function readInstant(text: string): WrittenInstant | undefined {
  const fields = fieldsOf(text);
  if (fields === undefined || whyNone(fields) !== undefined) return undefined;
  const ms = msOf(fields);
  return isInstantMs(ms) ? { ms, unit: fields.unit } : undefined;
}

interface InstantFields {
  readonly yearText: string;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly millisecond: number;
  readonly offset: string;
  readonly unit: WrittenInstant['unit'];
}

function fieldsOf(text: string): InstantFields | undefined {
  const match = pattern.exec(text);
  if (match === null) return undefined;
  const [, yearText = '', month, day, hour, minute, second, fraction, offset = ''] = match;
  return {
    yearText,
    year: Number(yearText),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    millisecond: fraction === undefined ? 0 : Number(fraction.slice(0, 3).padEnd(3, '0')),
    offset,
    unit: second === undefined ? 'minute' : fraction === undefined ? 'second' : 'millisecond',
  };
}

function whyNone(fields: InstantFields): string | undefined {
  const { yearText, year, month, day, hour, minute, second, offset } = fields;
  if (yearText === '-000000') return 'has the year -000000, which is written 0000';
  if (!dateExists(year, month, day)) return whyNoDate(year, month, day);
  if (hour > 23) return `has the hour ${hour}, and a day has the hours 00 to 23`;
  if (minute > 59) return `has the minute ${minute}, and an hour has the minutes 00 to 59`;
  if (offsetMinutes(offset) === undefined)
    return `has the offset ${offset}, and offsets go from -23:59 to +23:59`;
  if (second > 60) return `has the second ${second}, and a minute has the seconds 00 to 59`;
  if (second === 60 && !endsMonth(fields))
    return 'has a leap second elsewhere than at the end of a month of UTC';
  return undefined;
}

/** Says in the rest of a sentence which part of a date that does not exist is wrong. */
export function whyNoDate(year: number, month: number, day: number): string {
  const days = daysInMonth(year, month);
  return days === 0
    ? `has the month ${month}, and a year has the months 01 to 12`
    : `has the day ${day}, and that month has the days 01 to ${days}`;
}

function offsetMinutes(offset: string): number | undefined {
  if (offset.length === 1) return 0;
  const hours = Number(offset.slice(1, 3));
  const minutes = Number(offset.slice(4));
  if (hours > 23 || minutes > 59) return undefined;
  return offset.startsWith('-') ? -(hours * 60 + minutes) : hours * 60 + minutes;
}

function minuteStartMs(fields: InstantFields): number {
  const minutes = fields.hour * 60 + fields.minute - (offsetMinutes(fields.offset) ?? 0);
  return epochDay(fields.year, fields.month, fields.day) * dayMs + minutes * 60_000;
}

function msOf(fields: InstantFields): number {
  const withinMinute = fields.second === 60 ? 59_999 : fields.second * 1000 + fields.millisecond;
  return minuteStartMs(fields) + withinMinute;
}

function endsMonth(fields: InstantFields): boolean {
  const nextMinute = new Date(minuteStartMs(fields) + 60_000);
  return nextMinute.getUTCDate() === 1 && nextMinute.getUTCHours() === 0 && nextMinute.getUTCMinutes() === 0;
}

/** Says in the rest of a sentence why `parseInstant` would refuse a text. */
export function whyNotInstant(text: string): string {
  if (text.endsWith(']'))
    return 'has an annotation in brackets, and an instant has none: its offset says it all';
  const fields = fieldsOf(text);
  if (fields === undefined) return whyNoShape(text);
  const why = whyNone(fields);
  if (why !== undefined) return why;
  if (!isInstantMs(msOf(fields))) return `is out of range: instants go from ${earliest} to ${latest}`;
  return 'leaves out the seconds, and an instant has them';
}

const earliest = formatInstant(minInstantMs);
const latest = formatInstant(maxInstantMs);

function whyNoShape(text: string): string {
  if (fieldsOf(`${text}Z`) !== undefined)
    return 'has no offset from UTC: write Z, or one such as +03:00, after it';
  if (fieldsOf(`${text}:00`) !== undefined) return 'has an offset without minutes: write one such as +03:00';
  if (fieldsOf(text.replace(' ', 'T')) !== undefined) return 'has a space where RFC 3339 has a T';
  return 'is not an RFC 3339 instant such as 2025-07-03T14:00:00Z';
}
