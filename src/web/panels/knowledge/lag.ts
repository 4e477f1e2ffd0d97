import { minInstantMs } from '../../../domain/instant.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Lengths of time between which lags are told apart: each some ten times the one before. */
export const lagSteps = [
  { name: 'minute', ms: minute },
  { name: 'hour', ms: hour },
  { name: 'day', ms: day },
  { name: 'week', ms: 7 * day },
  { name: 'month', ms: 30 * day },
  { name: 'year', ms: 365 * day },
  { name: 'decade', ms: 3652 * day },
] as const;

/** How late something was recorded, in milliseconds: of what is not known closely from the least to the most it may be. */
export interface LagRange {
  /** Less than 0 where it was recorded before it occurred. */
  readonly least: number;
  /** Infinity where it may have begun at any time before. */
  readonly most: number;
}

/**
 * Returns how late something was recorded that may have begun from one time to another, all in milliseconds of the Unix epoch.
 *
 * Nothing that happened is recorded before it did: of what is known to the day and was recorded on that day, it is from none to the time since
 * the day began. Its least is the lateness that the projection of sources has, where it has one.
 */
export function lagRange(from: number, fromLatest: number, recordedAt: number): LagRange {
  const most = from > minInstantMs ? recordedAt - from : Infinity;
  const least = recordedAt - fromLatest;
  return { least: most >= 0 ? Math.max(0, least) : least, most };
}

/**
 * Returns the time at which something may have begun that is closest to when it was recorded, in milliseconds of the Unix epoch: where it is late
 * by the least.
 */
export function closestBeginning(from: number, fromLatest: number, recordedAt: number): number {
  return Math.min(Math.max(recordedAt, from), fromLatest);
}

/** A length of time between which lags are told apart. */
export type LagStep = (typeof lagSteps)[number];

/**
 * Returns where a lag stands on a scale on which equal ratios are equally far apart, from 0 at no lag; less than 0 is recorded before it
 * occurred. Lags far below a minute come close to 0.
 */
export function lagScale(lagMs: number): number {
  return Math.sign(lagMs) * Math.log1p(Math.abs(lagMs) / minute);
}

/** Returns the index of the band a lag lies in: 0 below a minute, 1 below an hour, and so on; -1 recorded before it occurred. */
export function lagBand(lagMs: number): number {
  if (lagMs < 0) return -1;
  const step = lagSteps.findIndex(({ ms }) => lagMs < ms);
  return step === -1 ? lagSteps.length : step;
}

/** How many lags lie in each band, from those recorded before they occurred on, and how many may lie in more than one. */
export interface BandCounts {
  readonly counts: readonly number[];
  readonly unclear: number;
}

/** Counts lags by band. */
export function bandCounts(lags: Iterable<LagRange>): BandCounts {
  const counts = Array.from({ length: lagSteps.length + 2 }, () => 0);
  let unclear = 0;
  for (const { least, most } of lags) {
    const band = lagBand(least);
    if (band === lagBand(most)) counts[band + 1] = (counts[band + 1] ?? 0) + 1;
    else unclear += 1;
  }
  return { counts, unclear };
}
