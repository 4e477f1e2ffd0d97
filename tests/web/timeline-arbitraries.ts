import * as fc from 'fast-check';

import type { Marks } from '../../src/web/model.ts';
import { marksOf } from './harness/marks.ts';
import type { WrittenReading } from './harness/marks.ts';

/** Milliseconds that readings are spread over: few, so that many stand close and at the same instant. */
export const spreadMs = 4000;

const facts = fc.array(
  fc.record({
    from: fc.nat(spreadMs),
    unsure: fc.oneof(fc.constant(0), fc.nat(600)),
    lasts: fc.option(fc.nat(900), { nil: undefined }),
    kind: fc.constantFrom('plain', 'plain', 'plain', 'open', 'interval'),
    lanes: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 0, maxLength: 2 }),
    corrections: fc.array(
      fc.record({ moved: fc.integer({ min: -400, max: 400 }), status: fc.constantFrom(1, 2, 3) }),
      { maxLength: 2 },
    ),
  }),
  { maxLength: 60 },
);

/** Any few readings: instants, intervals with and without an end, uncertain ones, in no lane, one or two, with corrections that move them. */
export const someMarks: fc.Arbitrary<Marks> = facts.map((list) => {
  const readings: WrittenReading[] = [];
  let position = 0;
  for (const { from, unsure, lasts = 0, kind, lanes, corrections } of list) {
    const fact = position + 1;
    const lines = [{ moved: 0, status: 0 }, ...corrections];
    for (const [index, { moved, status }] of lines.entries()) {
      position += 1;
      const began = from + moved;
      readings.push({
        position,
        fact,
        lanes,
        status,
        from: began,
        fromLatest: began + unsure,
        ...(kind === 'interval' ? { to: began + unsure + lasts, toLatest: began + unsure + lasts + 5 } : {}),
        isOpen: kind === 'open',
        ...(index + 1 < lines.length ? { recordedTo: position + 1 } : {}),
      });
    }
  }
  return marksOf(readings);
});
