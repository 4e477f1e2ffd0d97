import type { RecordingClock } from '../../recording-clock.ts';
import type { TakenStamp } from '../parts.ts';

/** Recorded times that were given to what is on its way into the log. */
export interface Stamps {
  take(): TakenStamp;
  /** The last instant that may be answered for, in milliseconds of the Unix epoch: what is on its way is recorded later. */
  answerableThrough(): number;
}

/** Gives recorded times by a clock. */
export function createStamps(times: RecordingClock): Stamps {
  const taken = new Set<{ readonly at: number }>();
  return {
    take() {
      const stamp = { at: times.stamp() };
      taken.add(stamp);
      return { at: stamp.at, release: () => void taken.delete(stamp) };
    },
    answerableThrough() {
      let earliest = Number.POSITIVE_INFINITY;
      for (const { at } of taken) earliest = Math.min(earliest, at);
      return earliest - 1;
    },
  };
}
