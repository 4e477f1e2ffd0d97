import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { formatInstant } from '../../src/domain/instant.ts';
import { answersAt, byInstant, byPosition } from '../support/answers.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { createWorld, runScript } from '../support/run-script.ts';

const moments = fc.array(momentArbitrary, { minLength: 4, maxLength: 4 });

describeInStores('law 3: what is recorded later never changes what was known', ({ open, numRuns }) => {
  test('by a position', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(12), scriptArbitrary(12), moments, async (first, then, seeds) => {
        const world = createWorld();
        const timeline = await open(world);
        await runScript(timeline, first, world);
        const log = timeline.log({ after: 0, limit: 1000 });
        const asked = [];
        for (const seed of seeds) {
          const { moment } = await timeline.timeline(momentOf(seed, log));
          asked.push({ moment, answers: await answersAt(timeline, byPosition(moment)) });
        }
        await runScript(timeline, then, world);
        for (const { moment, answers } of asked)
          expect(await answersAt(timeline, byPosition(moment))).toBe(answers);
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });

  test('by an instant, of which more may be recorded within the same millisecond', async () => {
    await fc.assert(
      fc.asyncProperty(
        scriptArbitrary(12),
        fc.constantFrom(0, 0, 1, -1, 86_400_000),
        scriptArbitrary(12),
        async (first, aheadMs, then) => {
          const world = createWorld();
          const timeline = await open(world);
          await runScript(timeline, first, world);
          const asOf = world.nowMs;
          const wanted = formatInstant(asOf + aheadMs);
          const { moment } = await timeline.timeline({ asOf, knownAt: wanted });
          const answers = await answersAt(timeline, byInstant(moment));
          await runScript(timeline, then, world);
          expect(await answersAt(timeline, byInstant(moment))).toBe(answers);
          if (aheadMs <= 0) expect(await answersAt(timeline, { asOf, knownAt: wanted })).toBe(answers);
          await timeline.close();
        },
      ),
      { numRuns, seed: lawSeed },
    );
  });
});
