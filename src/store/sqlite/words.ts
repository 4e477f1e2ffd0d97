import { sqliteCodeOf } from './errors.ts';
import type { ReadingIndex } from './reading-index.ts';

/** Events whose words are brought into the index between two turns of the event loop, and how often that happens. */
const eventsATurn = 250;
const turnsMs = 50;

/** Brings full-text search up to date: at once when it is asked, else little by little while nothing else is to do. */
export interface WordsFollower {
  /** Brings every word up to the head into the index before it returns; nothing while an import writes to the index. */
  followNow(): void;
  stop(): void;
}

/** Follows the words of a log in the background; `head` gives the last position whose reading was committed. */
export function followWords(index: ReadingIndex, head: () => number, isBusy: () => boolean): WordsFollower {
  let headBefore = head();
  const timer = setInterval(() => {
    const isQuiet = head() === headBefore && !isBusy();
    headBefore = head();
    if (isQuiet) followQuietly(index, headBefore);
  }, turnsMs);
  timer.unref();
  return {
    followNow() {
      if (isBusy()) return;
      while (!index.followWords(head(), 5000));
    },
    stop: () => clearInterval(timer),
  };
}

/** Nobody waits for this: what the file refuses here, such as for want of room, is tried again later. */
function followQuietly(index: ReadingIndex, head: number): void {
  try {
    index.followWords(head, eventsATurn);
  } catch (error) {
    if (sqliteCodeOf(error) === undefined) throw error;
  }
}
