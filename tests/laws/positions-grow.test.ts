import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Script } from '../support/arbitraries.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { createWorld, runScript } from '../support/run-script.ts';

describeInStores('law 2: positions grow and recorded time never decreases', ({ open, numRuns }) => {
  test('also while the clock runs backwards, and revisions leave no gap', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), clocksBackwards, async (script, backwards) => {
        const world = createWorld();
        const timeline = await open(world);
        await runScript(timeline, interleave(script, backwards), world);
        const log = timeline.log({ after: 0, limit: 1000 });
        expect(log.map(({ position }) => position)).toEqual(log.map((_, index) => index + 1));
        const times = log.map(({ recordedAt }) => recordedAt);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        for (const { stream, revision } of timeline.streams()) {
          const revisions = log.filter((event) => event.stream === stream).map((event) => event.revision);
          expect(revisions).toEqual(Array.from({ length: revision + 1 }, (_, index) => index));
        }
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });
});

const clocksBackwards = fc.array(fc.integer({ min: -100_000, max: 1000 }), { maxLength: 24 });

function interleave(script: Script, ticks: readonly number[]): Script {
  return script.flatMap((step, index) => [{ do: 'tick' as const, ms: ticks[index] ?? -1 }, step]);
}
