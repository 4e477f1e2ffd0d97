import type { HistoryFaults } from '../support/cluster-history.ts';
import { faultsIn, noFaults } from '../support/cluster-history.ts';
import { readTruth } from '../support/cluster-truth.ts';
import type { TestNode } from '../support/test-node.ts';
import type { WireServing } from '../support/wire-serving.ts';
import type { ClusterWork } from './cluster-work.ts';

/** What came of a log that was harmed. */
export interface ClusterFigures {
  readonly events: number;
  readonly acknowledged: number;
  readonly refused: number;
  readonly unknown: number;
  readonly retries: number;
  /** The longest that one try of an append took. */
  readonly slowestMs: number;
  readonly reconnects: number;
  readonly parked: number;
  readonly faults: HistoryFaults;
  readonly surprises: readonly string[];
}

/** Nodes that have all that there is, and what was done through them. */
export interface Harmed {
  readonly cluster: WireServing;
  readonly prefix: string;
  readonly nodes: Readonly<Record<string, TestNode>>;
  readonly work: ClusterWork;
}

/** Holds what nodes have against what the cluster has, and against what writers were told. */
export async function figuresOf({ cluster, prefix, nodes, work }: Harmed): Promise<ClusterFigures> {
  const truth = await readTruth(cluster.client(), prefix);
  const logs = await eachOf(nodes, async (node) => node.log());
  const told = await eachOf(nodes, async (node) => toldOf(node, truth.length));
  const statuses = Object.values(await eachOf(nodes, async (node) => node.status()));
  const count = (outcome: string) => work.attempts.filter((attempt) => attempt.outcome === outcome).length;
  return {
    events: truth.length,
    acknowledged: count('acknowledged'),
    refused: count('refused'),
    unknown: count('unknown'),
    retries: work.retries(),
    slowestMs: work.slowestMs(),
    reconnects: statuses.reduce((sum, { following }) => sum + following.reconnects, 0),
    parked: Math.max(...statuses.map(({ following }) => following.parked)),
    faults: faultsIn({ cluster: truth, nodes: logs, attempts: work.attempts, told }),
    surprises: work.surprises.slice(0, 5),
  };
}

/** Returns whether nothing was lost, doubled or made up, and nobody was surprised. */
export function isSound({ faults, parked, unknown, surprises }: ClusterFigures): boolean {
  const isClean = Object.entries(faults).every(([name, found]) => found === Reflect.get(noFaults, name));
  return isClean && parked === 0 && unknown === 0 && surprises.length === 0;
}

async function eachOf<Result>(
  nodes: Readonly<Record<string, TestNode>>,
  ask: (node: TestNode) => Promise<Result>,
): Promise<Readonly<Record<string, Result>>> {
  const found = await Promise.all(
    Object.entries(nodes).map(async ([name, node]) => [name, await ask(node)] as const),
  );
  return Object.fromEntries(found);
}

/** A subscriber is told a moment after an event is in the log. */
async function toldOf(node: TestNode, events: number): Promise<readonly string[]> {
  for (let tries = 0; tries < 100; tries += 1) {
    const told = await node.told();
    if (told.length >= events) return told;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return node.told();
}
