import { isInstantMs } from '../../domain/instant.ts';
import type { ZoneChoice } from '../model.ts';

/** How closely a time is written; `auto` leaves milliseconds out where there are none. */
export type Closeness = 'auto' | 'minute' | 'day';

/**
 * Writes an instant, in milliseconds of the Unix epoch, with its zone: `2025-07-03 20:00:00 UTC`, or by this computer's clock
 * `2025-07-03 23:00:00 +03:00`.
 *
 * An instant has no zone of its own, so `own` writes UTC: only the text of a source has one.
 */
export function formatTime(ms: number, zone: ZoneChoice, closeness: Closeness = 'auto'): string {
  const name = zoneNameAt(ms, zone);
  return closeness === 'day'
    ? `${clockText(ms, zone).slice(0, -13)} ${name}`
    : `${formatClock(ms, zone, closeness)} ${name}`;
}

/** Writes an instant without its zone, for places where the zone stands beside. */
export function formatClock(ms: number, zone: ZoneChoice, closeness: Closeness = 'auto'): string {
  const text = clockText(ms, zone).replace('T', ' ');
  if (closeness === 'day') return text.slice(0, -13);
  if (closeness === 'minute') return text.slice(0, -7);
  return text.endsWith('.000') ? text.slice(0, -4) : text;
}

/** Returns the name of the zone that times are written in: `UTC`, or this computer's offset at an instant. */
export function zoneNameAt(ms: number, zone: ZoneChoice): string {
  if (zone !== 'local') return 'UTC';
  const minutes = offsetMinutes(ms);
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** Says an instant as it is read aloud, with its zone: `3 July 2025 at 20:00:00 UTC`. */
export function speakTime(ms: number, zone: ZoneChoice): string {
  const year = new Date(ms).getUTCFullYear();
  if (!isInstantMs(ms) || year < 1 || year > 9999) return formatTime(ms, zone);
  return (zone === 'local' ? spokenHere : spokenUtc).format(ms);
}

const spoken = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  timeZoneName: 'short',
} as const;
const spokenUtc = new Intl.DateTimeFormat('en-GB', { ...spoken, timeZone: 'UTC' });
const spokenHere = new Intl.DateTimeFormat('en-GB', spoken);

/** Returns the date and the time of a clock on the wall, with milliseconds and no zone. */
function clockText(ms: number, zone: ZoneChoice): string {
  const shifted = zone === 'local' ? ms + offsetMinutes(ms) * 60_000 : ms;
  return new Date(isInstantMs(shifted) ? shifted : ms).toISOString().slice(0, -1);
}

function offsetMinutes(ms: number): number {
  return -Math.round(new Date(ms).getTimezoneOffset());
}

function two(part: number): string {
  return String(part).padStart(2, '0');
}
