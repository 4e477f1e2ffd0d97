import type { DatabaseSync } from 'node:sqlite';

import type { Catalogue } from '../../domain/catalogue.ts';
import { TimelineError } from '../../domain/errors.ts';
import { createLogCounting } from '../counters.ts';
import type { LogHealth } from '../counters.ts';
import { createImporter, DryRunEnded } from '../importer.ts';
import type { AppendRequest, AppendResult, EventLog, ImportOptions, ImportResult } from '../port.ts';
import { recordAppend, restating } from '../recorder.ts';
import type { RecordingClock } from '../recording-clock.ts';
import { isFull, sqliteCodeOf, storeError } from './errors.ts';
import type { LogEnd, WriterLog } from './log.ts';
import { createMoving } from './moving.ts';
import type { ReadingIndex } from './reading-index.ts';
import type { RequestRows } from './requests.ts';
import { alone } from './savepoint.ts';
import { createSettling } from './settling.ts';
import { tablesOf } from './tables.ts';

/** What writing needs: the connection to the log, the index that follows, and what hears of a commit. */
export interface WriteOptions {
  readonly database: DatabaseSync;
  readonly log: WriterLog;
  readonly index: ReadingIndex;
  readonly requests: RequestRows;
  readonly catalogue: Catalogue;
  readonly times: RecordingClock;
  readonly name: string;
  /** The frontier when it is opened, in milliseconds of the Unix epoch. */
  readonly frontierMs: number;
  /** Brings the index up to the end of the log out of the events, after it was lost in part. */
  catchUp(): void;
  /** Hears of a commit: the position of its last event, and the positions at which its appends end. */
  committed(position: number, ends: readonly number[] | undefined): void;
}

/** The write half of a store. */
export type Writes = Pick<EventLog, 'append' | 'import' | 'counters' | 'health'> & {
  /** Commits what the index still has in memory, so that readers see every event that was acknowledged. */
  settle(): void;
  /** The last instant (milliseconds of the Unix epoch) that may be answered for: what an import is recording now is stamped later. */
  answerableThrough(): number;
  /** Waits for what is under way, then refuses more. */
  end(): Promise<void>;
};

interface Waiting {
  readonly request: AppendRequest;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** Events that an import records before it lets others have their turn. */
const importedBetweenPauses = 256;

/**
 * Writes to a store: all appends that wait share one transaction and one fsync, and each succeeds or fails alone.
 *
 * After an error in a commit, or in moving what was committed into the file, that is not a full disk the store is poisoned: what
 * is on disk is not known, so nothing more is acknowledged (`store-poisoned`).
 */
export function createWrites(options: WriteOptions): Writes {
  const { database, log, index, catalogue, times, name } = options;
  const tables = tablesOf(log, index, options.requests);
  const restate = restating(catalogue);
  const settling = createSettling({ ...options, isImporting: () => importing !== undefined });
  let waiting: Waiting[] = [];
  let scheduled = false;
  let importing: Promise<unknown> | undefined;
  let importStampedFrom = Number.POSITIVE_INFINITY;
  let poisoned: unknown;
  let ended = false;
  let isFullNow = false;
  const counting = createLogCounting(options.frontierMs);
  const moving = createMoving(database);

  function refuseIfUnusable(): void {
    if (ended) throw new TimelineError('store-closed', `${name} is closed`, { store: name });
    if (poisoned !== undefined)
      throw new TimelineError(
        'store-poisoned',
        `${name} takes no more events after a failed write; open it again and verify it`,
        { store: name },
        poisoned,
      );
  }

  function commit(ends?: readonly number[]): void {
    try {
      database.exec('COMMIT');
    } catch (error) {
      if (!isFull(error)) poisoned = error;
      throw error;
    }
    const { position, recordedAt } = log.end();
    moving.committed(log.written());
    if (recordedAt === null) return;
    times.recorded(recordedAt);
    options.committed(position, ends);
  }

  /** A failed fsync here means that the file cannot be relied on, like one in a commit. */
  function moveIntoFile(): void {
    try {
      moving.moveIfDue();
    } catch (error) {
      if (!isFull(error)) poisoned ??= error;
    }
  }

  function healthNow(): LogHealth {
    if (ended) return 'closed';
    if (poisoned !== undefined) return 'poisoned';
    return isFullNow ? 'full' : 'ok';
  }

  /** Only what was written tells that there is room: appends that were all refused or repeated are committed, too. */
  function hadRoom(before: LogEnd): void {
    if (log.end().position > before.position) isFullNow = false;
  }

  /** Also where only the index had no room: appends are refused all the same. */
  function noteFull(failure: unknown): void {
    if (failure instanceof TimelineError && failure.code === 'store-full') isFullNow = true;
  }

  function rollBack(before: LogEnd): void {
    log.restore(before);
    index.forgetAfter(before.position);
    try {
      if (database.isTransaction) database.exec('ROLLBACK');
    } catch (error) {
      poisoned ??= error;
    }
  }

  function recordAlone(request: AppendRequest, recordedAt: number): AppendResult {
    const place = () => ({ position: log.end().position + 1, recordedAt });
    return alone(options, () => recordAppend(tables, restate, request, place));
  }

  function recordGroup(group: readonly Waiting[]): (() => void)[] {
    const before = log.end();
    const outcomes: (() => void)[] = [];
    const ends: number[] = [];
    const counted = counting.begin();
    try {
      settling.ifBehind();
      database.exec('BEGIN IMMEDIATE');
      const recordedAt = times.stamp();
      for (const { request, resolve, reject } of group)
        try {
          const result = recordAlone(request, recordedAt);
          if (!result.repeated) counted.appended(request.events, recordedAt);
          outcomes.push(() => resolve(result));
          ends.push(log.end().position);
        } catch (error) {
          if (sqliteCodeOf(error) !== undefined) throw error;
          outcomes.push(() => reject(error));
        }
      commit(ends);
      counted.commit();
      hadRoom(before);
    } catch (error) {
      rollBack(before);
      const failure = storeError(error, name);
      noteFull(failure);
      return group.map((one) => () => one.reject(failure));
    }
    settling.soon();
    return outcomes;
  }

  function flush(): void {
    scheduled = false;
    // One that was scheduled before an import began may come up in the middle of the import's transaction.
    if (importing !== undefined || waiting.length === 0) return;
    const group = waiting;
    waiting = [];
    try {
      refuseIfUnusable();
    } catch (error) {
      for (const { reject } of group) reject(error);
      return;
    }
    for (const outcome of recordGroup(group)) outcome();
    moveIntoFile();
  }

  function schedule(): void {
    if (scheduled || importing !== undefined) return;
    scheduled = true;
    setImmediate(flush);
  }

  async function importAll(
    requests: Parameters<EventLog['import']>[0],
    { dryRun = false, by }: ImportOptions,
  ): Promise<ImportResult> {
    const before = log.end();
    importStampedFrom = times.stamp();
    const counted = counting.begin();
    const target = { tables, restate, head: log.end, stamp: times.stamp, onRecorded: counted.imported };
    const importer = createImporter(target);
    try {
      database.exec('BEGIN IMMEDIATE');
      let taken = 0;
      for await (const some of requests) {
        for (const request of some) importer.take(request);
        taken += some.length;
        if (taken < importedBetweenPauses) continue;
        taken = 0;
        index.write();
        await new Promise((resolve) => setImmediate(resolve));
      }
      if (by !== undefined) importer.note(by);
      if (dryRun) throw new DryRunEnded(importer.result());
      commit();
      counted.commit();
      hadRoom(before);
    } catch (error) {
      index.rollBack();
      rollBack(before);
      if (error instanceof DryRunEnded) return error.result;
      const failure = storeError(error, name);
      noteFull(failure);
      throw failure;
    } finally {
      importStampedFrom = Number.POSITIVE_INFINITY;
    }
    return importer.result();
  }

  async function importsEnded(): Promise<void> {
    const under = importing;
    if (under === undefined) return;
    await under;
    return importsEnded();
  }

  return {
    settle: settling.now,
    counters: counting.now,
    health: healthNow,
    answerableThrough: () => importStampedFrom - 1,
    async append(request) {
      refuseIfUnusable();
      const { promise, resolve, reject } = Promise.withResolvers<AppendResult>();
      waiting.push({ request, resolve, reject });
      schedule();
      return promise;
    },
    async import(requests, importOptions = {}) {
      await importsEnded();
      refuseIfUnusable();
      if (waiting.length > 0) flush();
      settling.now();
      const run = importAll(requests, importOptions);
      importing = run.catch(() => undefined);
      try {
        return await run;
      } finally {
        importing = undefined;
        moveIntoFile();
        settling.quietly();
        if (waiting.length > 0) schedule();
      }
    },
    async end() {
      await importsEnded();
      if (waiting.length > 0) flush();
      settling.quietly();
      ended = true;
    },
  };
}
