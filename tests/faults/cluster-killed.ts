import type { Chance } from '../support/fault-chance.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import type { ClusterFigures } from './cluster-figures.ts';
import type { Stage } from './cluster-stage.ts';
import { setStage } from './cluster-stage.ts';

/** How often a cluster is stopped or frozen. */
export interface HarmOptions {
  readonly folder: TempFolder;
  /** How long it is away in each round, in milliseconds. */
  readonly aways: readonly number[];
  readonly chance: Chance;
}

/** What came of rounds of harm. */
export interface HarmFigures extends ClusterFigures {
  readonly rounds: number;
  /** Nodes that were stopped or killed meanwhile, and opened again. */
  readonly nodesRestarted: number;
  /** Rounds in which the cluster was away for longer than a node may take to notice, and those in which every node said so. */
  readonly long: number;
  readonly noticed: number;
  /** The longest that it took until every node acknowledged again, in milliseconds. */
  readonly recoveredMsMax: number;
}

/** Within this a node has noticed that its connection is closed, and that nothing comes on one that is not, in milliseconds. */
const closedNoticedMs = 2500;
const silenceNoticedMs = 5000;

/** Kills the cluster over and over in the middle of appends, subscriptions and catching up, and starts it again; nodes are stopped as well. */
export async function killCluster(options: HarmOptions): Promise<HarmFigures> {
  const { chance } = options;
  return harmInRounds(options, closedNoticedMs, async (stage, awayMs, whileAway) => {
    const restarting = stage.restartCluster(chance.hits(0.75) ? 'SIGKILL' : 'SIGTERM', awayMs);
    await Promise.all([restarting, whileAway()]);
  });
}

/** Freezes the cluster over and over, with all its connections open. */
export async function freezeCluster(options: HarmOptions): Promise<HarmFigures> {
  return harmInRounds(options, silenceNoticedMs, async (stage, awayMs, whileAway) => {
    await Promise.all([stage.cluster().freeze(awayMs), whileAway()]);
  });
}

type Harm = (stage: Stage, awayMs: number, whileAway: () => Promise<void>) => Promise<void>;

async function harmInRounds(
  { folder, aways, chance }: HarmOptions,
  noticedMs: number,
  harm: Harm,
): Promise<HarmFigures> {
  const stage = await setStage({ folder, chance });
  let [nodesRestarted, long, noticed, recoveredMsMax] = [0, 0, 0, 0];
  await stage.recovered();
  for (const [round, awayMs] of aways.entries()) {
    await pause(chance.below(400));
    // Every third round somebody is in the middle of taking everything in, every third a node stops as well.
    const late = round % 3 === 1 ? stage.openLate() : undefined;
    const stops = round % 3 === 2 ? stage.restartNode(chance.pick(['a', 'b'])) : undefined;
    await harm(stage, awayMs, async () => {
      if (awayMs <= noticedMs || stops !== undefined) return;
      long += 1;
      await pause(noticedMs);
      if (await isNoticed(stage)) noticed += 1;
    });
    await Promise.all([late, stops]);
    if (stops !== undefined) nodesRestarted += 1;
    recoveredMsMax = Math.max(recoveredMsMax, await stage.recovered());
  }
  return { rounds: aways.length, nodesRestarted, long, noticed, recoveredMsMax, ...(await stage.end()) };
}

/** Every node says that the cluster is away, and why, and goes on answering. */
async function isNoticed(stage: Stage): Promise<boolean> {
  const statuses = await Promise.all(['a', 'b'].map(async (name) => stage.node(name).status()));
  return statuses.every(({ health, following }) => health === 'unreachable' && following.why !== undefined);
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
