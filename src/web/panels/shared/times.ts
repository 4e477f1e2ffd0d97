import { formatDuration } from '../../format/durations.ts';
import { formatTime } from '../../format/times.ts';
import type { PageModel, ZoneChoice } from '../../model.ts';
import { panelTexts } from '../../texts/panels.ts';
import { writtenWords } from './written.ts';

/** Writes times for reading, by the zone that is chosen. */
export interface Times {
  /** An instant, in milliseconds of the Unix epoch or as a server sends it, as closely as it is known. */
  long(time: number | string): string;
  /** The same to the minute. */
  short(time: number | string): string;
  /** An occurred time as its source gives it. */
  written(occurred: string): string;
  /** A length of time, in milliseconds. */
  duration(ms: number): string;
}

/** Returns what writes times. What renders with it renders again when another zone is chosen. */
export function useTimes(model: PageModel): Times {
  const { zone } = model.view.value;
  return {
    long: (time) => timeText(time, zone, 'auto'),
    short: (time) => timeText(time, zone, 'minute'),
    written: (occurred) => writtenWords(occurred, zone, panelTexts.written),
    duration: formatDuration,
  };
}

function timeText(time: number | string, zone: ZoneChoice, closeness: 'auto' | 'minute'): string {
  const ms = typeof time === 'number' ? time : Date.parse(time);
  return Number.isFinite(ms) ? formatTime(ms, zone, closeness) : String(time);
}
