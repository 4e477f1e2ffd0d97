import type { DatabaseSync } from 'node:sqlite';

import type { Catalogue } from '../../domain/catalogue.ts';
import { TimelineError } from '../../domain/errors.ts';
import { nothingCounted } from '../counters.ts';
import type { EventLog, StoreOptions } from '../port.ts';
import { recordingClock } from '../recording-clock.ts';
import { createWaiters } from '../waiters.ts';
import type { Waiters } from '../waiters.ts';
import { isFull, sqliteCodeOf, storeError } from './errors.ts';
import { catchUp, followsLog } from './follow.ts';
import { createWriterLog } from './log.ts';
import { emptyIndex, openReader, openWriters } from './open.ts';
import type { Writers } from './open.ts';
import { createProjectionIndex } from './projection-index.ts';
import { createReadingIndex } from './reading-index.ts';
import { createReads } from './reads.ts';
import type { Reads } from './reads.ts';
import { createRequestRows } from './requests.ts';
import { numberIn } from './rows.ts';
import { searchingReads } from './search.ts';
import { createStatements } from './statements.ts';
import type { Statements } from './statements.ts';
import { verifyFile } from './verify-file.ts';
import { followWords } from './words.ts';
import { createWrites } from './writes.ts';
import type { Writes } from './writes.ts';

/** How the file of a store is opened. */
export interface SqliteOptions extends StoreOptions {
  readonly path: string;
  /** Opens it beside the process that writes to it; what would write throws `store-read-only`. */
  readonly readOnly?: boolean;
}

/**
 * Opens the embedded store in a file, or makes it.
 *
 * Throws `store-in-use`, `store-foreign`, `store-newer`, `store-corrupt`, `unknown-file` or `store-unreachable`.
 */
export function openSqliteStore({ path, readOnly = false, ...options }: SqliteOptions): EventLog {
  return readOnly ? openToRead(path, options) : openToWrite(path, options);
}

function openToWrite(path: string, { catalogue, clock }: StoreOptions): EventLog {
  const name = `sqlite:${path}`;
  const writers = openWriters(path, clock());
  const opened: { close(): void }[] = [{ close: () => writers.lock.release() }, writers.log];
  try {
    const { log, logStatements, database, index } = followedLog(writers, path, catalogue);
    opened.push(database);
    const reader = openReader(path);
    opened.push(reader);
    const sql = createStatements(reader);
    const reads = createReads(sql, catalogue);
    const times = recordingClock(clock, log.end().recordedAt);
    const waiters = createWaiters(log.end().position);
    let committed = log.end();
    let isClosed = false;
    const writes = createWrites({
      database: writers.log,
      log,
      index,
      requests: createRequestRows(logStatements),
      catalogue,
      times,
      name,
      frontierMs: frontierIn(reads, log.end().position),
      catchUp: () => catchUp(logStatements, log, index),
      committed(position, ends) {
        committed = log.end();
        waiters.advance(position, ends);
      },
    });
    const followed = () => index.followed().position;
    const words = followWords(index, followed, () => database.isTransaction);
    const read = reading(name, searchingReads(reads, sql), (query) => {
      writes.settle();
      if (query?.text !== undefined) words.followNow();
    });
    const projections = createProjectionIndex({
      writer: database,
      reader: sql,
      isBusy: () => database.isTransaction,
      errorOf: (error) => storeError(error, name),
    });
    return storeOf(name, read, writes, waiters, {
      projections,
      counters: writes.counters,
      wordsLag: () => wordsLagIn(sql),
      health: writes.health,
      head() {
        if (isClosed) return read.head();
        writes.settle();
        return { position: committed.position, recordedAt: committed.recordedAt };
      },
      positionAt(wanted) {
        const instant = Math.min(wanted, times.now(), writes.answerableThrough());
        times.promise(instant);
        return { position: read.positionAt(instant), instant };
      },
      bytes: () => fileBytes(sql),
      verify: async () => {
        writes.settle();
        return verifyFile(reader, catalogue, name);
      },
      async close() {
        words.stop();
        await writes.end();
        isClosed = true;
        for (const one of opened.toReversed()) one.close();
      },
    });
  } catch (error) {
    for (const one of opened.toReversed()) one.close();
    throw storeError(error, name);
  }
}

function openToRead(path: string, { catalogue, clock }: StoreOptions): EventLog {
  const name = `sqlite:${path}`;
  const reader = openReader(path);
  const sql = createStatements(reader);
  const read = reading(name, searchingReads(createReads(sql, catalogue), sql), () => undefined);
  const refuse = async (): Promise<never> => {
    throw new TimelineError('store-read-only', `${name} is open to read only`, { store: name });
  };
  const writes = { append: refuse, import: refuse };
  let isClosed = false;
  return storeOf(
    name,
    read,
    writes,
    pollingWaiters(() => read.head().position),
    {
      head: read.head,
      counters: () => nothingCounted,
      wordsLag: () => wordsLagIn(sql),
      health: () => (isClosed ? 'closed' : 'read-only'),
      projections: createProjectionIndex({
        writer: undefined,
        reader: sql,
        isBusy: () => false,
        errorOf: (error) => storeError(error, name),
      }),
      positionAt(wanted) {
        const instant = Math.min(wanted, clock());
        return { position: read.positionAt(instant), instant };
      },
      bytes: () => fileBytes(sql),
      verify: async () => verifyFile(reader, catalogue, name),
      async close() {
        isClosed = true;
        reader.close();
      },
    },
  );
}

function wordsLagIn(sql: Statements): number {
  const row = sql.get('SELECT (SELECT max(position) FROM event) - words_position AS lag FROM followed');
  return Math.max(0, Number(row?.['lag'] ?? 0));
}

/** Only late events are counted from it: an index in which it cannot be read keeps nobody from opening the log. */
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

/** The index of another log, or of this one before it was put back from a copy, is made anew. */
function followedLog(writers: Writers, path: string, catalogue: Catalogue) {
  const logStatements = createStatements(writers.log);
  const log = createWriterLog(logStatements);
  const indexOf = (database: DatabaseSync) =>
    createReadingIndex(database, createStatements(database), log, catalogue);
  const caughtUp = (database: DatabaseSync) => {
    const index = indexOf(database);
    if (!followsLog(logStatements, log, index)) return undefined;
    catchUp(logStatements, log, index);
    return { log, logStatements, database, index };
  };
  const anew = () => {
    const database = emptyIndex(writers.index, path);
    const index = indexOf(database);
    catchUp(logStatements, log, index);
    return { log, logStatements, database, index };
  };
  try {
    return caughtUp(writers.index) ?? anew();
  } catch (error) {
    if (sqliteCodeOf(error) === undefined || isFull(error)) throw error;
    // What is wrong with the index is gone when it is made anew; what is wrong with the log is not, and is thrown again.
    return anew();
  }
}

function storeOf(
  name: string,
  read: Reads,
  { append, import: importEvents }: Pick<Writes, 'append' | 'import'>,
  waiters: Pick<Waiters, 'wait' | 'endAfter'>,
  rest: Pick<
    EventLog,
    'head' | 'positionAt' | 'projections' | 'bytes' | 'verify' | 'counters' | 'wordsLag' | 'health' | 'close'
  >,
): EventLog {
  let closing: Promise<void> | undefined;
  return {
    name,
    ...read,
    append,
    import: importEvents,
    reached: waiters.wait,
    endAfter: waiters.endAfter,
    ...rest,
    close: async () => (closing ??= rest.close()),
  };
}

/** Makes every read wait for `before`, and every error of SQLite in it an error of the catalogue. */
function reading(
  name: string,
  reads: Reads,
  before: (query?: { readonly text?: string | undefined }) => void,
): Reads {
  const guarded =
    <Parameters extends readonly unknown[], Result>(read: (...values: Parameters) => Result) =>
    (...values: Parameters): Result => {
      try {
        before();
        return read(...values);
      } catch (error) {
        throw storeError(error, name);
      }
    };
  return {
    head: guarded(reads.head),
    positionAt: guarded(reads.positionAt),
    recordedAtOf: guarded(reads.recordedAtOf),
    event: guarded(reads.event),
    readLog: guarded(reads.readLog),
    readStream: guarded(reads.readStream),
    streams: guarded(reads.streams),
    audit: guarded(reads.audit),
    history: guarded((query) => {
      before(query);
      return reads.history(query);
    }),
    spanning: guarded(reads.spanning),
    touches: guarded(reads.touches),
    readingsMade: guarded(reads.readingsMade),
    frontierAt: guarded(reads.frontierAt),
    lastTouch: guarded(reads.lastTouch),
    countFacts: guarded(reads.countFacts),
    countOccurred: guarded(reads.countOccurred),
    sampleOccurred: guarded(reads.sampleOccurred),
    shifts: guarded(reads.shifts),
    commits: guarded(reads.commits),
    recordedBy: guarded(reads.recordedBy),
    fact: guarded(reads.fact),
    effectsOf: guarded(reads.effectsOf),
  };
}

/** Another process writes: its commits are only seen by looking. */
function pollingWaiters(head: () => number): Pick<Waiters, 'wait' | 'endAfter'> {
  return {
    endAfter: () => undefined,
    async wait(position, signal) {
      while (!signal.aborted && head() < position) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}
