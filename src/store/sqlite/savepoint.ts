import type { DatabaseSync } from 'node:sqlite';

import { sqliteCodeOf } from './errors.ts';
import type { WriterLog } from './log.ts';
import type { ReadingIndex } from './reading-index.ts';

/** What a part of a transaction is written through. */
export interface SavepointOptions {
  readonly database: DatabaseSync;
  readonly log: WriterLog;
  readonly index: ReadingIndex;
}

/** Runs work as a part of the open transaction that is taken back alone when it throws; what SQLite throws takes the whole transaction along. */
export function alone<Result>({ database, log, index }: SavepointOptions, work: () => Result): Result {
  const before = log.end();
  database.exec('SAVEPOINT one');
  try {
    const result = work();
    database.exec('RELEASE one');
    return result;
  } catch (error) {
    if (sqliteCodeOf(error) !== undefined) throw error;
    log.restore(before);
    index.forgetAfter(before.position);
    database.exec('ROLLBACK TO one; RELEASE one');
    throw error;
  }
}
