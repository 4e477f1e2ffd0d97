import * as fc from 'fast-check';

import { publishers, streamNames, tags } from './arbitraries.ts';
import type { Question } from './compare.ts';
import { startMs } from './times.ts';

const dayMs = 86_400_000;

const some = <Item>(item: fc.Arbitrary<Item>) => fc.option(item, { nil: undefined, freq: 2 });
const boundary = fc.constantFrom(startMs, startMs - dayMs / 2, startMs + dayMs / 2, startMs - 1);

/** Generates what is asked at a moment beside its history and its state: a fact, a key, or pages of any size with any filter. */
export const questionArbitrary: fc.Arbitrary<Question> = fc.record({
  kind: fc.constantFrom('fact', 'keyed', 'retracted', 'keys', 'pages', 'pages'),
  choice: fc.nat(60),
  filter: fc.record({
    about: some(fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 2 })),
    types: some(fc.constantFrom(['ThingSeen'], ['SoundHeard', 'ThingSeen'], ['NeverSeen'])),
    streams: some(fc.constantFrom([streamNames[0]], [streamNames[1], streamNames[2]])),
    publishers: some(fc.uniqueArray(fc.constantFrom(...publishers), { minLength: 1, maxLength: 2 })),
    text: some(fc.constantFrom('drone', 'elysee', 'сирена', 'drone kyiv', 'lviv', 'air', 'absent')),
    from: some(boundary),
    to: some(boundary),
    withRetracted: some(fc.boolean()),
    order: some(fc.constantFrom('oldest-first' as const, 'newest-first' as const)),
    limit: fc.integer({ min: 1, max: 5 }),
  }),
});
