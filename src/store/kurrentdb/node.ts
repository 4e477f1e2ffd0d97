import { randomUUID } from 'node:crypto';

import type { EventLog, LogHealth } from '../port.ts';
import { closedError, createAppender } from './appender.ts';
import { createBinding } from './binding.ts';
import { createChanges } from './changes.ts';
import type { ClusterClient } from './client.ts';
import { createCluster } from './cluster.ts';
import { isUnreachable, whyOf } from './failures.ts';
import { createFigures } from './figures.ts';
import { follow } from './follower.ts';
import { createGroups } from './groups.ts';
import type { Groups } from './groups.ts';
import { ensureIdentity } from './identity.ts';
import { createImporting } from './importing.ts';
import { listParked } from './listed-parked.ts';
import type { ClusterScope, Replica, TakenListener } from './parts.ts';
import { createPauses } from './pauses.ts';
import { createTurns } from './turns.ts';
import { createWrites } from './writes.ts';

/** What a node of a log needs. */
export interface NodeOptions {
  readonly name: string;
  readonly scope: ClusterScope;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  readonly replica: Replica;
  readonly client: ClusterClient;
  readonly deadlineMs: number;
}

/** What a node does beside reading. */
export interface ClusterNode {
  readonly log: Pick<EventLog, 'append' | 'import' | 'verify' | 'health'> &
    Required<Pick<EventLog, 'following' | 'ready' | 'parked'>>;
  readonly listener: TakenListener;
  /** Ends what is under way, and following. */
  end(): Promise<void>;
}

/** Begins to follow a log, and takes appends and imports for it. */
export function createNode({ name, scope, clock, replica, client, deadlineMs }: NodeOptions): ClusterNode {
  const newId = randomUUID;
  const random = Math.random;
  const figures = createFigures(clock);
  const changes = createChanges();
  const turns = createTurns();
  const writing = createTurns();
  const writes = createWrites(client);
  const cluster = createCluster(client, scope);
  const hearing: { groups?: Groups } = {};
  const follower = follow({
    cluster,
    replica,
    turns,
    figures,
    changes,
    binding: createBinding(cluster, replica, () => performance.now()),
    pauses: createPauses(random),
    coming: (events) => hearing.groups?.coming(events),
    async left(error) {
      writes.leave(whyOf(error));
      if (isUnreachable(error)) await client.reconnect();
    },
  });
  const restart = () => follower.restart();
  const identified = async (signal: AbortSignal) =>
    ensureIdentity({ cluster, writes, replica, turns, newId, restart }, signal);
  const groups = createGroups({
    replica,
    turns,
    follower,
    writes,
    newId,
    random,
    clock,
    skew: figures.skew,
    ensureIdentity: identified,
  });
  hearing.groups = groups;
  const importing = createImporting({
    name,
    deadlineMs,
    scope,
    control: cluster.control,
    replica,
    turns,
    writing,
    follower,
    changes,
    writes,
    newId,
    random,
    ensureIdentity: identified,
  });
  const why = () => figures.status(replica.counts()).why;
  const appender = createAppender({
    scope,
    follower,
    changes,
    turns: writing,
    writeGroup: groups.write,
    deadline: { ms: deadlineMs, isHeld: importing.isUnderWay, why, name },
  });

  function health(): LogHealth {
    if (follower.stoppedAt() !== undefined) return 'poisoned';
    if (follower.isFull()) return 'full';
    if (!replica.wasCaughtUp()) return 'catching-up';
    return follower.isConnected() ? 'ok' : 'unreachable';
  }

  return {
    log: {
      append: appender.append,
      import: importing.import,
      verify: async () => turns.run(async () => replica.verify()),
      health,
      following: () => figures.status(replica.counts()),
      ready: follower.ready,
      parked: (range) => listParked(replica, range),
    },
    listener: { batch: groups.taken, import: importing.taken },
    async end() {
      await Promise.all([importing.end(), appender.end()]);
      await follower.end(closedError(name));
      writes.leave('the store is closed');
    },
  };
}
