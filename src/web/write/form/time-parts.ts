import { formatInstant } from '../../../domain/instant.ts';
import { readTypedTime } from '../../format/typed-time.ts';
import type { ZoneChoice } from '../../model.ts';
import { whyNoTime } from './checks.ts';

/** How sure a source is of a time, as EDTF writes it: not qualified, uncertain, approximate, both. */
export type Sureness = '' | '?' | '~' | '%';

/** How an occurred time ends: it is a point, it goes on, its end is not known, or it ends at a time. */
export type Ending = 'point' | 'open' | 'unknown' | 'time';

/** An occurred time in the parts that it is written with. */
export interface TimeParts {
  readonly start: string;
  readonly startSure: Sureness;
  readonly ending: Ending;
  readonly end: string;
  readonly endSure: Sureness;
  /** An IANA zone that dates are days of; empty for UTC. */
  readonly zone: string;
}

/** Returns the parts of an occurred time, whether or not it is one. */
export function partsOfTime(text: string): TimeParts {
  const [, body = text, zone = ''] = /^(.*)\[([^[\]]*)\]$/s.exec(text) ?? [];
  const [first = '', ...others] = body.split('/');
  const second = others.length === 0 ? undefined : others.join('/');
  const [start, startSure] = qualified(first);
  const [end, endSure] = second === undefined || second === '..' ? (['', ''] as const) : qualified(second);
  return { start, startSure, ending: endingOf(second), end, endSure, zone };
}

/** Returns the text of an occurred time of its parts: what `partsOfTime` takes apart. */
export function timeOfParts({ start, startSure, ending, end, endSure, zone }: TimeParts): string {
  const first = start === '' ? '' : start + startSure;
  const ends = { point: '', open: '/..', unknown: '/', time: `/${end}${end === '' ? '' : endSure}` };
  return `${first}${ends[ending]}${zone === '' ? '' : `[${zone}]`}`;
}

/**
 * Returns what somebody typed as a source writes it, where it is a time as the scrubbers take one and not yet as a source gives it:
 * `2025-07-03 20:00` is an instant of the zone that times are shown in, `now` is now. Everything else is given back as it is.
 */
export function tidiedTime(typed: string, zone: ZoneChoice, now: number): string {
  const text = typed.trim();
  if (text === '' || whyNoTime(text) === undefined) return text;
  const read = readTypedTime(text, zone);
  if (read.kind === 'newest') return formatInstant(Math.floor(now / 1000) * 1000);
  return read.kind === 'time' ? formatInstant(read.ms) : text;
}

function qualified(text: string): readonly [string, Sureness] {
  const last = text.at(-1);
  return last === '?' || last === '~' || last === '%' ? [text.slice(0, -1), last] : [text, ''];
}

function endingOf(second: string | undefined): Ending {
  if (second === undefined) return 'point';
  if (second === '..') return 'open';
  return second === '' ? 'unknown' : 'time';
}
