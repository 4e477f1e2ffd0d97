import { dayStartMs, zoneExists } from './calendar.ts';
import type { DatePrecision } from './edtf.ts';
import { readDate, whyNotDate } from './edtf.ts';
import { TimelineError } from './errors.ts';
import type { WrittenInstant } from './instant.ts';
import { formatInstant, maxInstantMs, minInstantMs, readInstant, whyNotInstant } from './instant.ts';
import { quoted } from './quoted.ts';

/** How closely an occurred time is known; of an interval, how closely the coarser of its known ends is. */
export type Precision = WrittenInstant['unit'] | DatePrecision;

/** What a source says about how sure it is of a time: `?` uncertain, `~` approximate, `%` both. */
export type Qualifier = 'uncertain' | 'approximate' | 'uncertain-and-approximate';

/**
 * When a fact occurred, in whole milliseconds of the Unix epoch, both ends of every range inclusive.
 *
 * It began no earlier than `from` and no later than `fromLatest`; where the text is an interval with a known end, it
 * ended no earlier than `to` and no later than `toLatest`. A qualifier widens nothing: no source says by how much.
 */
export interface Occurrence {
  readonly from: number;
  readonly fromLatest: number;
  readonly to?: number;
  readonly toLatest?: number;
  readonly precision: Precision;
  readonly qualifier?: Qualifier;
}

/**
 * Resolves an occurred time, as a source gives it, to the milliseconds it may mean.
 *
 * A point is an RFC 3339 instant, whose seconds may be left out, or an EDTF date of level 0 or 1; either may end in `?`,
 * `~` or `%`. An interval is `A/B` of two points; `A/..` (open) and `A/` (unknown) have no known end, `../B` and `/B` no
 * known start. It may not end before it starts. Dates are days of UTC, or of the IANA zone in brackets that may close
 * the whole text, by the tz database that Node carries. A date that reaches over the range of instants is cut at it, and
 * one wholly outside of it is refused. Throws `invalid-time`.
 *
 * @example resolveOccurred('2025-07-03~/2025-07-04~[Europe/Kyiv]').from === Date.UTC(2025, 6, 2, 21)
 */
export function resolveOccurred(text: string): Occurrence {
  const instant = readInstant(text);
  return instant === undefined ? resolveParts(text) : fromPoint(instantPoint(instant, undefined));
}

/** Tells whether an occurred time names one instant, seconds written out and nothing qualified: what other systems take for a time. */
export function isExactInstant(text: string): boolean {
  const instant = readInstant(text);
  return instant !== undefined && instant.unit !== 'minute';
}

interface Point {
  readonly from: number;
  readonly latest: number;
  readonly precision: Precision;
  readonly qualifier: Qualifier | undefined;
  readonly isDate: boolean;
}

function resolveParts(text: string): Occurrence {
  const [, body = text, zone] = /^(.+)\[([^[\]]*)\]$/s.exec(text) ?? [];
  if (zone !== undefined && !zoneExists(zone))
    refuse(text, `${quoted(zone)} is not an IANA zone such as Europe/Kyiv`);
  const parts = body.split('/');
  if (parts.length > 2) refuse(text, `${quoted(text)} has more than one slash, and an interval has two ends`);
  const [start, end] = parts.map((part) => readEnd(text, part, zone));
  if (zone !== undefined && start?.isDate !== true && end?.isDate !== true) {
    refuse(
      text,
      `${quoted(text)} has a zone and no date that needs it: the offset of an instant says it already`,
    );
  }
  if (parts.length === 2) return resolveInterval(text, parts[0], start, end);
  if (start === undefined)
    refuse(text, body === '' ? 'An occurred time is empty' : 'An occurred time is not only ..');
  return fromPoint(start);
}

/** Reads one end of an interval, or the only point there is; undefined when it is open or unknown. */
function readEnd(text: string, part: string, zone: string | undefined): Point | undefined {
  return part === '' || part === '..' ? undefined : readPoint(text, part, zone);
}

const qualifiers: Readonly<Record<string, Qualifier>> = {
  '?': 'uncertain',
  '~': 'approximate',
  '%': 'uncertain-and-approximate',
};

function readPoint(text: string, part: string, zone: string | undefined): Point {
  if (/[?~%]{2}$/.test(part)) refuse(text, `${quoted(part)} has two qualifiers: % says both ? and ~`);
  const qualifier = qualifiers[part.slice(-1)];
  const bare = qualifier === undefined ? part : part.slice(0, -1);
  if (/^[+-]?\d+-\d\d-\d\d[Tt ]/.test(bare)) {
    const instant = readInstant(bare) ?? refuse(text, `${quoted(bare)} ${whyNotInstant(bare)}`);
    return instantPoint(instant, qualifier);
  }
  return datePoint(text, bare, zone, qualifier);
}

function instantPoint(instant: WrittenInstant, qualifier: Qualifier | undefined): Point {
  const from = instant.ms;
  const latest = instant.unit === 'minute' ? Math.min(from + 59_999, maxInstantMs) : from;
  return { from, latest, precision: instant.unit, qualifier, isDate: false };
}

function datePoint(
  text: string,
  bare: string,
  zone: string | undefined,
  qualifier: Qualifier | undefined,
): Point {
  const span = readDate(bare) ?? refuse(text, `${quoted(bare)} ${whyNotDate(bare)}`);
  const from = dayStartMs(span.firstDay, zone);
  const latest = dayStartMs(span.nextDay, zone) - 1;
  if (!(from <= maxInstantMs && latest >= minInstantMs)) refuse(text, `${quoted(bare)} ${outOfRange}`);
  if (latest < from) refuse(text, `${quoted(bare)} is a day that ${zone} skipped`);
  return {
    from: Math.max(from, minInstantMs),
    latest: Math.min(latest, maxInstantMs),
    precision: span.precision,
    qualifier,
    isDate: true,
  };
}

const outOfRange = `is out of range: instants go from ${formatInstant(minInstantMs)} to ${formatInstant(maxInstantMs)}`;

function fromPoint(point: Point): Occurrence {
  const { from, latest: fromLatest, precision, qualifier } = point;
  return qualifier === undefined
    ? { from, fromLatest, precision }
    : { from, fromLatest, precision, qualifier };
}

function resolveInterval(
  text: string,
  startText: string | undefined,
  start: Point | undefined,
  end: Point | undefined,
): Occurrence {
  if (end === undefined) {
    return fromPoint(start ?? refuse(text, `${quoted(text)} has neither a known start nor a known end`));
  }
  if (start !== undefined && end.latest < start.from) refuse(text, `${quoted(text)} ends before it starts`);
  const qualifier = unionOf(start?.qualifier, end.qualifier);
  return {
    from: start?.from ?? minInstantMs,
    fromLatest: start?.latest ?? (startText === '..' ? minInstantMs : end.latest),
    to: end.from,
    toLatest: end.latest,
    precision: coarserOf(start?.precision ?? end.precision, end.precision),
    ...(qualifier === undefined ? {} : { qualifier }),
  };
}

function unionOf(one: Qualifier | undefined, other: Qualifier | undefined): Qualifier | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one === other ? one : 'uncertain-and-approximate';
}

const coarseness: Readonly<Record<Precision, number>> = {
  millisecond: 0,
  second: 1,
  minute: 2,
  day: 3,
  month: 4,
  season: 5,
  year: 6,
  decade: 7,
  century: 8,
};

function coarserOf(one: Precision, other: Precision): Precision {
  return coarseness[one] > coarseness[other] ? one : other;
}

function refuse(text: string, sentence: string): never {
  throw new TimelineError('invalid-time', sentence, { text });
}
