import { formatClock } from '../../format/times.ts';

/**
 * Writes an instant, in milliseconds of the Unix epoch, by the zone that the source of an occurred time wrote for its start or its end:
 * `2025-07-04 18:00:00 +03:00`; undefined where it wrote none.
 *
 * A date has the zone whose day it is, by its name in brackets.
 */
export function byOwnZone(ms: number, occurred: string, point: 'start' | 'end'): string | undefined {
  const [, text = occurred, name] = /^(.*?)(?:\[([^\]]+)\])?$/su.exec(occurred) ?? [];
  const [start, end = start] = text.split('/');
  const written = point === 'start' ? start : end;
  const offset = /T.*([+-]\d\d:\d\d)[?~%]?$/i.exec(written ?? '')?.[1] ?? offsetOf(ms, name);
  if (offset === undefined || !Number.isFinite(ms)) return undefined;
  const [hours = 0, minutes = 0] = offset.slice(1).split(':').map(Number);
  const ahead = (hours * 60 + minutes) * (offset.startsWith('-') ? -60_000 : 60_000);
  return `${formatClock(ms + ahead, 'utc')} ${offset}`;
}

/** Returns how far a zone is ahead of UTC at an instant, such as `+03:00`; undefined of a name that is none. */
function offsetOf(ms: number, name: string | undefined): string | undefined {
  if (name === undefined || !Number.isFinite(ms)) return undefined;
  try {
    const told = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' }).format(ms);
    return /GMT([+-]\d\d:\d\d)/.exec(told)?.[1] ?? '+00:00';
  } catch {
    return undefined;
  }
}
