import { afterAll, describe, expect, test } from 'vitest';

import type { TimelineError } from '../../src/domain/errors.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { createCounter, digesting, expectFoldedAnswers, openBad, saveStates } from '../support/bad-days.ts';
import { buildsIn, facts, leftBehind, sound } from '../support/rebuilding.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** Makes a file in which all that can be saved of some projections is. */
async function saved(projections: readonly Projection[]): Promise<string> {
  const path = folder.file();
  await saveStates(path, projections, { facts });
  return path;
}

/** Begins a rebuild and cancels it when it has folded some facts; the timeline may be closed in the same breath. */
async function cancelled(path: string, isClosedAtOnce = false) {
  const giveUp = new AbortController();
  let isRebuilding = false;
  const projection = digesting({
    keyed: true,
    onFact: ({ position }) => {
      if (isRebuilding && position > 1000) giveUp.abort();
    },
  });
  const timeline = await openBad(path, [projection, sound]);
  await timeline.caughtUp();
  isRebuilding = true;
  const codes: unknown[] = [];
  await timeline
    .rebuild('digest', { signal: giveUp.signal })
    .catch(({ code }: TimelineError) => codes.push(code));
  await (isClosedAtOnce ? timeline.close() : undefined);
  expect(codes).toEqual(['rebuild-cancelled']);
  isRebuilding = false;
  return timeline;
}

describe('a rebuild that is cancelled', () => {
  test('leaves nothing behind, and what was there before goes on answering', async () => {
    const path = await saved([digesting({ keyed: true }), sound]);
    const before = buildsIn(path);
    const timeline = await cancelled(path);
    await timeline.caughtUp();
    await expectFoldedAnswers(timeline, path, [digesting({ keyed: true }), sound]);
    await timeline.close();
    expect(buildsIn(path)).toEqual(before);
    expect(leftBehind(path)).toEqual([]);
  });

  test('just before the timeline is closed, does not go on when it is opened again', async () => {
    const path = await saved([digesting({ keyed: true }), sound]);
    const before = buildsIn(path);
    await cancelled(path, true);
    const counter = createCounter();
    const again = await openBad(path, [digesting({ keyed: true, onFact: counter.note }), sound]);
    await again.caughtUp();
    await again.close();
    expect(counter.take()).toBe(0);
    expect(buildsIn(path)).toEqual(before);
  });
});
