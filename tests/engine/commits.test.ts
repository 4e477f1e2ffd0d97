import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Commit, CommitsOptions } from '../../src/engine/change-answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { createWorld, openInWorld, runScript } from '../support/run-script.ts';

describeInStores('commits', ({ open, numRuns }) => {
  test('read in pages of any size are those that a walk through the log finds, in either order', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), fc.integer({ min: 1, max: 5 }), async (script, limit) => {
        const world = createWorld();
        const timeline = await open(world);
        await runScript(timeline, script, world);
        const walked = walkedCommits(timeline);
        expect(inPages(timeline, limit, 'oldest-first')).toEqual(walked);
        expect(inPages(timeline, limit, 'newest-first')).toEqual(walked.toReversed());
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });
});

describe('commits', () => {
  test('are a hundred where no limit is given, and say what follows only where something does', async () => {
    const timeline = await openInWorld(createWorld(), 'memory:');
    expect(timeline.commits()).toEqual({ commits: [] });
    await timeline.import(Array.from({ length: 101 }, (_, index) => seen(index)));
    const { commits, next } = timeline.commits();
    expect([commits.length, next]).toEqual([100, 100]);
    expect(timeline.commits({ after: next })).toEqual({
      commits: [{ position: 101, first: 101, recordedAt: 100, events: 1 }],
    });
    await timeline.close();
  });

  test.each<[string, CommitsOptions]>([
    ['from', { from: 2, to: 1 }],
    ['from', { from: Number.NaN }],
    ['to', { to: 1.5 }],
    ['after', { after: -1 }],
    ['before', { before: 0.5 }],
    ['limit', { limit: 0 }],
    ['limit', { limit: 1001 }],
    ['order', { order: 'upwards' as 'oldest-first' }],
  ])('are refused, naming %s, for %o', async (parameter, query) => {
    const timeline = await openInWorld(createWorld(), 'memory:');
    expect(() => timeline.commits(query)).toThrow(
      expect.objectContaining({ code: 'invalid-query', facts: { parameter } }),
    );
    await timeline.close();
  });
});

function seen(recordedAt: number) {
  const data = { title: 'x', count: 1 };
  return { stream: 'seen-kyiv', type: 'ThingSeen', occurred: '2025', data, recordedAt };
}

function inPages(
  timeline: Timeline,
  limit: number,
  order: 'oldest-first' | 'newest-first',
): readonly Commit[] {
  const listed: Commit[] = [];
  for (let next: number | undefined, isFirst = true; isFirst || next !== undefined; isFirst = false) {
    const page = timeline.commits({ limit, order, [order === 'oldest-first' ? 'after' : 'before']: next });
    listed.push(...page.commits);
    next = page.next;
  }
  return listed;
}

function walkedCommits(timeline: Timeline): readonly Commit[] {
  const byInstant = Map.groupBy(timeline.log({ after: 0, limit: 1000 }), ({ recordedAt }) => recordedAt);
  return [...byInstant].map(([recordedAt, events]) => ({
    position: events.at(-1)?.position ?? 0,
    first: events[0]?.position ?? 0,
    recordedAt,
    events: events.length,
  }));
}
