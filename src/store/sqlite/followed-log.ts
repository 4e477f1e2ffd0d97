import type { DatabaseSync } from 'node:sqlite';

import type { ReadData } from '../read-data.ts';
import { isFull, sqliteCodeOf } from './errors.ts';
import { catchUp, followsLog } from './follow.ts';
import { createWriterLog } from './log.ts';
import type { WriterLog } from './log.ts';
import { emptyIndex } from './open-index.ts';
import { createReadingIndex } from './reading-index.ts';
import type { ReadingIndex } from './reading-index.ts';
import { createStatements } from './statements.ts';
import type { Statements } from './statements.ts';

/** A log as the connection has it that writes to it, with the index that has followed it to its end. */
export interface FollowedLog {
  readonly log: WriterLog;
  /** Of the connection that writes to the log. */
  readonly sql: Statements;
  readonly index: ReadingIndex;
  /** The connection that writes to the index. */
  readonly indexDatabase: DatabaseSync;
  /** Brings the index up to the end of the log out of the events, after it was lost in part. */
  catchUp(): void;
}

/** Which connections write to a log and to its index, which stands beside the file at `path`. */
export interface FollowedFiles {
  readonly path: string;
  readonly log: DatabaseSync;
  readonly index: DatabaseSync;
}

/** Brings an index up to its log. The index of another log, or of this one before it was put back from a copy, is made anew. */
export function followLog(files: FollowedFiles, readData: ReadData): FollowedLog {
  const sql = createStatements(files.log);
  const log = createWriterLog(sql);
  const following = (indexDatabase: DatabaseSync): FollowedLog => {
    const index = createReadingIndex(indexDatabase, createStatements(indexDatabase), log, readData);
    return { log, sql, index, indexDatabase, catchUp: () => catchUp(sql, log, index) };
  };
  const caughtUp = (indexDatabase: DatabaseSync) => {
    const followed = following(indexDatabase);
    if (!followsLog(sql, log, followed.index)) return undefined;
    followed.catchUp();
    return followed;
  };
  const anew = () => {
    const followed = following(emptyIndex(files.index, files.path));
    followed.catchUp();
    return followed;
  };
  try {
    return caughtUp(files.index) ?? anew();
  } catch (error) {
    if (sqliteCodeOf(error) === undefined || isFull(error)) throw error;
    // What is wrong with the index is gone when it is made anew; what is wrong with the log is not, and is thrown again.
    return anew();
  }
}
