import { formatClock } from '../../format/times.ts';
import type { ZoneChoice } from '../../model.ts';

const dayMs = 86_400_000;

/** Writes a time at an axis as closely as the span of the axis asks for: a year, a month, a day, or a time of day. The zone stands beside the axis. */
export function tickWords(ms: number, span: number, zone: ZoneChoice): string {
  const day = formatClock(ms, zone, 'day');
  if (span > 800 * dayMs) return day.slice(0, -3);
  if (span > 6 * dayMs) return day;
  const minute = formatClock(ms, zone, 'minute');
  return minute.endsWith('00:00') ? day : minute.slice(day.length + 1);
}
