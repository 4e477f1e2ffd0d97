import { createProxyLink } from '../support/cut-link.ts';
import type { CutWay } from '../support/cut-link.ts';
import type { Chance } from '../support/fault-chance.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import type { ClusterFigures } from './cluster-figures.ts';
import type { NodeLink, Stage } from './cluster-stage.ts';
import { setStage } from './cluster-stage.ts';

/** How often nodes are cut off from the cluster. */
export interface PartitionOptions {
  readonly folder: TempFolder;
  /** How long each cut lasts, in milliseconds. */
  readonly cutsMs: readonly number[];
  readonly chance: Chance;
  /** What nodes reach the cluster through; proxies of TCP connections when left out. */
  readonly network?: {
    /** Where the cluster listens. */
    readonly host: string;
    linkOf(node: string, port: number): Promise<NodeLink>;
    close(): void;
  };
}

/** What came of cuts. */
export interface PartitionFigures extends ClusterFigures {
  readonly cuts: Readonly<Record<CutWay, number>>;
  /** Cuts that lasted longer than a node may take to notice, and those that the node said so of. */
  readonly long: number;
  readonly noticed: number;
  /** Appends that were acknowledged through a node that heard nothing of the cluster. */
  readonly acknowledgedCutOff: number;
  /** Appends that were acknowledged through the other node while one was cut off. */
  readonly acknowledgedBeside: number;
  /** The longest that it took until every node acknowledged again, in milliseconds. */
  readonly recoveredMsMax: number;
}

/** Within this a node has noticed that nothing comes, in milliseconds. */
const noticedMs = 5000;
/** What was on its way when the cut began has arrived by then, in milliseconds. */
const underWayMs = 250;

const ways: readonly [CutWay, ...CutWay[]] = ['both', 'to-cluster', 'from-cluster'];

/** Cuts one node after the other, or both, off from the cluster while both append; each way of cutting in turn. */
export async function cutOff({
  folder,
  cutsMs,
  chance,
  network,
}: PartitionOptions): Promise<PartitionFigures> {
  const stage = await setStage({
    folder,
    chance,
    linkOf: async (_, port) => createProxyLink({ port }),
    ...network,
  });
  const cuts = { both: 0, 'to-cluster': 0, 'from-cluster': 0 };
  let [long, noticed, acknowledgedCutOff, acknowledgedBeside, recoveredMsMax] = [0, 0, 0, 0, 0];
  await stage.recovered();
  for (const [round, ms] of cutsMs.entries()) {
    await pause(chance.below(300));
    const way = ways[round % ways.length] ?? 'both';
    const names = round % 4 === 3 ? ['a', 'b'] : [chance.pick(['a', 'b'])];
    cuts[way] += names.length;
    const beganMs = Date.now();
    for (const name of names) stage.links[name]?.cut(way);
    if (ms > noticedMs) {
      await pause(noticedMs);
      long += names.length;
      noticed += await countUnreachable(stage, names);
    }
    await pause(Math.max(0, beganMs + ms - Date.now()));
    const endedMs = Date.now();
    for (const name of names) stage.links[name]?.heal(chance.hits(0.5) ? 'resumed' : 'forgotten');
    acknowledgedCutOff += acknowledgedIn(
      stage,
      (name) => names.includes(name),
      beganMs + underWayMs,
      endedMs,
    );
    acknowledgedBeside += acknowledgedIn(stage, (name) => !names.includes(name), beganMs, endedMs);
    recoveredMsMax = Math.max(recoveredMsMax, await stage.recovered());
  }
  const figures = { cuts, long, noticed, acknowledgedCutOff, acknowledgedBeside, recoveredMsMax };
  const ended = await stage.end();
  network?.close();
  return { ...figures, ...ended };
}

async function countUnreachable(stage: Stage, names: readonly string[]): Promise<number> {
  const statuses = await Promise.all(names.map(async (name) => stage.node(name).status()));
  return statuses.filter(({ health, following }) => health === 'unreachable' && following.why !== undefined)
    .length;
}

function acknowledgedIn(
  { work }: Stage,
  isThrough: (node: string) => boolean,
  fromMs: number,
  toMs: number,
): number {
  return work.attempts.filter(
    ({ node, outcome, startedMs, endedMs }) =>
      outcome === 'acknowledged' && isThrough(node) && startedMs > fromMs && endedMs < toMs,
  ).length;
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
