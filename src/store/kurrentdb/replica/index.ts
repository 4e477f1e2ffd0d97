import { storeError } from '../../sqlite/errors.ts';
import type { StoreLock } from '../../sqlite/lock.ts';
import { lockFile } from '../../sqlite/open.ts';
import type { Replica, ReplicaOptions } from '../parts.ts';
import { openCurrent } from './current.ts';
import type { CurrentFiles } from './current.ts';
import { delegating } from './delegating.ts';
import { openReplicaToRead } from './open-to-read.ts';
import { listParked } from './parked.ts';
import { createStamps } from './stamps.ts';
import { verifyReplica } from './verify.ts';

/**
 * Opens a node's own copy of a log that lives in a cluster, or makes it.
 *
 * It holds nothing that the cluster does not: one that is damaged, of another format or of another scope is emptied, to be filled anew.
 * Throws `store-in-use`, `store-foreign` for a file that is no replica of Asof, or `store-unreachable`.
 */
export function openReplica(options: ReplicaOptions): Replica {
  if (options.readOnly === true) return openReplicaToRead(options);
  const lock = lockOf(options);
  try {
    return replicaOf(options, openCurrent(options), lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function lockOf({ path, name }: ReplicaOptions): StoreLock {
  try {
    return lockFile(path, name);
  } catch (error) {
    throw storeError(error, name);
  }
}

function replicaOf({ name, catalogue }: ReplicaOptions, current: CurrentFiles, lock: StoreLock): Replica {
  const { times, waiters } = current;
  const stamps = createStamps(times);
  const writer = delegating(current.writer);
  const reads = delegating(() => current.files().read.reads);
  let closing: Promise<void> | undefined;
  return {
    reads: {
      name,
      ...reads,
      refills: current.refills,
      projections: delegating(() => current.files().read.projections),
      bytes: () => current.files().read.bytes(),
      wordsLag: () => current.files().read.wordsLag(),
      counters: writer.counters,
      reached: waiters.wait,
      endAfter: waiters.endAfter,
      head() {
        if (closing !== undefined) return reads.head();
        current.files().settling.now();
        return writer.head();
      },
      positionAt(wanted) {
        const instant = Math.min(wanted, times.now(), stamps.answerableThrough());
        times.promise(instant);
        return { position: reads.positionAt(instant), instant };
      },
    },
    identity: () => writer.progress().identity,
    bind(identity) {
      const bound = writer.progress().identity;
      if (bound === identity) return;
      if (bound !== undefined) current.empty();
      writer.setIdentity(identity);
    },
    empty: current.empty,
    resumeAfter: () => writer.progress().resume,
    anchor: () => writer.progress().anchor,
    rewind: writer.rewind,
    takenThrough: writer.takenThrough,
    forgetPart: writer.forgetPart,
    take: writer.take,
    noteCaughtUp: writer.noteCaughtUp,
    wasCaughtUp: () => writer.progress().wasCaughtUp,
    passed: writer.passed,
    plan: writer.plan,
    stamp: stamps.take,
    beginImport: writer.beginImport,
    parked: (range) => listParked({ sql: current.files().read.sql, name }, range),
    counts() {
      const { parked, leftOut, staged } = writer.progress();
      return { parked, leftOut, staged };
    },
    verify: async () => {
      current.files().settling.now();
      return verifyReplica(current.files().reader, catalogue, name);
    },
    close: async () => (closing ??= current.close().finally(lock.release)),
  };
}
