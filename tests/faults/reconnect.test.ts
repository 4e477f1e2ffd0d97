import { afterAll, expect, test } from 'vitest';

import { createChance, faultSeed } from '../support/fault-chance.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { reconnectStorm } from './reconnect.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const [clients, cuts, restarts] = [60, 12, 4];

test(`${clients} clients that are cut off ${cuts} times, with ${restarts} restarts of the server, miss nothing and hear nothing twice`, async () => {
  const storm = await reconnectStorm({ folder, clients, cuts, restarts, chance: createChance(faultSeed) });
  console.log(`reconnect: seed ${faultSeed}, ${JSON.stringify(storm)}`);
  expect(storm).toMatchObject({ gaps: 0, repeats: 0, wrong: 0, restarts, cuts: clients * cuts });
  expect(storm.lost).toBeGreaterThan(0);
});
