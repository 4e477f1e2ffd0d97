import { harmInShort } from '../support/fault-checks.ts';
import type { TempFolder } from '../support/temp-folder.ts';
import { killInRounds } from './kill-rounds.ts';

/** Processes that are killed at the same time, each with a seed and files of its own: they wait most of the time. */
const lanes = 2;

/** Kills processes in many rounds; returns whether no harm was done. */
export async function killManyTimes(folder: TempFolder, rounds = 1000, seed: number): Promise<boolean> {
  const roundsALane = Math.ceil(rounds / lanes);
  const all = await Promise.all(
    Array.from({ length: lanes }, async (_, lane) =>
      killInRounds({ folder, rounds: roundsALane, roundsAFile: 10, delayMsMax: 500, seed: seed + lane }),
    ),
  );
  for (const [lane, { rounds: counts, acknowledged, harmed }] of all.entries()) {
    console.log(
      `seed ${seed + lane}: ${roundsALane} kills (${JSON.stringify(counts)}), 5 to 500 ms, synchronous FULL, ${acknowledged} events acknowledged: ${harmInShort(harmed)}`,
    );
    for (const one of harmed.slice(0, 10)) console.log(JSON.stringify(one));
  }
  return all.every(({ harmed }) => harmed.length === 0);
}
