import { setTimeout as wait } from 'node:timers/promises';

/** Shortest and longest pause before something is tried again, in milliseconds. */
const pauseMsMin = 100;
const pauseMsMax = 5000;

/** Pauses between tries, each about twice as long as the one before, so that many who try do not do so at the same time. */
export interface Pauses {
  /** Resolves after the pause; at once when the signal aborts. */
  next(signal: AbortSignal): Promise<void>;
  /** Begins with the shortest again. */
  reset(): void;
}

/** Creates pauses; `random` gives a number from 0 to 1. */
export function createPauses(random: () => number, longestMs = pauseMsMax): Pauses {
  let ms = pauseMsMin;
  return {
    async next(signal) {
      const pause = ms * (0.5 + random() / 2);
      ms = Math.min(longestMs, ms * 2);
      await wait(pause, undefined, { signal }).catch(() => undefined);
    },
    reset() {
      ms = pauseMsMin;
    },
  };
}
