import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import type { Projection } from '../../src/domain/projection.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { Script } from '../support/arbitraries.ts';
import { scriptArbitrary, tags } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { concerning, createKnownOracle } from '../support/known-oracle.ts';
import { openLive, seen } from '../support/live-timeline.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { seenByTag, seenInOrder, seenWithRetracted } from '../support/projections.ts';
import { createWorld, runScript } from '../support/run-script.ts';
import { startMs } from '../support/times.ts';
import { upcastTest } from '../support/upcasting.ts';

const between = fc.record({
  from: momentArbitrary,
  to: momentArbitrary,
  projection: fc.constantFrom<Projection>(
    seenInOrder as Projection,
    seenWithRetracted as Projection,
    seenByTag as Projection,
  ),
  key: fc.constantFrom(...tags),
  limit: fc.option(fc.nat(6), { nil: undefined, freq: 2 }),
});

const keyOf = ({ key: keysOf }: Projection, key: string) => (keysOf === undefined ? undefined : key);

describeInStores('a diff between any two moments', ({ open, numRuns }) => {
  test('has the exact patch, and lists the facts in which the histories of the oracle differ, with reasons', async () => {
    const counts = { diffs: 0, events: 0, more: 0, unknown: 0 };
    await fc.assert(
      fc.asyncProperty(
        scriptArbitrary(),
        fc.array(between, { minLength: 6, maxLength: 6 }),
        async (script, asked) => {
          const timeline = await written(script, open);
          const log = timeline.log({ after: 0, limit: 1000 });
          const oracle = createKnownOracle(log, upcastTest);
          for (const { from, to, projection, key: anyKey, limit } of asked) {
            const key = keyOf(projection, anyKey);
            const moments = [momentOf(from, log), momentOf(to, log)] as const;
            const answer = await timeline
              .diff(projection.name, ...moments, { key, limit })
              .catch((error: unknown) => {
                expect(error).toMatchObject({ code: 'unknown-key' });
              });
            const later =
              answer === undefined ? log.length : Math.max(answer.from.position, answer.to.position);
            if (answer === undefined) {
              counts.unknown += 1;
              const positions = await Promise.all(
                moments.map(
                  async (moment) => (await timeline.timeline({ ...moment, limit: 1 })).moment.position,
                ),
              );
              expect(oracle.isKeyKnown(projection, Math.max(...positions), anyKey)).toBe(false);
              continue;
            }
            if (key !== undefined) expect(oracle.isKeyKnown(projection, later, key)).toBe(true);
            const before = oracle.state(projection, answer.from, key);
            expect(applyPatch(before, answer.patch)).toEqual(oracle.state(projection, answer.to, key));
            const differences = oracle.differences(answer.from, answer.to, concerning(projection, key));
            expect(answer.events).toEqual(differences.slice(0, limit ?? 100));
            expect(answer.more).toBe(differences.length > (limit ?? 100));
            counts.diffs += 1;
            counts.events += answer.events.length;
            if (answer.more) counts.more += 1;
          }
          await timeline.close();
        },
      ),
      { numRuns, seed: lawSeed },
    );
    console.log(`diffs: seed ${lawSeed}, ${JSON.stringify(counts)}`);
    expect(counts.events).toBeGreaterThan(counts.diffs);
    expect(counts.more).toBeGreaterThan(numRuns / 4);
  });
});

async function written(script: Script, open: (world: ReturnType<typeof createWorld>) => Promise<Timeline>) {
  const world = createWorld();
  const timeline = await open(world);
  await runScript(timeline, script, world);
  return timeline;
}

const many = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => seen(`${name}-${index}`, startMs - 1000));

describe('a diff', () => {
  test('of a long way lists the facts that differ in the end, and no other', async () => {
    const { timeline } = openLive();
    await timeline.append('seen-here', many('a', 600));
    for (let index = 0; index < 590; index += 1)
      await timeline.retract(`a-${index}`, { reason: 'it was none' });
    await timeline.append('seen-here', many('b', 10));
    const from = { knownAt: 0 };
    const all = await timeline.diff('seen-in-order', from, {}, { limit: 1000 });
    expect(all.events).toHaveLength(20);
    expect(all.more).toBe(false);
    for (const limit of [0, 5, 19, 20, 21]) {
      const some = await timeline.diff('seen-in-order', from, {}, { limit });
      expect(some.more).toBe(limit < 20);
      expect(some.events).toHaveLength(Math.min(limit, 20));
      for (const one of some.events) expect(all.events).toContainEqual(one);
    }
    await timeline.close();
  });

  test('lists in the order of the events that make the difference, however far it has to look', async () => {
    const { timeline } = openLive();
    await timeline.append('seen-here', many('a', 700));
    await timeline.correct('a-0', { reason: 'it was otherwise', data: { title: 'corrected', count: 2 } });
    const { events, more } = await timeline.diff('seen-in-order', { knownAt: 0 }, {}, { limit: 10 });
    expect(more).toBe(true);
    const positions = events.map(({ byPosition }) => byPosition);
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(events).toHaveLength(10);
    await timeline.close();
  });

  test('means the same head and the same now for both where neither says otherwise', async () => {
    const live = openLive({ waitMsMax: 60_000 });
    await live.timeline.append('seen-here', many('a', 1));
    const asked = live.timeline.diff('seen-in-order', { asOf: startMs - 5000 }, { minPosition: 3 });
    await live.timeline.append('seen-here', many('b', 1));
    live.nowMs += 1000;
    await live.timeline.append('seen-here', many('c', 1));
    const { from, to } = await asked;
    expect([from.position, to.position]).toEqual([3, 3]);
    expect(from.knownAt).toBe(to.knownAt);
    const both = await live.timeline.diff(
      'seen-in-order',
      { certainty: 'possible' },
      { certainty: 'certain' },
    );
    expect(both.from.asOf).toBe(both.to.asOf);
    await live.timeline.close();
  });

  test.each([-1, 1001, 0.5])('refuses a limit of %d', async (limit) => {
    const { timeline } = openLive();
    await expect(timeline.diff('seen-in-order', {}, {}, { limit })).rejects.toMatchObject({
      code: 'invalid-query',
    });
    await timeline.close();
  });

  test('refuses a key where there are none, and needs one where there are', async () => {
    const { timeline } = openLive();
    await expect(timeline.diff('seen-in-order', {}, {}, { key: 'a' })).rejects.toMatchObject({
      code: 'invalid-query',
    });
    await expect(timeline.diff('seen-by-tag', {}, {})).rejects.toMatchObject({ code: 'key-required' });
    await expect(timeline.diff('never', {}, {})).rejects.toMatchObject({ code: 'unknown-projection' });
    await timeline.close();
  });
});
