import { formatTime } from '../format/times.ts';
import type { Marks, ZoneChoice } from '../model.ts';
import { timelineTexts } from '../texts/timeline.ts';

const minuteMs = 60_000;

/** Writes an instant no finer than it is: without seconds where it has none. */
export function timeText(ms: number, zone: ZoneChoice): string {
  return formatTime(ms, zone, ms % minuteMs === 0 ? 'minute' : 'auto');
}

/** Says when a reading occurred, with the zone: an instant, between two of them, or from one to another. */
export function whenText(marks: Marks, reading: number, zone: ZoneChoice): string {
  const texts = timelineTexts.when;
  const from = marks.from[reading] ?? 0;
  const to = marks.to[reading] ?? Number.NaN;
  const start = rangeText(from, marks.fromLatest[reading] ?? from, zone);
  if (marks.isOpen[reading] === 1) return texts.since(start);
  if (Number.isNaN(to)) return start;
  return texts.fromTo(start, rangeText(to, marks.toLatest[reading] ?? to, zone));
}

/** A time that is only known to lie in a day or another range ends a millisecond before the next: the next is what is written. */
function rangeText(earliest: number, latest: number, zone: ZoneChoice): string {
  if (!(latest > earliest)) return timeText(earliest, zone);
  const end = latest % minuteMs === minuteMs - 1 ? latest + 1 : latest;
  return timelineTexts.when.between(timeText(earliest, zone), timeText(end, zone));
}
