import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { FactRead } from '../../src/domain/reading.ts';
import { answersAt, resolved } from '../support/answers.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { seenInOrder } from '../support/projections.ts';
import { createWorld, openInWorld, runScript } from '../support/run-script.ts';

/** `reduce` hands over an index where a projection takes a key. */
const evolved = (state: ReturnType<typeof seenInOrder.evolve>, fact: FactRead) =>
  seenInOrder.evolve(state, fact);

const moments = fc.array(momentArbitrary, { minLength: 3, maxLength: 3 });

describeInStores('law 9: a state that was kept never changes an answer', ({ open, newStore, numRuns }) => {
  test('folded on from any earlier state of the same history, it is the state folded from nothing', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), moments, fc.nat(30), async (script, seeds, cut) => {
        const world = createWorld();
        const timeline = await open(world);
        await runScript(timeline, script, world);
        const log = timeline.log({ after: 0, limit: 1000 });
        for (const seed of seeds) {
          const moment = { ...momentOf(seed, log), knownAt: timeline.head().position };
          const history = await Array.fromAsync(timeline.history(moment));
          const place = cut % (history.length + 1);
          const kept = history.slice(0, place).reduce(evolved, seenInOrder.initial);
          const keptBefore = JSON.stringify(kept);
          const { state } = await timeline.state(seenInOrder.name, moment);
          expect(history.slice(place).reduce(evolved, kept)).toEqual(state);
          expect(JSON.stringify(kept)).toBe(keptBefore);
        }
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });

  test('and a store opened anew gives the answers of the one that was open all along', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), moments, async (script, seeds) => {
        const world = createWorld();
        const store = newStore();
        const timeline = await openInWorld(world, store);
        await runScript(timeline, script, world);
        const log = timeline.log({ after: 0, limit: 1000 });
        const asked = await resolved(
          timeline,
          seeds.map((seed) => momentOf(seed, log)),
        );
        const answers = await Promise.all(asked.map((moment) => answersAt(timeline, moment)));
        const exported = await Array.fromAsync(timeline.export());
        await timeline.close();
        const again = await openInWorld(world, store);
        await again.import(exported);
        expect(await Promise.all(asked.map((moment) => answersAt(again, moment)))).toEqual(answers);
        await again.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });
});
