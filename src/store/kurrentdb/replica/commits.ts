import type { Head } from '../../port.ts';
import type { RecordingClock } from '../../recording-clock.ts';
import type { WriterLog } from '../../sqlite/log.ts';
import type { Waiters } from '../../waiters.ts';
import type { Ledger } from './ledger.ts';
import type { Progress } from './progress.ts';
import type { Transactions } from './transactions.ts';

/** What a writer shares with the one before it, when its files were emptied. */
export interface SharedWithReads {
  readonly times: RecordingClock;
  readonly waiters: Waiters;
}

/** What was committed: those who read are told of it. */
export interface Commits {
  /** The last event that was committed. */
  head(): Head;
  /** Hears of a commit, with the positions at which the batches end that it recorded. */
  committed(ends?: readonly number[]): void;
}

/** Follows the commits of a log. */
export function followCommits(log: WriterLog, { times, waiters }: SharedWithReads): Commits {
  let last = log.end();
  return {
    head: () => ({ position: last.position, recordedAt: last.recordedAt }),
    committed(ends) {
      const before = last.position;
      last = log.end();
      if (last.recordedAt === null || last.position === before) return;
      times.recorded(last.recordedAt);
      waiters.advance(last.position, ends);
    },
  };
}

/** Keeps how far following came, in a transaction of its own. */
export function commitProgress(ledger: Ledger, transactions: Transactions, counted: Partial<Progress>): void {
  const mark = ledger.mark();
  ledger.count(counted);
  try {
    transactions.commit(ledger.write);
  } catch (error) {
    ledger.restore(mark);
    throw error;
  }
}
