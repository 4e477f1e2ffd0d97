import { dayMs } from '../../domain/calendar.ts';
import { readDate } from '../../domain/edtf.ts';
import { readInstant, whyNotInstant } from '../../domain/instant.ts';
import type { ZoneChoice } from '../model.ts';
import { typedTexts } from '../texts/typed.ts';
import type { Near } from './said-time.ts';
import { inNumbers } from './said-time.ts';
import { instantOfWall } from './wall.ts';

/** What somebody typed for a moment: a time, the moving end of the clock, a position, or what is wrong with it in a sentence. */
export type Typed =
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'newest' }
  | { readonly kind: 'position'; readonly position: number }
  | { readonly kind: 'refused'; readonly sentence: string };

/**
 * Reads what somebody typed as a time of the clock of the world: `now`, an RFC 3339 instant, the same with a space for the T or without a
 * zone (then it is of the zone that times are shown in), or an EDTF date, which means its end. Where it is given what they are near to, times
 * and dates as people say them are read as well: `3 July 2025 20:00`, `yesterday`, `20:00`.
 */
export function readTypedTime(typed: string, zone: ZoneChoice, near?: Near): Typed {
  const said = typed.trim();
  if (said === '') return refuse(typedTexts.empty);
  if (/^now$/i.test(said)) return { kind: 'newest' };
  const text = near === undefined ? said : inNumbers(said, zone, near);
  const ms = instantOf(text, zone) ?? endOfDate(text, zone);
  return ms === undefined ? refuse(whyNot(text)) : { kind: 'time', ms };
}

/** Reads the same for the clock of the log, where digits alone are a position. */
export function readTypedKnown(typed: string, zone: ZoneChoice, near?: Near): Typed {
  const text = typed.trim();
  if (/^(?:head|newest)$/i.test(text)) return { kind: 'newest' };
  const digits = /^(?:position\s+|#\s*)?(\d{1,15})$/i.exec(text)?.[1];
  return digits === undefined
    ? readTypedTime(text, zone, near)
    : { kind: 'position', position: Number(digits) };
}

const clockPattern =
  /^([+-]?\d{4,6}-\d\d-\d\d)[Tt\s]\s*(\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(UTC|[Zz]|[+-]\d\d:\d\d)?$/;

function instantOf(text: string, zone: ZoneChoice): number | undefined {
  const [, date, time, offset] = clockPattern.exec(text) ?? [];
  if (date === undefined || time === undefined) return undefined;
  const clock = `${date}T${time.replace(',', '.')}`;
  if (offset !== undefined) return readInstant(`${clock}${offset === 'UTC' ? 'Z' : offset}`)?.ms;
  const utc = readInstant(`${clock}Z`)?.ms;
  return utc === undefined ? undefined : instantOfWall(utc, zone);
}

function endOfDate(text: string, zone: ZoneChoice): number | undefined {
  const span = readDate(text);
  return span === undefined ? undefined : instantOfWall(span.nextDay * dayMs, zone) - 1;
}

function whyNot(text: string): string {
  const [, date, time, offset] = clockPattern.exec(text) ?? [];
  if (date === undefined || time === undefined) return typedTexts.noTime(text);
  const zone = offset === undefined || offset === 'UTC' ? 'Z' : offset;
  return typedTexts.noSuchTime(text, whyNotInstant(`${date}T${time.replace(',', '.')}${zone}`));
}

function refuse(sentence: string): Typed {
  return { kind: 'refused', sentence };
}
