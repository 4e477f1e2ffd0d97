import { afterAll, expect, test } from 'vitest';

import { createChance, faultSeed } from '../support/fault-chance.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { vanish } from './vanishing.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const [clients, rounds] = [60, 8];

test(`${clients} clients that vanish, ${rounds} times, are gone within two heartbeats and leave nothing behind`, async () => {
  const vanished = await vanish({
    folder,
    clients,
    rounds,
    heartbeatMs: 1000,
    chance: createChance(faultSeed),
  });
  console.log(`vanishing: seed ${faultSeed}, ${JSON.stringify(vanished)}`);
  expect(vanished).toMatchObject({ leftOpen: 0, harm: 0 });
  expect(vanished.beatsMax).toBeLessThanOrEqual(2);
});
