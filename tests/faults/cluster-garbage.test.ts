import { afterAll, expect, test } from 'vitest';

import { createChance, faultSeed } from '../support/fault-chance.ts';
import { allGarbage } from '../support/garbage.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { litter } from './cluster-garbage.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

test('whatever else stands in the streams of a log is parked, with its place and why, and nothing is recorded otherwise by any node', async () => {
  const chance = createChance(faultSeed);
  const figures = await litter({ folder, garbageFor: (prefix) => allGarbage(prefix, chance), chance });
  console.log(`cluster with garbage: seed ${faultSeed}, ${JSON.stringify(figures)}`);
  expect(figures).toMatchObject({ wrong: 0, faults: 0, notes: [] });
  expect(figures.fates.parked).toBeGreaterThan(50);
});
