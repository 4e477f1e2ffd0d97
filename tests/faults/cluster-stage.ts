import type { CutLink } from '../support/cut-link.ts';
import { eventually } from '../support/event-client.ts';
import type { Chance } from '../support/fault-chance.ts';
import { findFreePort } from '../support/free-port.ts';
import { withParameters } from '../support/kurrent-cluster.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import type { TestNode } from '../support/test-node.ts';
import { startNode } from '../support/test-node.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';
import type { ClusterFigures } from './cluster-figures.ts';
import { figuresOf } from './cluster-figures.ts';
import type { ClusterWork } from './cluster-work.ts';
import { beginWork } from './cluster-work.ts';

/** How a log in a cluster is set up to be harmed. */
export interface StageOptions {
  readonly folder: TempFolder;
  readonly chance: Chance;
  readonly writersANode?: number;
  /** The names of the nodes that are there from the beginning; `a` and `b` when left out. */
  readonly nodes?: readonly string[];
  /** Where the cluster listens: a free port of the loopback address when left out. */
  readonly host?: string;
  /** Makes what a node reaches the cluster through; directly when left out. */
  readonly linkOf?: (node: string, port: number) => Promise<NodeLink>;
}

/** What a node reaches the cluster through, and the network namespace that it runs in. */
export interface NodeLink extends CutLink {
  readonly namespace?: string;
}

/** A log in a cluster of one, nodes that follow it, and writers that append to it through them. */
export interface Stage {
  readonly work: ClusterWork;
  readonly links: Readonly<Record<string, NodeLink>>;
  cluster(): WireServing;
  node(name: string): TestNode;
  /** Stops the cluster, and starts it again on the same log and the same port after a while. */
  restartCluster(signal: 'SIGTERM' | 'SIGKILL', downMs: number): Promise<void>;
  /** Stops or kills a node, and opens it again on its replica. */
  restartNode(name: string): Promise<void>;
  /** Opens one more node that has nothing yet, and that nobody writes through; the one before it is killed. */
  openLate(): Promise<void>;
  /** Resolves when an append was acknowledged through every node from now on; returns how long that took, in milliseconds. */
  recovered(): Promise<number>;
  /** Lets the writers end, waits until every node has taken in everything, closes all, and returns what there is to say. */
  end(): Promise<ClusterFigures>;
}

const prefix = 'harmed.';
const parameters = { tls: 'false', defaultDeadline: 2000, asofPrefix: prefix };
const readyMsMax = 60_000;

/** Sets a log, its nodes and its writers up. */
export async function setStage(options: StageOptions): Promise<Stage> {
  const { folder, chance, host = '127.0.0.1', writersANode = 2 } = options;
  const store = `sqlite:${folder.file()}`;
  const replicas = folder.file();
  const replicaOf = (name: string) => `${replicas}-${name}`;
  const port = await findFreePort();
  let cluster = await startWire({ store, raw: true, host, port });
  const nodes: Record<string, TestNode> = {};
  const links: Record<string, NodeLink> = {};

  async function openNode(name: string, path: string): Promise<void> {
    if (options.linkOf !== undefined) links[name] ??= await options.linkOf(name, port);
    const { address = `${host}:${port}`, namespace } = links[name] ?? {};
    const url = withParameters(`esdb://${address}`, parameters);
    nodes[name] = await startNode({ url, path }, namespace);
  }

  async function openLate(): Promise<void> {
    await nodes['late']?.stop('SIGKILL');
    await openNode('late', folder.file());
  }

  const names = options.nodes ?? ['a', 'b'];
  for (const name of names) await openNode(name, replicaOf(name));
  const work = beginWork({ nodes: () => nodes, names, writersANode, chance });
  const stage: Stage = {
    work,
    links,
    cluster: () => cluster,
    node: (name) => nodes[name] ?? absent(name),
    async restartCluster(signal, downMs) {
      await cluster.stop(signal);
      await new Promise((resolve) => setTimeout(resolve, downMs));
      cluster = await startWire({ store, raw: true, host, port });
    },
    async restartNode(name) {
      await nodes[name]?.stop(chance.hits(0.5) ? 'SIGKILL' : 'SIGTERM');
      await openNode(name, replicaOf(name));
    },
    openLate,
    async recovered() {
      const beganMs = Date.now();
      const hasGoneOn = (name: string) =>
        work.attempts.some(
          ({ node, outcome, endedMs }) => node === name && outcome === 'acknowledged' && endedMs > beganMs,
        );
      await eventually(() => names.every(hasGoneOn));
      return Date.now() - beganMs;
    },
    async end() {
      await work.end(readyMsMax);
      // One more node takes everything in at once, as one that comes later does.
      await openLate();
      await Promise.all(Object.values(nodes).map(async (node) => node.ready(readyMsMax)));
      const figures = await figuresOf({ cluster, prefix, nodes, work });
      await Promise.all(Object.values(nodes).map(async (node) => node.stop('SIGTERM')));
      await Promise.all(Object.values(links).map(async (link) => link.close()));
      await cluster.stop('SIGTERM');
      return figures;
    },
  };
  return stage;
}

function absent(name: string): never {
  throw new Error(`there is no node ${name}`);
}
