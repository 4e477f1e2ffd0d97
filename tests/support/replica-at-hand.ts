import { afterAll, afterEach } from 'vitest';

import type {
  BatchOutcome,
  ClusterEvent,
  ImportOutcome,
  Replica,
  ReplicaOptions,
} from '../../src/store/kurrentdb/parts.ts';
import { openReplica } from '../../src/store/kurrentdb/replica/index.ts';
import { catalogue, noonMs } from '../store/contract/setup.ts';
import { makeTempFolder } from './temp-folder.ts';

/** An open replica, what it told, and the clock that it goes by. */
export interface ReplicaAtHand {
  readonly replica: Replica;
  readonly path: string;
  readonly clock: { nowMs: number };
  readonly batches: Map<string, BatchOutcome>;
  readonly imports: Map<string, ImportOutcome>;
}

/** Returns what opens replicas for the tests of a file; they are closed after each test. */
export function replicasAtHand(): {
  open(options?: Partial<ReplicaOptions>): ReplicaAtHand;
  newPath(): string;
} {
  const folder = makeTempFolder();
  const opened: Replica[] = [];
  afterEach(async () => {
    for (const replica of opened.splice(0)) await replica.close();
  });
  afterAll(() => folder.remove());
  return {
    newPath: folder.file,
    open(options = {}) {
      const clock = { nowMs: noonMs };
      const [batches, imports] = [new Map<string, BatchOutcome>(), new Map<string, ImportOutcome>()];
      const { path = folder.file() } = options;
      const replica = openReplica({
        name: 'esdb://cluster',
        catalogue,
        clock: () => clock.nowMs,
        scope: { prefix: '', foreign: 'park' },
        listener: {
          batch: (append, outcome) => void batches.set(append, outcome),
          import: (id, outcome) => void imports.set(id, outcome),
        },
        ...options,
        path,
      });
      opened.push(replica);
      return { replica, path, clock, batches, imports };
    },
  };
}

/** Gives events to a replica one part after the other, each of so many. */
export async function takeInParts(
  replica: Replica,
  events: readonly ClusterEvent[],
  size = events.length,
): Promise<void> {
  for (let from = 0; from < events.length; from += size) await replica.take(events.slice(from, from + size));
}

/** Returns the ids of everything that a replica recorded, in order. */
export function idsOf({ reads }: Replica): readonly string[] {
  return reads.readLog({ after: 0, limit: 10_000 }).map(({ id }) => id);
}

/** Returns what is parked, as stream, revision, reason and code. */
export function parkedIn(replica: Replica) {
  return replica
    .parked({ limit: 100 })
    .map(({ stream, revision, reason, code }) => [stream, revision, reason, code] as const);
}

/** Returns the faults that verifying finds. */
export async function faultsOf(replica: Replica) {
  return (await replica.verify()).faults;
}
