import { TimelineError } from '../../domain/errors.ts';
import type { AppendRequest, AppendResult } from '../port.ts';
import type { Changes } from './changes.ts';
import { createEntry } from './entries.ts';
import type { Deadline, Entry } from './entries.ts';
import type { Follower } from './follower.ts';
import type { ClusterScope } from './parts.ts';
import { clusterStreamOf } from './scope.ts';
import type { Turns } from './turns.ts';

/** What appending needs. */
export interface AppenderOptions {
  readonly scope: ClusterScope;
  readonly deadline: Deadline;
  readonly follower: Follower;
  readonly changes: Changes;
  /** Turns of whoever writes to the cluster: a group of appends, or an import. */
  readonly turns: Turns;
  /** Writes a group; resolves with those of it that are to be written again, in order, when all others are told. */
  readonly writeGroup: (group: readonly Entry[]) => Promise<readonly Entry[]>;
}

/** Takes appends in, and writes all that wait as one group, one group after the other. */
export interface Appender {
  append(request: AppendRequest): Promise<AppendResult>;
  /** Resolves when all appends are told; those that were not sent are refused when the cluster is away. */
  end(): Promise<void>;
}

/** Most appends of a group, and most bytes of their data; and of all that wait. */
const groupMax = { entries: 512, bytes: 4 * 1_048_576 };
const waitingMax = { entries: 10_000, bytes: 64 * 1_048_576 };

/** Creates what appends. */
export function createAppender(options: AppenderOptions): Appender {
  const { scope, deadline, follower, changes, turns } = options;
  let waiting: Entry[] = [];
  let waitingBytes = 0;
  let isEnded = false;
  let working: Promise<void> | undefined;

  function takeGroup(): Entry[] {
    const group: Entry[] = [];
    let bytes = 0;
    for (const entry of waiting) {
      if (group.length > 0 && (group.length >= groupMax.entries || bytes + entry.bytes > groupMax.bytes))
        break;
      group.push(entry);
      bytes += entry.bytes;
    }
    waiting = waiting.slice(group.length);
    waitingBytes -= bytes;
    return group.filter(({ isTold }) => !isTold);
  }

  function putBack(entries: readonly Entry[]): void {
    const left = entries.filter(({ isTold }) => !isTold);
    waiting = [...left, ...waiting];
    for (const { bytes } of left) waitingBytes += bytes;
  }

  /** While the cluster is away those at the front are told that it is late. */
  function dropTold(): void {
    const first = waiting.findIndex(({ isTold }) => !isTold);
    const told = waiting.splice(0, first === -1 ? waiting.length : first);
    for (const { bytes } of told) waitingBytes -= bytes;
    changes.notify();
  }

  async function writeNext(): Promise<void> {
    const group = takeGroup();
    try {
      if (group.length > 0) putBack(await options.writeGroup(group));
    } catch (error) {
      const stopped = follower.stoppedAt();
      const reason = stopped === undefined ? error : stoppedError(deadline.name, stopped);
      for (const entry of group) entry.reject(reason);
    }
  }

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      await changes.until(
        () => waiting.length === 0 || follower.isUsable() || follower.stoppedAt() !== undefined,
      );
      const stopped = follower.stoppedAt();
      if (stopped !== undefined)
        for (const entry of waiting) entry.reject(stoppedError(deadline.name, stopped));
      await turns.run(writeNext);
    }
    working = undefined;
  }

  function refuseIfUnusable(): void {
    const { name } = deadline;
    const stopped = follower.stoppedAt();
    if (isEnded) throw closedError(name);
    if (stopped !== undefined) throw stoppedError(name, stopped);
    if (waiting.length < waitingMax.entries && waitingBytes < waitingMax.bytes) return;
    throw new TimelineError(
      'store-unreachable',
      `${waiting.length} appends wait for ${name} already; nothing was sent`,
      { store: name, mayBeRecorded: false },
    );
  }

  return {
    async append(request) {
      refuseIfUnusable();
      const { entry, outcome } = createEntry(request, clusterStreamOf(scope, request.stream), deadline);
      waiting.push(entry);
      waitingBytes += entry.bytes;
      void entry.told.then(dropTold);
      working ??= Promise.resolve().then(work);
      return outcome;
    },
    async end() {
      isEnded = true;
      if (!follower.isUsable())
        for (const entry of waiting) if (!entry.wasSent) entry.reject(closedError(deadline.name));
      await working;
    },
  };
}

/** Returns the error that a store is closed. */
export function closedError(name: string): TimelineError {
  return new TimelineError('store-closed', `${name} is closed`, { store: name });
}

/** Returns the error that a store takes nothing any more because following has stopped. */
export function stoppedError(name: string, stopped: TimelineError): TimelineError {
  return new TimelineError(
    'store-poisoned',
    `${name} takes no more events, for it cannot follow its log: ${stopped.message}`,
    { store: name },
    stopped,
  );
}
