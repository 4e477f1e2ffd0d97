import { randomUUID } from 'node:crypto';

import { createAppender } from '../../src/store/kurrentdb/appender.ts';
import { createChanges } from '../../src/store/kurrentdb/changes.ts';
import { createGroups } from '../../src/store/kurrentdb/groups.ts';
import { createImporting } from '../../src/store/kurrentdb/importing.ts';
import type { ClusterScope, Replica } from '../../src/store/kurrentdb/parts.ts';
import { createTurns } from '../../src/store/kurrentdb/turns.ts';
import type { AppendRequest, AppendResult, EventLog } from '../../src/store/port.ts';
import { pretendCluster } from './pretend-cluster.ts';
import type { PretendCluster } from './pretend-cluster.ts';
import { replicasAtHand } from './replica-at-hand.ts';

/** What of a node appends and imports, over a replica of its own and a pretended cluster. */
export interface PretendNode {
  readonly cluster: PretendCluster;
  readonly replica: Replica;
  readonly clock: { nowMs: number };
  /** The cluster's clock less the node's, as last told. */
  readonly skews: readonly number[];
  append(request: AppendRequest): Promise<AppendResult>;
  readonly import: EventLog['import'];
  end(): Promise<void>;
}

const usualScope: ClusterScope = { prefix: 'p.', foreign: 'park' };

/** Returns what makes nodes for the tests of a file. */
export function pretendNodes(): (options?: {
  readonly deadlineMs?: number;
  readonly scope?: ClusterScope;
  readonly clusterAheadMs?: number;
  readonly sourceWaitMs?: number;
}) => PretendNode {
  const replicas = replicasAtHand();
  return ({ deadlineMs = 5000, scope = usualScope, clusterAheadMs = 0, sourceWaitMs } = {}) => {
    const [turns, writing, changes] = [createTurns(), createTurns(), createChanges()];
    const { replica, clock } = replicas.open({
      scope,
      listener: {
        batch: (append, outcome) => groups.taken(append, outcome),
        import: (id, outcome) => importing.taken(id, outcome),
      },
    });
    const skews: number[] = [];
    const cluster = pretendCluster({
      replica: () => replica,
      turns,
      changes,
      clock: () => clock.nowMs + clusterAheadMs,
      coming: (events) => groups.coming(events),
    });
    const name = 'esdb://pretended';
    const shared = {
      scope,
      replica,
      turns,
      changes,
      follower: cluster.follower,
      writes: cluster.writes,
      newId: randomUUID,
      random: () => 0,
      ensureIdentity: async () => undefined,
    };
    const groups = createGroups({ ...shared, clock: () => clock.nowMs, skew: (ms) => skews.push(ms) });
    const importing = createImporting({
      ...shared,
      name,
      deadlineMs,
      sourceWaitMs,
      writing,
      control: `${scope.prefix}asof-log`,
    });
    const appender = createAppender({
      ...shared,
      turns: writing,
      writeGroup: groups.write,
      deadline: { ms: deadlineMs, isHeld: importing.isUnderWay, why: () => 'the line is cut', name },
    });
    return {
      cluster,
      replica,
      clock,
      skews,
      append: appender.append,
      import: importing.import,
      end: async () => {
        await Promise.all([importing.end(), appender.end()]);
      },
    };
  };
}
