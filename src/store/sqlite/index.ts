import { TimelineError } from '../../domain/errors.ts';
import { nothingCounted } from '../counters.ts';
import type { EventLog, StoreOptions } from '../port.ts';
import { readKnown } from '../read-data.ts';
import { recordingClock } from '../recording-clock.ts';
import { createWaiters } from '../waiters.ts';
import type { Waiters } from '../waiters.ts';
import { storeError } from './errors.ts';
import { followLog } from './followed-log.ts';
import { openReader, openWriters } from './open.ts';
import { pollingWaiters } from './polling.ts';
import { createReadSide } from './read-side.ts';
import type { ReadSide } from './read-side.ts';
import { createRequestRows } from './requests.ts';
import { verifyFile } from './verify-file.ts';
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
    const readData = readKnown(catalogue);
    const { log, sql, index, indexDatabase, catchUp } = followLog({ ...writers, path }, readData);
    opened.push(indexDatabase);
    const reader = openReader(path);
    opened.push(reader);
    const times = recordingClock(clock, log.end().recordedAt);
    const waiters = createWaiters(log.end().position);
    let committed = log.end();
    let isClosed = false;
    const writer = { index, database: indexDatabase, settle: () => writes.settle() };
    const read = createReadSide({ name, reader, readData, writer });
    const writes = createWrites({
      database: writers.log,
      log,
      index,
      requests: createRequestRows(sql),
      catalogue,
      times,
      name,
      frontierMs: read.frontierIn(log.end().position),
      catchUp,
      committed(position, ends) {
        committed = log.end();
        waiters.advance(position, ends);
      },
    });
    return storeOf(name, read, writes, waiters, {
      counters: writes.counters,
      health: writes.health,
      head() {
        if (isClosed) return read.reads.head();
        writes.settle();
        return { position: committed.position, recordedAt: committed.recordedAt };
      },
      positionAt(wanted) {
        const instant = Math.min(wanted, times.now(), writes.answerableThrough());
        times.promise(instant);
        return { position: read.reads.positionAt(instant), instant };
      },
      verify: async () => {
        writes.settle();
        return verifyFile(reader, catalogue, name);
      },
      async close() {
        read.stop();
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
  const read = createReadSide({ name, reader, readData: readKnown(catalogue) });
  const refuse = async (): Promise<never> => {
    throw new TimelineError('store-read-only', `${name} is open to read only`, { store: name });
  };
  const writes = { append: refuse, import: refuse };
  const { head, positionAt } = read.reads;
  const waiters = pollingWaiters(() => head().position);
  let isClosed = false;
  return storeOf(name, read, writes, waiters, {
    head,
    counters: () => nothingCounted,
    health: () => (isClosed ? 'closed' : 'read-only'),
    positionAt(wanted) {
      const instant = Math.min(wanted, clock());
      return { position: positionAt(instant), instant };
    },
    verify: async () => verifyFile(reader, catalogue, name),
    async close() {
      isClosed = true;
      reader.close();
    },
  });
}

function storeOf(
  name: string,
  { reads, projections, bytes, wordsLag }: ReadSide,
  { append, import: importEvents }: Pick<Writes, 'append' | 'import'>,
  waiters: Pick<Waiters, 'wait' | 'endAfter'>,
  rest: Pick<EventLog, 'head' | 'positionAt' | 'verify' | 'counters' | 'health' | 'close'>,
): EventLog {
  let closing: Promise<void> | undefined;
  return {
    name,
    ...reads,
    projections,
    bytes,
    wordsLag,
    append,
    import: importEvents,
    reached: waiters.wait,
    endAfter: waiters.endAfter,
    ...rest,
    close: async () => (closing ??= rest.close()),
  };
}
