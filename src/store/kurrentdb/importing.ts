import { TimelineError } from '../../domain/errors.ts';
import type { EventLog, ImportOptions, ImportResult } from '../port.ts';
import { wireIdMadeOf } from '../wire-id.ts';
import { closedError, stoppedError } from './appender.ts';
import type { Changes } from './changes.ts';
import { importEndedType } from './control.ts';
import { isUnreachable } from './failures.ts';
import type { Follower } from './follower.ts';
import { checkImport } from './import-check.ts';
import { partsInTime } from './import-source.ts';
import type { ClusterScope, ImportOutcome, Replica } from './parts.ts';
import { createPatience } from './patience.ts';
import { proposedControl } from './propose.ts';
import type { Turns } from './turns.ts';
import { createUpload, writeSurely } from './upload.ts';
import type { UploadOptions } from './upload.ts';

/** What importing needs. */
export interface ImportingOptions extends UploadOptions {
  readonly scope: ClusterScope;
  readonly control: string;
  readonly replica: Replica;
  /** Turns with the replica, and of whoever writes to the cluster. */
  readonly turns: Turns;
  readonly writing: Turns;
  readonly follower: Follower;
  readonly changes: Changes;
  readonly newId: () => string;
  readonly ensureIdentity: (signal: AbortSignal) => Promise<void>;
  /** How long the next part of what is imported may be waited for, in milliseconds; `deadlineMs`, and 30 s at least, when left out. */
  readonly sourceWaitMs?: number | undefined;
}

/** The second door of the log: events that bring their recorded times, all or none. */
export interface Importing {
  readonly import: EventLog['import'];
  /** Hears how an import came out in the log. */
  taken(id: string, outcome: ImportOutcome): void;
  /** Returns whether an import is under way: appends wait for it. */
  isUnderWay(): boolean;
  /** Waits for what is under way, but not for more of what it imports, then refuses more. */
  end(): Promise<void>;
}

type Requests = Parameters<EventLog['import']>[0];

/** How long the next part of what is imported may be waited for at least, in milliseconds: nothing is followed meanwhile. */
const sourceWaitMsMin = 30_000;

/** Creates what imports: it checks all, brings it to the cluster, and ends it there, upon which every node records it. */
export function createImporting(options: ImportingOptions): Importing {
  const { replica, follower, name, deadlineMs, scope } = options;
  const outcomes = new Map<string, (outcome: ImportOutcome) => void>();
  let underWay = 0;
  const closing = new AbortController();
  const { sourceWaitMs: waitMs = Math.max(deadlineMs, sourceWaitMsMin) } = options;
  const limits = { waitMs, signal: closing.signal };
  let isEnded = false;

  async function importAll(requests: Requests, { dryRun = false, by }: ImportOptions): Promise<ImportResult> {
    refuseIfUnusable();
    const late = AbortSignal.timeout(deadlineMs);
    await usable(late);
    const id = options.newId();
    const upload = dryRun ? undefined : createUpload(options);
    const stamp = replica.stamp();
    try {
      const checked = await options.turns.run(async () =>
        checkImport({ replica, scope, id, upload }, partsInTime(requests, limits)),
      );
      if (upload === undefined || checked.recorded === 0) return checked;
      await upload.finish();
      const recorded = await endImport(id, checked.recorded, by);
      return { ...recorded, repeated: recorded.repeated + checked.repeated };
    } finally {
      upload?.end();
      stamp.release();
    }
  }

  async function usable(late: AbortSignal): Promise<void> {
    try {
      await options.changes.until(() => follower.isUsable() || follower.stoppedAt() !== undefined, late);
      refuseIfUnusable();
      await options.ensureIdentity(late);
    } catch (error) {
      if (!late.aborted) throw error;
      const sentence = `${name} could not be reached within ${deadlineMs / 1000} s; nothing was imported`;
      throw new TimelineError('store-unreachable', sentence, { store: name }, error);
    }
  }

  /** Ends it in the cluster, and waits until the replica has recorded it. */
  async function endImport(id: string, events: number, by: string | undefined): Promise<ImportResult> {
    const { promise, resolve } = Promise.withResolvers<ImportOutcome>();
    outcomes.set(id, resolve);
    const data = { import: id, events, ...(by === undefined ? {} : { by }) };
    const ended = proposedControl(wireIdMadeOf(`asof import ${id} ended`), importEndedType, data);
    const append = { stream: options.control, expected: 'any', events: [ended] } as const;
    const [watch, patience] = [watchProgress(), createPatience(deadlineMs)];
    patience.heard();
    const failed = new Promise<never>((_, fail) => {
      // It may be there although nobody answered.
      writeSurely(append, options, patience).catch((error: unknown) =>
        fail(isUnreachable(error) && patience.isOver() ? maybeImported(name, error) : error),
      );
    });
    try {
      const outcome = await Promise.race([promise, watch.stuck, failed]);
      if (outcome.kind === 'parked') throw outcome.error;
      return outcome.result;
    } finally {
      watch.stop();
      patience.end();
      outcomes.delete(id);
    }
  }

  /** Rejects when following makes no progress for as long as an append may take. */
  function watchProgress() {
    const { promise: stuck, reject } = Promise.withResolvers<never>();
    stuck.catch(() => undefined);
    const stop = new AbortController();
    let timer = setTimeout(expire, deadlineMs);
    function expire(): void {
      if (follower.isConnected()) timer = setTimeout(expire, deadlineMs);
      else reject(maybeImported(name, undefined));
    }
    options.changes
      .until(() => {
        const stopped = follower.stoppedAt();
        if (stopped !== undefined) reject(stoppedError(name, stopped));
        return false;
      }, stop.signal)
      .catch(() => undefined);
    return {
      stuck,
      stop() {
        clearTimeout(timer);
        stop.abort();
      },
    };
  }

  function refuseIfUnusable(): void {
    const stopped = follower.stoppedAt();
    if (isEnded) throw closedError(name);
    if (stopped !== undefined) throw stoppedError(name, stopped);
  }

  return {
    async import(requests, importOptions = {}) {
      refuseIfUnusable();
      underWay += 1;
      try {
        return await options.writing.run(async () => importAll(requests, importOptions));
      } finally {
        underWay -= 1;
      }
    },
    taken: (id, outcome) => outcomes.get(id)?.(outcome),
    isUnderWay: () => underWay > 0,
    async end() {
      const under = underWay > 0 ? options.writing.run(() => undefined) : undefined;
      isEnded = true;
      closing.abort(closedError(name));
      await under;
    },
  };
}

function maybeImported(name: string, cause: unknown): TimelineError {
  return new TimelineError(
    'store-unreachable',
    `${name} was lost while an import was being recorded; it may still be recorded. Importing the same again tells, and records it once`,
    { store: name, mayBeRecorded: true },
    cause,
  );
}
