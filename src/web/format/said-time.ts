import { dayMs } from '../../domain/calendar.ts';
import { readDate } from '../../domain/edtf.ts';
import type { ZoneChoice } from '../model.ts';
import { offsetAt } from './wall.ts';

/** What times are told by as people say them, in milliseconds of the Unix epoch. */
export interface Near {
  /** What `yesterday` is told by. */
  readonly now: number;
  /** The moment that is looked at: a time of day alone is of its day. */
  readonly shown: number;
}

const time = String.raw`(?:(?:\s+at|,)?\s+)?(\d{1,2}:\d\d(?::\d\d)?(?:\s*(?:utc|z|[+-]\d\d:\d\d))?)?`;
const patterns = {
  clock: /^\d{1,2}:\d\d(?::\d\d)?(?:\s*(?:utc|z|[+-]\d\d:\d\d))?$/i,
  day: new RegExp(`^(yesterday|today|tomorrow)${time}$`, 'i'),
  dayFirst: new RegExp(String.raw`^(\d{1,2})(?:st|nd|rd|th)?\.?\s+(\p{L}+)\.?,?\s+(\d{4})${time}$`, 'iu'),
  monthFirst: new RegExp(String.raw`^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})${time}$`, 'iu'),
};

const months = 'january february march april may june july august september october november december';
const days: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 };

/**
 * Returns a time as people say it as it is written in numbers: `3 July 2025 20:00` is `2025-07-03 20:00`, `yesterday` a date, and `20:00` that
 * time on the day that is looked at. Everything else is given back as it is, and so is a day that no month has.
 */
export function inNumbers(text: string, zone: ZoneChoice, near: Near): string {
  if (patterns.clock.test(text)) return joined(dateOf(near.shown, zone), text);
  const [, day, atDay] = patterns.day.exec(text) ?? [];
  if (day !== undefined) {
    const since = days[day.toLowerCase()] ?? 0;
    return joined(dateOf(near.now, zone, since), atDay);
  }
  const [, date, month, year, at] = patterns.dayFirst.exec(text) ?? swapped(patterns.monthFirst.exec(text));
  const number = month === undefined ? 0 : monthNumber(month);
  if (number === 0 || date === undefined || year === undefined) return text;
  const written = `${year}-${two(number)}-${two(Number(date))}`;
  return readDate(written) === undefined ? text : joined(written, at);
}

function swapped(found: RegExpExecArray | null): readonly (string | undefined)[] {
  if (found === null) return [];
  const [all, month, day, year, at] = found;
  return [all, day, month, year, at];
}

/** Returns the number of a month by its name or the first three letters and more of it; 0 where there is none. */
function monthNumber(name: string): number {
  const start = name.toLowerCase();
  return start.length < 3 ? 0 : months.split(' ').findIndex((month) => month.startsWith(start)) + 1;
}

/** Returns the date that the clock on the wall has at an instant, or some days later. */
function dateOf(ms: number, zone: ZoneChoice, later = 0): string {
  const wall = Math.min(Math.max(ms + offsetAt(ms, zone) + later * dayMs, leastMs), mostMs);
  return new Date(wall).toISOString().replace(/T.*$/, '');
}

/** The years that are written in four digits. */
const [leastMs, mostMs] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];

function joined(date: string, clock: string | undefined): string {
  if (clock === undefined) return date;
  return `${date} ${/^\d:/.test(clock) ? '0' : ''}${clock}`;
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
