import type { DatabaseSync } from 'node:sqlite';

import type { EventLog } from '../port.ts';
import type { ReadData } from '../read-data.ts';
import { sqliteCodeOf, storeError } from './errors.ts';
import { guardedReads } from './guarded-reads.ts';
import { createProjectionIndex } from './projection-index.ts';
import type { ReadingIndex } from './reading-index.ts';
import { createReads } from './reads.ts';
import type { Reads } from './reads.ts';
import { numberIn } from './rows.ts';
import { searchingReads } from './search.ts';
import { createStatements } from './statements.ts';
import type { Statements } from './statements.ts';
import { followWords } from './words.ts';

/** What reading needs. */
export interface ReadSideOptions {
  readonly name: string;
  /** A connection that sees the log and its index, and only what was committed. */
  readonly reader: DatabaseSync;
  readonly readData: ReadData;
  /** How this process writes to the index; absent where another one does. */
  readonly writer?: IndexWriter;
}

/** The index as the process has it that writes to it. */
export interface IndexWriter {
  readonly index: ReadingIndex;
  readonly database: DatabaseSync;
  /** Commits what the index still has in memory. */
  settle(): void;
}

/** The half of a store that reads. */
export interface ReadSide extends Pick<EventLog, 'projections' | 'bytes' | 'wordsLag'> {
  readonly sql: Statements;
  readonly reads: Reads;
  /** The frontier at a position, in milliseconds of the Unix epoch; -Infinity where it cannot be read, for only late events are counted from it. */
  frontierIn(position: number): number;
  /** Stops what goes on in the background; the connection is the caller's. */
  stop(): void;
}

/** Reads through a connection what this process, or another, writes. */
export function createReadSide({ name, reader, readData, writer }: ReadSideOptions): ReadSide {
  const sql = createStatements(reader);
  const reads = createReads(sql, readData);
  const words =
    writer === undefined
      ? undefined
      : followWords(
          writer.index,
          () => writer.index.followed().position,
          () => writer.database.isTransaction,
        );
  return {
    sql,
    reads: guardedReads(name, searchingReads(reads, sql), (query) => {
      writer?.settle();
      if (query?.text !== undefined) words?.followNow();
    }),
    projections: createProjectionIndex({
      writer: writer?.database,
      reader: sql,
      isBusy: () => writer?.database.isTransaction === true,
      errorOf: (error) => storeError(error, name),
    }),
    bytes: () => fileBytes(sql),
    wordsLag: () => wordsLagIn(sql),
    frontierIn: (position) => frontierIn(reads, position),
    stop: () => words?.stop(),
  };
}

function wordsLagIn(sql: Statements): number {
  const row = sql.get('SELECT (SELECT max(position) FROM event) - words_position AS lag FROM followed');
  return Math.max(0, Number(row?.['lag'] ?? 0));
}

/** An index in which it cannot be read keeps nobody from opening the log. */
function frontierIn({ frontierAt }: Reads, position: number): number {
  try {
    return frontierAt(position);
  } catch (error) {
    if (sqliteCodeOf(error) === undefined) throw error;
    return Number.NEGATIVE_INFINITY;
  }
}

/** Returns the size of the log's file, in bytes. */
function fileBytes(sql: Statements): number {
  const row = sql.get('SELECT page_count * page_size AS bytes FROM pragma_page_count(), pragma_page_size()');
  return numberIn(row ?? {}, 'bytes');
}
