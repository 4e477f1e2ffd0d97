import { dateExists, epochDay } from './calendar.ts';
import { whyNoDate } from './instant.ts';

/** How closely a date is known: by the widest part of it that is left open. */
export type DatePrecision = 'day' | 'month' | 'season' | 'year' | 'decade' | 'century';

/** The days that a date may mean: from `firstDay` up to, but without, `nextDay`, both counted from 1970-01-01. */
export interface DateSpan {
  readonly firstDay: number;
  readonly nextDay: number;
  readonly precision: DatePrecision;
}

/**
 * Reads one EDTF date of level 0 or 1 (ISO 8601-2:2019, annex A) without its qualifier; undefined when the text is none.
 *
 * The calendar is proleptic Gregorian with astronomical years: `-0043` is 44 BCE. An unspecified part widens the date to
 * the part before it, so `1985-04-XX` is the month and `2004-XX` the year. Seasons are those of the northern hemisphere
 * by whole months: spring (21) is March to May, and winter (24) December to February of the next year. Negative years
 * may have months and days too, which EDTF leaves open. It does not say why a text is no date: `whyNotDate` does.
 */
export function readDate(text: string): DateSpan | undefined {
  return readPlainDate(text) ?? readUnspecified(text) ?? readLongYear(text);
}

const plainPattern = /^(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/;

function readPlainDate(text: string): DateSpan | undefined {
  const match = plainPattern.exec(text);
  if (match === null || match[1] === '-0000') return undefined;
  const year = Number(match[1]);
  const month = Number(match[2]);
  if (match[2] === undefined) return yearsSpan(year, 1, 'year');
  if (match[3] !== undefined) return daySpan(year, month, Number(match[3]));
  if (month >= 21 && month <= 24) return monthsSpan(year, (month - 20) * 3, 3, 'season');
  return month >= 1 && month <= 12 ? monthsSpan(year, month, 1, 'month') : undefined;
}

function daySpan(year: number, month: number, day: number): DateSpan | undefined {
  if (!dateExists(year, month, day)) return undefined;
  const firstDay = epochDay(year, month, day);
  return { firstDay, nextDay: firstDay + 1, precision: 'day' };
}

function monthsSpan(year: number, month: number, months: number, precision: DatePrecision): DateSpan {
  const next = month + months;
  const nextDay = next > 12 ? epochDay(year + 1, next - 12, 1) : epochDay(year, next, 1);
  return { firstDay: epochDay(year, month, 1), nextDay, precision };
}

function yearsSpan(year: number, years: number, precision: DatePrecision): DateSpan {
  return { firstDay: epochDay(year, 1, 1), nextDay: epochDay(year + years, 1, 1), precision };
}

const unspecifiedYears = /^(-?)(\d\d)(?:(\d)X|XX)$/;
const unspecifiedParts = /^(-?\d{4})(-XX|-XX-XX|-(?:0\d|1[0-2])-XX)$/;

function readUnspecified(text: string): DateSpan | undefined {
  const years = unspecifiedYears.exec(text);
  if (years !== null) {
    const [, sign, century, decade] = years;
    const count = decade === undefined ? 100 : 10;
    return unspecifiedSpan(sign === '-', Number(century) * 100 + Number(decade ?? 0) * 10, count);
  }
  const parts = unspecifiedParts.exec(text);
  if (parts === null) return undefined;
  const [, year = '', rest = ''] = parts;
  return readPlainDate(rest.startsWith('-X') ? year : text.slice(0, -3));
}

/** Digits of a negative year count away from zero, and there is no year -0000 for `-000X` to mean. */
function unspecifiedSpan(negative: boolean, least: number, count: 10 | 100): DateSpan {
  const precision = count === 10 ? 'decade' : 'century';
  if (!negative) return yearsSpan(least, count, precision);
  return yearsSpan(-(least + count - 1), least === 0 ? count - 1 : count, precision);
}

function readLongYear(text: string): DateSpan | undefined {
  return /^Y-?[1-9]\d{4,}$/.test(text) ? yearsSpan(Number(text.slice(1)), 1, 'year') : undefined;
}

/** Says in the rest of a sentence why `readDate` refuses a text; names what is of EDTF level 2 where that can be told. */
export function whyNotDate(text: string): string {
  const levelTwo = levelTwoForms.find(([form]) => form.test(text));
  if (levelTwo !== undefined) return `${levelTwo[1]}, and EDTF level 2 is not supported`;
  const plain = plainPattern.exec(text);
  if (plain !== null) return whyNoPlainDate(plain[1], Number(plain[2] ?? 1), Number(plain[3] ?? 1));
  if (/[[\]]/.test(text))
    return 'has brackets elsewhere than once at the end of the whole text, around a zone';
  if (text.includes('..')) return 'has dots: an interval is written with a slash, its open end as ..';
  if (/^-?\d{5,6}$/.test(text))
    return 'has a year of more than four digits, which is written with Y before it';
  if (/^Y-?\d+$/.test(text)) return 'has Y before a year that is not of five digits or more';
  return 'is neither an RFC 3339 instant nor an EDTF date such as 2025-07-03, 2025-07 or 2025';
}

const levelTwoForms: readonly (readonly [form: RegExp, what: string])[] = [
  [/^[[{]|\}$/, 'is a set of dates'],
  [/[?~%]/, 'qualifies a part of a date'],
  [/^-?\d{4}-(?:2[5-9]|3\d|4[01])$/, 'is a season of one hemisphere, a quarter or another part of a year'],
  [/^Y-?\d+E\d+/, 'is a year with an exponent'],
  [/^Y?-?\d+(?:E\d+)?S\d+$/, 'is a year with significant digits'],
  [/^(?=.*X)-?[\dX]{4}(?:-[\dX]{2}){0,2}$/, 'leaves other digits unspecified than the last of a date'],
  [/^(?=.*u)-?[\du]{4}(?:-[\du]{2}){0,2}$/, 'has u for an unspecified digit, where level 1 has X'],
];

function whyNoPlainDate(year: string | undefined, month: number, day: number): string {
  return year === '-0000' ? 'has the year -0000, which is written 0000' : whyNoDate(Number(year), month, day);
}
