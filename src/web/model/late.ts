/** When something is over, in milliseconds of the Unix epoch; NaN where that is not known. */
export interface Over {
  readonly fromLatest: number;
  readonly to: number;
  readonly toLatest: number;
}

/** How much later than it occurred a report is recorded before it is late, in milliseconds. */
export const lateAfterMs = 86_400_000;

/** Returns when something was over at the latest, in milliseconds of the Unix epoch: when it began, where it has no end. */
export function overAt({ fromLatest, to, toLatest }: Over): number {
  return Math.max(
    fromLatest,
    to > fromLatest ? to : fromLatest,
    toLatest > fromLatest ? toLatest : fromLatest,
  );
}

/** Tells whether something was reported late: recorded, at a time in milliseconds of the Unix epoch, later than a day after it was over. */
export function isLate(recordedAt: number, over: Over): boolean {
  return recordedAt > overAt(over) + lateAfterMs;
}
