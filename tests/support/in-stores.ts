import { afterAll, describe } from 'vitest';

import type { Timeline } from '../../src/engine/timeline.ts';
import { openInWorld } from './run-script.ts';
import type { World } from './run-script.ts';
import { makeTempFolder } from './temp-folder.ts';

/** A store to hold a law in: how to open an empty one, and how many logs to try it on. */
export interface StoreUnderTest {
  readonly numRuns: number;
  /** Returns the connection string of a store that nobody has opened yet. */
  newStore(): string;
  open(world: World): Promise<Timeline>;
}

/** The seed of every law, so that a failure is found again; `ASOF_SEED` sets another. */
export const lawSeed = Number(process.env['ASOF_SEED'] ?? 20_250_703);

/** Declares the tests of a law once for every store. */
export function describeInStores(law: string, tests: (store: StoreUnderTest) => void): void {
  describe(law, () => {
    const folder = makeTempFolder();
    afterAll(() => folder.remove());
    const kinds = [
      { kind: 'in memory', numRuns: 400, newStore: () => 'memory:' },
      { kind: 'in a file', numRuns: 60, newStore: () => `sqlite:${folder.file()}` },
    ];
    for (const { kind, numRuns, newStore } of kinds)
      describe(kind, () =>
        tests({ numRuns, newStore, open: async (world) => openInWorld(world, newStore()) }),
      );
  });
}
