import { TimelineError } from '../../domain/errors.ts';
import { storeError } from './errors.ts';
import type { WriterLog } from './log.ts';
import type { ReadingIndex } from './reading-index.ts';

/** Readings that wait in memory at most, and for how many milliseconds. */
const readingsWaitingMax = 512;
const readingsWaitMs = 20;

/** Brings what waits in memory into the index: at once when somebody reads, else soon. */
export interface Settling {
  /** Commits what waits; throws what the index's file throws, as an error of the catalogue. Does nothing while an import runs. */
  now(): void;
  /** Commits what waits in a moment, or at once when much of it does. */
  soon(): void;
  /** Commits what waits; what goes wrong here goes wrong again where somebody hears of it: at the next read or append. */
  quietly(): void;
  /** Commits only if the index had lost something: appends look things up in it. */
  ifBehind(): void;
}

/** What settling needs. */
export interface SettlingOptions {
  readonly log: WriterLog;
  readonly index: ReadingIndex;
  readonly name: string;
  /** Brings the index up to the end of the log out of the events, after it was lost in part. */
  catchUp(): void;
  isImporting(): boolean;
}

/** Settles an index that follows a log. After a failure it follows the events themselves, for what waited is gone. */
export function createSettling({ log, index, name, catchUp, isImporting }: SettlingOptions): Settling {
  let timer: NodeJS.Timeout | undefined;
  let isBehind = false;

  function now(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isImporting()) return;
    try {
      if (isBehind) catchUp();
      else index.commit(log.end());
      isBehind = false;
    } catch (error) {
      index.rollBack();
      isBehind = true;
      throw storeError(error, name);
    }
  }

  function quietly(): void {
    try {
      now();
    } catch (error) {
      if (!(error instanceof TimelineError)) throw error;
    }
  }

  return {
    now,
    quietly,
    soon() {
      if (index.waiting() >= readingsWaitingMax) quietly();
      else timer ??= setTimeout(quietly, readingsWaitMs);
    },
    ifBehind() {
      if (isBehind) now();
    },
  };
}
