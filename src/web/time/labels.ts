import { formatClock } from '../format/times.ts';
import type { ZoneChoice } from '../model.ts';
import type { Commits } from '../model/linking.ts';
import type { TimeWindow } from '../model/window.ts';
import { texts } from '../texts.ts';
import type { RecordedScale } from './scales.ts';
import { occurredScale } from './scales.ts';
import type { SliderLabel } from './slider.tsx';

/** How far labels stay from each other at least, as a share of the track. */
const apart = 0.14;

/** Below this length, in milliseconds, the ends of what is shown are told to the minute. */
const shortMs = 4 * 86_400_000;

/** Returns what stands below the clock of the world: from when to when, and now where it lies beyond. */
export function occurredLabels(
  { from, to }: TimeWindow,
  now: number,
  zone: ZoneChoice,
): readonly SliderLabel[] {
  const closeness = to - from < shortMs ? 'minute' : 'day';
  const isBeyond = now > to;
  const end = occurredScale({ from, to }, now).at(to);
  return [
    { at: 0, text: formatClock(from, zone, closeness) },
    { at: isBeyond ? end - 0.04 : 1, text: formatClock(to, zone, closeness) },
    ...(isBeyond ? [{ at: 1, text: texts.en.moment.now }] : []),
  ];
}

/** Returns what stands below the clock of the log: the day of the first commit, and of those after a silence. */
export function recordedLabels(
  { stops }: RecordedScale,
  commits: Commits,
  zone: ZoneChoice,
): readonly SliderLabel[] {
  const labels: SliderLabel[] = [];
  for (const [index, { share, isAfterSilence }] of stops.entries()) {
    const commit = commits[index];
    if (commit === undefined || (index > 0 && !isAfterSilence)) continue;
    const text = formatClock(commit.recordedAt, zone, 'day');
    const before = labels.at(-1);
    if (text === before?.text || (before !== undefined && share - before.at < apart)) continue;
    labels.push({ at: share, text });
  }
  return labels;
}
