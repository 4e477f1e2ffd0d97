import { createChance } from '../support/fault-chance.ts';
import { createGarbage } from '../support/garbage.ts';
import { createNamespaces, whyNoNamespaces } from '../support/net-namespaces.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import { isSound } from './cluster-figures.ts';
import { litter } from './cluster-garbage.ts';
import { freezeCluster, killCluster } from './cluster-killed.ts';
import { cutOff } from './cluster-partition.ts';

/** Kills the cluster over and over; returns whether nothing acknowledged was lost, no node has a gap or a repeat, and each said that it was away. */
export async function killClusterManyTimes(folder: TempFolder, rounds = 100, seed: number): Promise<boolean> {
  const figures = await killCluster({ folder, ...harmOf(seed, rounds, 20_000) });
  console.log(JSON.stringify(figures));
  return isSound(figures) && figures.noticed === figures.long;
}

/** Freezes the cluster over and over, for up to 30 seconds; returns as `killClusterManyTimes`. */
export async function freezeClusterManyTimes(
  folder: TempFolder,
  rounds = 50,
  seed: number,
): Promise<boolean> {
  const figures = await freezeCluster({ folder, ...harmOf(seed, rounds, 30_000) });
  console.log(JSON.stringify(figures));
  return isSound(figures) && figures.noticed === figures.long;
}

/** Cuts nodes off for 1 to 60 seconds, by rules that drop packets where the system has network namespaces; returns as `killClusterManyTimes`. */
export async function partitionManyTimes(folder: TempFolder, rounds = 60, seed: number): Promise<boolean> {
  const why = whyNoNamespaces();
  console.log(
    why === undefined ? 'network namespaces, nftables' : `proxies of TCP connections, for here is no ${why}`,
  );
  const chance = createChance(seed);
  const figures = await cutOff({
    folder,
    cutsMs: Array.from({ length: rounds }, () => 1000 + chance.below(59_001)),
    chance,
    ...(why === undefined ? { network: createNamespaces() } : {}),
  });
  console.log(JSON.stringify(figures));
  return isSound(figures) && figures.noticed === figures.long && figures.acknowledgedCutOff === 0;
}

/** Writes so many appends of garbage, and sound ones between them; returns whether of each event became what was to. */
export async function litterManyTimes(folder: TempFolder, cases = 5000, seed: number): Promise<boolean> {
  const chance = createChance(seed);
  function* garbageFor(prefix: string) {
    const next = createGarbage(prefix, chance);
    for (let made = 0; made < cases; made += 1) yield next();
  }
  const figures = await litter({ folder, garbageFor, chance });
  console.log(JSON.stringify(figures));
  return figures.wrong === 0 && figures.faults === 0;
}

/** Most that goes away is back soon. */
function harmOf(seed: number, rounds: number, awayMsMax: number) {
  const chance = createChance(seed);
  const aways = Array.from({ length: rounds }, () => chance.below(chance.pick([300, 3000, awayMsMax])));
  return { aways, chance };
}
