import { afterAll, describe, expect, test } from 'vitest';

import { createChance, faultSeed } from '../support/fault-chance.ts';
import { harmInShort } from '../support/fault-checks.ts';
import { isWithoutStrace, makeFaultFolder } from '../support/fault-strace.ts';
import { harmIndex } from './harmed-index.ts';
import type { PowerLosses } from './power-loss.ts';
import { appending, beginning, importing, losePowerWhile, saving } from './scenarios.ts';

const folder = makeFaultFolder();
afterAll(() => folder.remove());

// Short forms of `npm run faults -- power-loss`.
describe.skipIf(isWithoutStrace)('when the power fails', () => {
  test.each([
    { name: beginning.name, scenario: beginning, count: 150 },
    { name: appending.name, scenario: appending, count: 120 },
    { name: importing.name, scenario: importing, count: 40 },
    { name: saving.name, scenario: saving, count: 20 },
  ])('while $name, nothing acknowledged is lost and nothing is damaged', async ({ scenario, count }) => {
    const losses = await losePowerWhile(scenario, { folder: folder.path, count, seed: faultSeed });
    tell(`while ${scenario.name}`, losses);
    expect(losses.harmed).toEqual([]);
  });

  test.each([
    ['synchronous = NORMAL', /^lost/],
    ['synchronous = OFF', /damaged/],
  ])(
    'what was acknowledged is lost with %s, which shows that these tests would find it',
    async (synchronous, kinds) => {
      const losses = await losePowerWhile(appending, {
        folder: folder.path,
        count: 60,
        seed: faultSeed,
        synchronous,
      });
      tell(synchronous, losses);
      expect(losses.harmed.length).toBeGreaterThan(losses.states / 5);
      expect(harmInShort(losses.harmed)).toMatch(kinds);
    },
  );

  test('and the index is lost or spoiled as a whole, it is made anew and answers are the same', async () => {
    const chance = createChance(faultSeed);
    const change = (path: string) =>
      void harmIndex(path, chance.pick(['gone', 'empty', 'no header']), chance);
    const losses = await losePowerWhile(appending, {
      folder: folder.path,
      count: 40,
      seed: faultSeed,
      change,
    });
    tell('index lost or spoiled', losses);
    expect(losses.harmed).toEqual([]);
  });
});

test.skipIf(isWithoutStrace)(
  'a file can be opened whenever the process that makes it is killed',
  async () => {
    const losses = await losePowerWhile(beginning, {
      folder: folder.path,
      count: 'killed after each step',
      seed: faultSeed,
    });
    tell('killed after each step', losses);
    expect(losses.harmed).toEqual([]);
  },
);

function tell(name: string, { states, harmed }: PowerLosses): void {
  console.log(`power loss, ${name}: seed ${faultSeed}, ${states} states: ${harmInShort(harmed)}`);
}
