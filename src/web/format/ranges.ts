import type { ZoneChoice } from '../model.ts';
import { formatClock, formatTime, zoneNameAt } from './times.ts';

/** Writes a range of instants, and what both ends have in common only once: `2025-07-03 15:00 – 18:00 UTC`. */
export function formatRange(from: number, to: number, zone: ZoneChoice): string {
  const zones = [zoneNameAt(from, zone), zoneNameAt(to, zone)];
  const [start, end] = [formatClock(from, zone, 'minute'), formatClock(to, zone, 'minute')];
  if (zones[0] !== zones[1]) return `${formatTime(from, zone, 'minute')} – ${formatTime(to, zone, 'minute')}`;
  if (start === end) return `${start} ${zones[0]}`;
  const sameDay = start.slice(0, -6) === end.slice(0, -6);
  return `${start} – ${sameDay ? end.slice(-5) : end} ${zones[0]}`;
}
