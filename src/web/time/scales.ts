import type { ScrubbedMoment } from '../model.ts';
import type { Commits } from '../model/linking.ts';
import { lastBy } from '../model/linking.ts';
import type { TimeWindow } from '../model/window.ts';

/** Where values stand along a scrubber, from 0 to 1, and which value stands at a place. */
export interface Scale<Value> {
  at(value: Value): number;
  of(share: number): Value;
}

/** The share of a scrubber that is kept for now where now lies beyond what is shown. */
const keptForNow = 0.03;

/** Lengths of time that people count in, in milliseconds. */
const lengths = [
  1, 10, 100, 1000, 5000, 15_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000, 43_200_000,
  86_400_000, 604_800_000, 2_592_000_000, 31_557_600_000, 315_576_000_000, 3_155_760_000_000,
] as const;

/** Returns the largest length that people count in of which a range holds so many; a millisecond at least. */
export function stepOf({ from, to }: TimeWindow, count: number): number {
  return lengths.findLast((length) => length <= (to - from) / count) ?? 1;
}

/** Returns the scale of the clock of the world: what is shown, and beyond it, set apart at the end, now. */
export function occurredScale(window: TimeWindow, now: number): Scale<ScrubbedMoment['asOf']> {
  const { from, to } = window;
  const end = now > to ? 1 - keptForNow : 1;
  const grain = stepOf(window, 2000);
  return {
    at(value) {
      if (value === 'now' && now > to) return 1;
      const time = value === 'now' ? now : value;
      return clamp((time - from) / (to - from), 0, 1) * end;
    },
    of(share) {
      if (share > (1 + end) / 2) return 'now';
      const time = from + clamp(share / end, 0, 1) * (to - from);
      return clamp(Math.round(time / grain) * grain, from, to);
    },
  };
}

/** The places of commits along a scrubber. */
export interface RecordedScale extends Scale<number> {
  /** Where each commit stands, ascending; `isAfterSilence` where so much time passed before it that it is drawn shorter than it was. */
  readonly stops: readonly { readonly share: number; readonly isAfterSilence: boolean }[];
}

/** The share of a scrubber that stands for the time before anything was recorded. */
const keptForNothing = 0.02;

/** So many times the usual time between two commits is a silence. */
const silence = 64;

/**
 * Returns the scale of the clock of the log, from position 0, where nothing was recorded, to the last commit.
 *
 * Commits come in bursts with silences of months between: each has room of its own, and the time before it adds to that by its logarithm.
 */
export function recordedScale(commits: Commits): RecordedScale {
  const gaps = commits.map(
    ({ recordedAt }, index) => recordedAt - (commits[index - 1]?.recordedAt ?? recordedAt),
  );
  const usual = Math.max(1, medianOf(gaps.slice(1)));
  const ends: number[] = [];
  for (const gap of gaps)
    ends.push((ends.at(-1) ?? 0) + (ends.length === 0 ? 0 : 1 + Math.log2(1 + gap / usual)));
  const whole = ends.at(-1) ?? 0;
  const stops = ends.map((end, index) => ({
    share: whole === 0 ? 1 : keptForNothing + (end / whole) * (1 - keptForNothing),
    isAfterSilence: (gaps[index] ?? 0) > usual * silence,
  }));
  return {
    stops,
    at: (position) => stops[lastBy(commits, position, (commit) => commit.position)]?.share ?? 0,
    of(share) {
      const before = lastBy(stops, share, (stop) => stop.share);
      const [low, high] = [stops[before]?.share ?? 0, stops[before + 1]?.share ?? Infinity];
      return commits[share - low <= high - share ? before : before + 1]?.position ?? 0;
    },
  };
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
