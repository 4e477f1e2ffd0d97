import * as fc from 'fast-check';

import type { Commits } from '../../src/web/model/linking.ts';

/** Commits with gaps between their positions, and times that may stand still; biased to few. */
export const someCommits: fc.Arbitrary<Commits> = fc
  .array(
    fc.record({ positions: fc.integer({ min: 1, max: 5 }), ms: fc.constantFrom(1, 1, 1000, 40_000, 3e10) }),
    {
      maxLength: 40,
    },
  )
  .map((steps) => {
    let [position, recordedAt] = [0, 1_000_000];
    return steps.map(({ positions, ms }) => {
      position += positions;
      recordedAt += ms;
      return { position, recordedAt, events: positions };
    });
  });
