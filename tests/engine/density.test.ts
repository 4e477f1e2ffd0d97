import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { maxInstantMs, minInstantMs } from '../../src/domain/instant.ts';
import type { Moment } from '../../src/domain/moment.ts';
import type { Axis, DensityAnswer, DensityOptions } from '../../src/engine/change-answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { createWorld, openInWorld, runScript } from '../support/run-script.ts';
import { startMs } from '../support/times.ts';

const dayMs = 86_400_000;

const end = fc.option(
  fc.oneof(
    fc.constantFrom(minInstantMs, maxInstantMs, startMs),
    fc.integer({ min: -60, max: 60 }).map((halfDays) => startMs + (halfDays * dayMs) / 2),
    fc.integer({ min: -3, max: 3 }).map((ms) => startMs + ms),
  ),
  { nil: undefined },
);

const questionArbitrary = fc.record({
  moment: momentArbitrary,
  axis: fc.constantFrom<Axis>('occurred', 'recorded'),
  ends: fc
    .tuple(end, end)
    .map(([from, to]) =>
      from !== undefined && to !== undefined && from > to ? { from: to, to: from } : { from, to },
    ),
  buckets: fc.constantFrom(1, 2, 3, 7, 100),
});

describeInStores('a density', ({ open, numRuns }) => {
  test('counts what a walk through the history, or through the log, finds in each bucket', async () => {
    await fc.assert(
      fc.asyncProperty(
        scriptArbitrary(),
        fc.array(questionArbitrary, { minLength: 30, maxLength: 30 }),
        async (script, questions) => {
          const world = createWorld();
          const timeline = await open(world);
          const ask = async ({ moment, axis, ends, buckets }: (typeof questions)[number]) => {
            const query = momentOf(moment, timeline.log({ after: 0, limit: 1000 }));
            await checkDensity(timeline, { ...query, ...ends, axis, buckets });
          };
          await runScript(timeline, script, world, async (step) => {
            const question = questions[step];
            if (question !== undefined) await ask(question);
          });
          for (const question of questions) await ask(question);
          await timeline.close();
        },
      ),
      { numRuns: Math.ceil(numRuns / 3), seed: lawSeed },
    );
  });
});

describe('a density', () => {
  test('reaches from the first to the last fact that is known, what is dated ahead among them, where no range is given', async () => {
    const timeline = await withThreeFacts();
    const { from, to, bucketMs, counts } = await timeline.density({ buckets: 8, asOf: 0 });
    expect([from, to]).toEqual([Date.UTC(2025, 6, 1), Date.UTC(2025, 6, 9)]);
    expect([bucketMs, counts]).toEqual([dayMs + 1, [1, 1, 0, 0, 0, 0, 0, 1]]);
    expect((await timeline.density({ knownAt: 1 })).counts).toEqual([1]);
    await timeline.close();
  });

  test('has an empty bucket at the moment where nothing is known', async () => {
    const timeline = await withThreeFacts();
    for (const axis of ['occurred', 'recorded'] as const) {
      const { from, to, bucketMs, counts } = await timeline.density({ axis, knownAt: 0, asOf: 5 });
      expect([from, to, bucketMs, counts]).toEqual([5, 5, 1, [0]]);
    }
    await timeline.close();
  });

  test('keeps an end that is given, also beyond everything', async () => {
    const timeline = await withThreeFacts();
    const early = await timeline.density({ to: 3 });
    expect([early.from, early.to, early.counts]).toEqual([3, 3, [0]]);
    const late = await timeline.density({ axis: 'recorded', from: maxInstantMs });
    expect([late.from, late.to, late.counts]).toEqual([maxInstantMs, maxInstantMs, [0]]);
    await timeline.close();
  });

  test('has as few buckets as whole milliseconds need, and no more of them than the range has milliseconds', async () => {
    const timeline = await withThreeFacts();
    const shape = async (from: number, to: number, buckets?: number) => {
      const { bucketMs, counts } = await timeline.density({ from, to, buckets });
      return [bucketMs, counts.length];
    };
    expect(await shape(0, 4, 10)).toEqual([1, 5]);
    expect(await shape(0, 149)).toEqual([2, 75]);
    expect(await shape(0, 99_999)).toEqual([1000, 100]);
    expect(await shape(minInstantMs, maxInstantMs, 1000)).toEqual([1.728e13 + 1, 1000]);
    await timeline.close();
  });

  test.each([
    ['from', { from: 2, to: 1 }],
    ['from', { from: 0.5 }],
    ['to', { to: 9e15 }],
    ['buckets', { buckets: 0 }],
    ['buckets', { buckets: 1001 }],
    ['axis', { axis: 'sideways' as Axis }],
  ])('is refused, naming %s, for %o', async (parameter, query: DensityOptions) => {
    const timeline = await withThreeFacts();
    await expect(timeline.density(query)).rejects.toMatchObject({
      code: 'invalid-query',
      facts: { parameter },
    });
    await timeline.close();
  });
});

async function withThreeFacts(): Promise<Timeline> {
  const timeline = await openInWorld(createWorld(), 'memory:');
  const times = ['2025-07-01', '2025-07-02T12:00:00Z', '2025-07-09'];
  await timeline.append(
    'seen-kyiv',
    times.map((occurred) => ({ type: 'ThingSeen', occurred, data: { title: occurred, count: 1 } })),
  );
  return timeline;
}

async function checkDensity(timeline: Timeline, query: Moment & DensityOptions): Promise<void> {
  const density = await timeline.density(query);
  const { axis, from, to, bucketMs, counts, moment } = density;
  const times = await timesOf(timeline, density);
  expect([axis, from <= to, counts.length <= (query.buckets ?? 100)]).toEqual([query.axis, true, true]);
  expect(Number.isInteger(bucketMs) && bucketMs >= 1).toBe(true);
  expect(from + bucketMs * counts.length).toBeGreaterThan(to);
  expect(from + bucketMs * (counts.length - 1)).toBeLessThanOrEqual(to);
  const bounds = counts.map((_, index) => from + index * bucketMs);
  expect([moment, counts]).toEqual([
    moment,
    bounds.map(
      (bound, index) =>
        times.filter((ms) => ms >= bound && ms <= to && ms < (bounds[index + 1] ?? to + 1)).length,
    ),
  ]);
  if (times.length > 0) {
    expect(from).toBe(query.from ?? Math.min(query.to ?? from, ...times));
    expect(to).toBe(query.to ?? Math.max(query.from ?? to, ...times));
  }
}

async function timesOf(timeline: Timeline, { axis, moment }: DensityAnswer): Promise<readonly number[]> {
  if (axis === 'recorded')
    return timeline
      .log({ after: 0, through: moment.position, limit: 1000 })
      .map(({ recordedAt }) => recordedAt);
  const facts = await Array.fromAsync(timeline.history({ asOf: maxInstantMs, knownAt: moment.position }));
  return facts.map(({ when }) => when.from);
}
