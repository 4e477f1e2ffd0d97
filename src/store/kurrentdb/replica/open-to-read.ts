import { TimelineError } from '../../../domain/errors.ts';
import { nothingCounted } from '../../counters.ts';
import { readForeign } from '../../read-data.ts';
import { pollingWaiters } from '../../sqlite/polling.ts';
import { createReadSide } from '../../sqlite/read-side.ts';
import type { Replica, ReplicaOptions } from '../parts.ts';
import { openReplicaReader } from './open-file.ts';
import { listParked } from './parked.ts';
import { readProgress } from './progress.ts';
import { verifyReplica } from './verify.ts';

/** Opens a replica beside the process that follows; whatever would write throws `store-read-only`. */
export function openReplicaToRead(options: ReplicaOptions): Replica {
  const { name, catalogue, clock } = options;
  const reader = openReplicaReader(options);
  const { sql, reads, projections, bytes, wordsLag } = createReadSide({
    name,
    reader,
    readData: readForeign(catalogue),
  });
  const waiters = pollingWaiters(() => reads.head().position);
  const refuse = (): never => {
    throw new TimelineError('store-read-only', `${name} is open to read only`, { store: name });
  };
  return {
    reads: {
      name,
      ...reads,
      projections,
      bytes,
      wordsLag,
      counters: () => nothingCounted,
      reached: waiters.wait,
      endAfter: waiters.endAfter,
      positionAt(wanted) {
        const instant = Math.min(wanted, clock());
        return { position: reads.positionAt(instant), instant };
      },
    },
    identity: () => readProgress(sql).identity,
    bind: refuse,
    empty: refuse,
    resumeAfter: () => readProgress(sql).resume,
    anchor: () => readProgress(sql).anchor,
    rewind: refuse,
    takenThrough: () => readProgress(sql).resume?.position,
    forgetPart: refuse,
    // Whoever waits for it hears it as of all that goes wrong with taking in.
    take: async () => refuse(),
    noteCaughtUp: refuse,
    wasCaughtUp: () => readProgress(sql).wasCaughtUp,
    passed: refuse,
    plan: refuse,
    stamp: refuse,
    beginImport: refuse,
    parked: (range) => listParked({ sql, name }, range),
    counts() {
      const { parked, leftOut, staged } = readProgress(sql);
      return { parked, leftOut, staged };
    },
    verify: async () => verifyReplica(reader, catalogue, name),
    async close() {
      if (reader.isOpen) reader.close();
    },
  };
}
