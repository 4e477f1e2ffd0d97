import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ListedReading, ReadingsQuery } from '../../src/engine/reading-answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { publishers, scriptArbitrary, startMs, streamNames, tags } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { listedByHand } from '../support/listed-by-hand.ts';
import { createWorld, runScript } from '../support/run-script.ts';

const dayMs = 86_400_000;

/** Instants around those at which generated facts occur, and far from them. */
const instant = fc.oneof(
  fc.integer({ min: -3 * dayMs, max: 3 * dayMs }).map((ms) => startMs + ms),
  fc.constantFrom(startMs, startMs - 400 * dayMs, startMs + 400 * dayMs, -8.64e15, 8.64e15),
);
const seldom = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const some = <Value>(values: readonly Value[]) =>
  seldom(fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 }));
const share = fc.double({ min: 0, max: 1, noNaN: true });

/** What is asked; positions are shares of the log. */
const questionArbitrary = fc.record({
  window: fc.tuple(instant, instant, fc.constantFrom('both', 'from', 'to', 'none')),
  about: some(tags),
  types: some(['ThingSeen', 'SoundHeard']),
  streams: some(streamNames),
  publishers: some(publishers),
  text: seldom(fc.constantFrom('drone', 'elysee', 'сирена', 'kyiv over', 'nothing')),
  lanes: fc.constantFrom('stream', 'actor', 'place', 'type', 'source'),
  knownAt: seldom(share),
  after: seldom(share),
  titles: fc.boolean(),
  limit: fc.constantFrom(1, 2, 3, 1000),
});

describeInStores('what is listed of readings', ({ numRuns, open }) => {
  test('is what their facts say one by one, in whatever pages', async () => {
    let listed = 0;
    await fc.assert(
      fc.asyncProperty(
        scriptArbitrary(),
        fc.array(questionArbitrary, { minLength: 12, maxLength: 12 }),
        async (script, questions) => {
          const world = createWorld();
          const timeline = await open(world);
          try {
            await runScript(timeline, script, world);
            for (const question of questions) {
              const query = queryOf(question, timeline.head().position);
              const byHand = await listedByHand(timeline, query);
              const pages = await pagesOf(timeline, query);
              expect(pages.readings, JSON.stringify(query)).toEqual(byHand);
              expect(pages.inAll).toEqual([byHand.length]);
              listed += byHand.length;
            }
          } finally {
            await timeline.close();
          }
        },
      ),
      { seed: lawSeed, numRuns },
    );
    expect(listed).toBeGreaterThan(numRuns * 10);
  });
});

type Question = typeof questionArbitrary extends fc.Arbitrary<infer Asked> ? Asked : never;

function queryOf({ window: [one, other, bounds], knownAt, after, ...question }: Question, head: number) {
  const at = (of: number | undefined) => (of === undefined ? undefined : Math.round(of * head));
  return {
    ...question,
    ...(bounds === 'both' || bounds === 'from' ? { from: Math.min(one, other) } : {}),
    ...(bounds === 'both' || bounds === 'to' ? { to: Math.max(one, other) } : {}),
    knownAt: at(knownAt),
    after: at(after),
  } satisfies ReadingsQuery;
}

async function pagesOf(timeline: Timeline, query: ReadingsQuery) {
  const readings: ListedReading[] = [];
  const inAll = new Set<number>();
  let page: string | undefined;
  do {
    const answer = await timeline.readings({ ...query, page });
    expect(answer.exact).toBe(true);
    readings.push(...answer.readings.map((reading) => ({ ...reading, lanes: reading.lanes.toSorted() })));
    inAll.add(answer.inAll);
    page = answer.next;
  } while (page !== undefined);
  return { readings, inAll: [...inAll] };
}
