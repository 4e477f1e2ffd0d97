import { afterAll, expect, test } from 'vitest';

import { noFaults } from '../support/cluster-history.ts';
import { createChance, faultSeed } from '../support/fault-chance.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { freezeCluster, killCluster } from './cluster-killed.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const sound = { faults: noFaults, unknown: 0, parked: 0, surprises: [] };

test('a cluster that is killed in the middle of everything loses nothing that was acknowledged, and nodes go on without a gap or a repeat', async () => {
  const figures = await killCluster({
    folder,
    aways: [100, 3000, 500],
    chance: createChance(faultSeed),
  });
  console.log(`cluster killed: seed ${faultSeed}, ${JSON.stringify(figures)}`);
  expect(figures).toMatchObject(sound);
  expect(figures.noticed).toBe(figures.long);
});

test('a cluster that is frozen likewise, and nodes that are left alone with it do not wait for ever', async () => {
  const figures = await freezeCluster({
    folder,
    aways: [300, 6500],
    chance: createChance(faultSeed),
  });
  console.log(`cluster frozen: seed ${faultSeed}, ${JSON.stringify(figures)}`);
  expect(figures).toMatchObject(sound);
  expect(figures.noticed).toBe(figures.long);
  // Its deadline is two seconds; whoever waits for the cluster waits for more than six.
  expect(figures.slowestMs).toBeLessThan(6400);
});
