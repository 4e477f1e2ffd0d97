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

/**
 * Returns the time at which something may have begun that is closest to when it was recorded, in milliseconds of the Unix epoch.
 *
 * Of what is known to the day and was recorded on that day, nothing can be said but that it was recorded at once; and nothing is late by more
 * than it is for certain.
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

/** Counts lags by band, from those recorded before they occurred on. */
export function bandCounts(lags: Iterable<number>): readonly number[] {
  const counts = Array.from({ length: lagSteps.length + 2 }, () => 0);
  for (const lag of lags) counts[lagBand(lag) + 1] = (counts[lagBand(lag) + 1] ?? 0) + 1;
  return counts;
}
