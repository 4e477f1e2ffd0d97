import { afterAll, expect, test } from 'vitest';

import { noFaults } from '../support/cluster-history.ts';
import { createChance, faultSeed } from '../support/fault-chance.ts';
import { createNamespaces, whyNoNamespaces } from '../support/net-namespaces.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { cutOff } from './cluster-partition.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const sound = { faults: noFaults, unknown: 0, parked: 0, surprises: [], acknowledgedCutOff: 0 };

test('nodes that are cut off from the cluster, one way or both, acknowledge nothing that it did not take, and come to the same afterwards', async () => {
  const figures = await cutOff({
    folder,
    cutsMs: [300, 1500, 6500, 700],
    chance: createChance(faultSeed),
  });
  console.log(`cluster cut off by proxies: seed ${faultSeed}, ${JSON.stringify(figures)}`);
  expect(figures).toMatchObject(sound);
  expect(figures.acknowledgedBeside).toBeGreaterThan(0);
  expect(figures.noticed).toBe(figures.long);
});

const why = whyNoNamespaces();

test.skipIf(why !== undefined)(
  `nodes that are cut off by rules that drop packets${why === undefined ? '' : ` (not here: ${why})`}`,
  async () => {
    const figures = await cutOff({
      folder,
      cutsMs: [800, 1200, 1000],
      chance: createChance(faultSeed),
      network: createNamespaces(),
    });
    console.log(`cluster cut off by nftables: seed ${faultSeed}, ${JSON.stringify(figures)}`);
    expect(figures).toMatchObject(sound);
  },
);
