import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { Timeline } from '../../src/engine/timeline.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { createWorld, runScript } from '../support/run-script.ts';

describeInStores('law 6: a reading gives way', ({ open, numRuns }) => {
  test('at the position where its fact is corrected or retracted, and not before', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), async (script) => {
        const world = createWorld();
        const timeline = await open(world);
        await runScript(timeline, script, world);
        for (const { id, position, type } of timeline.log({ after: 0, limit: 1000 })) {
          if (type !== 'FactCorrected' && type !== 'FactRetracted') continue;
          const { readings } = await timeline.fact(id);
          const made = readings.find((reading) => reading.by === id);
          const replaced = readings[(made?.number ?? 0) - 1];
          expect(made?.recordedFrom).toBe(position);
          expect(replaced?.recordedTo).toBe(position);
          expect(await readingsHeld(timeline, position)).not.toContain(replaced?.by);
          expect(await readingsHeld(timeline, position)).toContain(id);
          expect(await readingsHeld(timeline, position - 1)).toContain(replaced?.by);
          expect(await readingsHeld(timeline, position - 1)).not.toContain(id);
        }
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });
});

/** The events that made the readings that hold at a position. */
async function readingsHeld(timeline: Timeline, knownAt: number): Promise<readonly string[]> {
  const facts = await Array.fromAsync(timeline.history({ asOf: 8.64e15, knownAt, withRetracted: true }));
  return facts.map(({ reading }) => reading.by);
}
