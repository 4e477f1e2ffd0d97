import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { createWorld, runScript } from '../support/run-script.ts';

const moments = fc.array(momentArbitrary, { minLength: 6, maxLength: 6 });

describeInStores('law 5: looking further along occurred time', ({ open, numRuns }) => {
  test('only appends to the past, and takes nothing certain out of it', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), moments, async (script, seeds) => {
        const world = createWorld();
        const timeline = await open(world);
        await runScript(timeline, script, world);
        const log = timeline.log({ after: 0, limit: 1000 });
        const position = timeline.head().position;
        const instants = seeds
          .map((seed) => momentOf(seed, log).asOf)
          .filter((asOf) => typeof asOf === 'number')
          .toSorted((a, b) => a - b);
        for (const knownAt of [position, Math.floor(position / 2)]) {
          let nearer: readonly string[] = [];
          let nearerCertain: readonly string[] = [];
          for (const asOf of instants) {
            const further = await readingsOf(timeline.history({ asOf, knownAt }));
            expect(further.slice(0, nearer.length)).toEqual(nearer);
            const certain = await readingsOf(timeline.history({ asOf, knownAt, certainty: 'certain' }));
            expect(certain.filter((reading) => nearerCertain.includes(reading))).toEqual(nearerCertain);
            expect(further.filter((reading) => certain.includes(reading))).toEqual(certain);
            nearer = further;
            nearerCertain = certain;
          }
        }
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });
});

async function readingsOf(history: AsyncIterable<unknown>): Promise<readonly string[]> {
  const facts = await Array.fromAsync(history);
  return facts.map((fact) => JSON.stringify(fact));
}
