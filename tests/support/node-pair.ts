import { afterAll, afterEach } from 'vitest';

import type { Projection } from '../../src/domain/projection.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { EventLog } from '../../src/store/port.ts';
import type { TestCluster } from './kurrent-cluster.ts';
import { openNode } from './open-node.ts';
import type { NodeOptions } from './open-node.ts';
import { makeTempFolder } from './temp-folder.ts';

/** A node of a log in a cluster. */
export interface OpenNode {
  readonly timeline: Timeline;
  readonly store: EventLog;
  /** Where its replica stands. */
  readonly path: string;
  /** Resolves when it has taken in what the log holds now. */
  ready(): Promise<void>;
}

/** Opens nodes, which are closed when their test ends. */
export interface NodesAtHand {
  /** Opens a node; its replica is a new one unless its path is given. */
  open(
    options: Omit<NodeOptions, 'path'> & { readonly path?: string },
    projections?: readonly Projection[],
  ): OpenNode;
  /** Opens two nodes on a log that nobody has used. */
  pair(projections?: readonly Projection[]): {
    readonly url: string;
    readonly a: OpenNode;
    readonly b: OpenNode;
  };
  close(node: OpenNode): Promise<void>;
  /** Returns the path of a file that nobody has used. */
  file(): string;
}

/** Returns what opens nodes for the tests of one file; `cluster` is stopped after the last. */
export function nodesOf(cluster: TestCluster): NodesAtHand {
  const folder = makeTempFolder();
  const opened = new Set<OpenNode>();
  const close = async (node: OpenNode) => {
    opened.delete(node);
    await node.timeline.close();
  };
  afterEach(async () => {
    await Promise.all([...opened].map(close));
  });
  afterAll(async () => {
    await cluster.stop();
    folder.remove();
  });
  const open: NodesAtHand['open'] = (options, projections) => {
    const path = options.path ?? folder.file();
    const { timeline, store } = openNode({ ...options, path }, projections);
    const ready = async () => timeline.ready(AbortSignal.timeout(60_000));
    const node = { timeline, store, path, ready };
    opened.add(node);
    return node;
  };
  return {
    open,
    pair(projections) {
      const url = cluster.newLog();
      return { url, a: open({ url }, projections), b: open({ url }, projections) };
    },
    close,
    file: () => folder.file(),
  };
}

/** Returns everything of a log, as a node has it. */
export function logOf({ timeline }: OpenNode) {
  return timeline.log({ after: 0, limit: 1_000_000 });
}
