import { readInstant } from '../../../domain/instant.ts';
import { formatTime } from '../../format/times.ts';
import type { ZoneChoice } from '../../model.ts';

/** The words that stand for what occurred times are written with. */
export interface WrittenTerms {
  readonly uncertain: string;
  readonly approximate: string;
  readonly both: string;
  readonly open: string;
  readonly unknown: string;
}

/**
 * Writes an occurred time, as its source gives it, for reading: `2025-07-03~/2025-07-04~[Europe/Kyiv]` is "about 2025-07-03 – about 2025-07-04
 * (Europe/Kyiv)".
 *
 * A time of day is told by the zone that is chosen; a date stays the date it is, with the zone whose day it is, for in another zone it would be
 * parts of two days.
 */
export function writtenWords(occurred: string, zone: ZoneChoice, terms: WrittenTerms): string {
  const [, text = occurred, dayZone] = /^(.*?)(?:\[([^\]]+)\])?$/su.exec(occurred) ?? [];
  const points = text.split('/');
  if (points.length > 2) return occurred;
  const told = points.map((point) => pointWords(point, zone, terms));
  const hasDate = points.some((point) => /^[-\dYX]/.test(point) && !/\dT\d/i.test(point));
  const words = told.join(' – ');
  if (!hasDate) return words;
  return dayZone === undefined ? `${words} UTC` : `${words} (${dayZone})`;
}

function pointWords(point: string, zone: ZoneChoice, terms: WrittenTerms): string {
  if (point === '..') return terms.open;
  if (point === '') return terms.unknown;
  const [, time = point, sign = ''] = /^(.*?)([?~%]?)$/su.exec(point) ?? [];
  const qualifier = { '?': terms.uncertain, '~': terms.approximate, '%': terms.both }[sign];
  const words = timeWords(time, zone);
  return qualifier === undefined ? words : `${qualifier} ${words}`;
}

function timeWords(time: string, zone: ZoneChoice): string {
  const instant = readInstant(time);
  if (instant === undefined) return time;
  if (zone === 'own')
    return time
      .replace(/t/i, ' ')
      .replace(/z$/i, ' UTC')
      .replace(/(\d)([+-]\d\d:\d\d)$/, '$1 $2');
  return formatTime(instant.ms, zone, instant.unit === 'minute' ? 'minute' : 'auto');
}
