import { expect, test } from 'vitest';

import type { TimelineError } from '../../src/domain/errors.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import { openTimeline } from '../../src/open.ts';
import { factAt, dayOneMs, minuteMs } from '../support/bad-days.ts';
import { testEvents } from '../support/vocabulary.ts';

const facts = 60;
/** About a megabyte each. */
const growing = defineProjection<readonly string[]>({
  name: 'growing',
  version: 1,
  description: 'A large state that is another after every fact.',
  initial: [],
  evolve: (state, fact) => [...state, fact.id + 'x'.repeat(1_000_000)].slice(-2),
});

async function openLarge() {
  const timeline = await openTimeline({
    store: 'memory:',
    events: testEvents,
    projections: [growing],
    checkpoints: false,
  });
  await timeline.import(
    Array.from({ length: facts }, (_, index) => {
      const atMs = dayOneMs + index * minuteMs;
      return factAt(`large-${index}`, atMs, { recordedAt: atMs });
    }),
  );
  return timeline;
}

test('an explanation of large values lists the latest that fit into one answer, and what was before them', async () => {
  const timeline = await openLarge();
  const { steps, earlier, standing } = await timeline.explain('growing', '');
  expect(standing).toBe('present');
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.length).toBeLessThan(facts / 2);
  expect(steps.at(-1)?.id).toBe(`large-${facts - 1}`);
  expect(earlier).toBeDefined();
  await timeline.close();
});

test('a series of large values is refused, and one of a part of them is not', async () => {
  const timeline = await openLarge();
  const refused = await timeline.series('growing', { path: '', points: facts }).then(
    () => undefined,
    (error: TimelineError) => error,
  );
  expect(refused).toMatchObject({ code: 'invalid-query', facts: { parameter: 'points' } });
  expect((await timeline.series('growing', { path: '', points: 2 })).points).toHaveLength(2);
  await timeline.close();
});
