/** Stamps recorded times so that they never decrease, and never fall at or before an instant that was already answered for. */
export interface RecordingClock {
  /** Returns the recorded time for what is recorded now, in milliseconds of the Unix epoch. */
  stamp(): number;
  /** Notes that something was recorded at this time. */
  recorded(at: number): void;
  /** Promises that nothing will be recorded at or before `instant`; it must not lie after `now()`. */
  promise(instant: number): void;
  /** Returns the instant that is now for questions; it never goes back, so that one that was answered for stays in the past. */
  /** Returns the clock's time, or the latest that was recorded or promised when the clock has run backwards since. */
  now(): number;
}

/**
 * Wraps a clock that may stand still or run backwards.
 *
 * An answer known at an instant must stay the same for ever, so what is recorded afterwards is stamped after it, even
 * within the same millisecond.
 */
export function recordingClock(clock: () => number, last: number | null): RecordingClock {
  let recordedLast = last ?? Number.NEGATIVE_INFINITY;
  let promisedThrough = Number.NEGATIVE_INFINITY;
  return {
    stamp: () => Math.max(clock(), recordedLast, promisedThrough + 1),
    recorded(at) {
      recordedLast = at;
    },
    promise(instant) {
      promisedThrough = Math.max(promisedThrough, instant);
    },
    now: () => Math.max(clock(), recordedLast, promisedThrough),
  };
}
