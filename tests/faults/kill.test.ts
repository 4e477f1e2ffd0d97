import { afterAll, expect, test } from 'vitest';

import { faultSeed } from '../support/fault-chance.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { killInRounds } from './kill-rounds.ts';

const rounds = 18;

const folder = makeTempFolder();
afterAll(() => folder.remove());

test(`a process killed while it appends, imports or saves states loses nothing that it had acknowledged, ${rounds} times`, async () => {
  const killed = await killInRounds({ folder, rounds, roundsAFile: 6, delayMsMax: 120, seed: faultSeed });
  console.log(`kill: seed ${faultSeed}, ${JSON.stringify(killed)}`);
  expect(killed.harmed).toEqual([]);
  expect(killed.acknowledged).toBeGreaterThan(rounds);
});
