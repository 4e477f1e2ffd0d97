import { afterAll, describe, expect, test } from 'vitest';

import type { CheckpointOptions } from '../../src/engine/projecting.ts';
import { createCounter, dayOneMs, digesting, factAt, live, minuteMs, openBad } from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** As usual, but nothing is held in memory: every answer begins from what is saved. */
const usual: CheckpointOptions = { heldBytesMax: 0 };

/** The most facts that any answer folds, as of settled moments all over both times. */
async function costliest(facts: number, lateEvery = 0): Promise<number> {
  const path = folder.file();
  const counter = createCounter();
  const timeline = await openBad(path, [digesting({ onFact: counter.note })], { checkpoints: usual });
  const events = live(facts).flatMap((event, index) =>
    lateEvery > 0 && index % lateEvery === lateEvery - 1
      ? [
          event,
          factAt(`late-${index}`, dayOneMs + (index - 20) * minuteMs, { recordedAt: event.recordedAt ?? 0 }),
        ]
      : [event],
  );
  await timeline.import(events);
  await timeline.caughtUp();
  counter.take();
  const costs: number[] = [];
  const { position } = timeline.head();
  for (let place = 1; place < 20; place += 1) {
    const share = place / 20;
    const asOf = dayOneMs + Math.floor(share * facts) * minuteMs;
    // Looked back at from today; as it was known then; and known then, as of a day that had long begun by then.
    for (const moment of [
      { asOf },
      { asOf, knownAt: Math.ceil(share * position) },
      { asOf: asOf / 1, knownAt: position },
    ]) {
      await timeline.state('digest', moment);
      costs.push(counter.take());
    }
    await timeline.state('digest', {
      asOf: dayOneMs + Math.floor((share / 2) * facts) * minuteMs,
      knownAt: Math.ceil(share * position),
    });
    costs.push(counter.take());
  }
  await timeline.close();
  return Math.max(...costs);
}

describe('an answer as of a settled moment costs no more in a long log', () => {
  test.each([2000, 20_000])(
    'of %i facts told as they occurred: less than two checkpoints lie apart',
    async (facts) => {
      expect(await costliest(facts)).toBeLessThanOrEqual(2 * 64);
    },
  );

  test.each([2000, 20_000])('of %i facts of which some are told late', async (facts) => {
    expect(await costliest(facts, 50)).toBeLessThanOrEqual(4 * 64);
  });

  test('and without checkpoints it does', async () => {
    const path = folder.file();
    const counter = createCounter();
    const timeline = await openBad(path, [digesting({ onFact: counter.note })], { checkpoints: false });
    await timeline.import(live(2000));
    await timeline.state('digest');
    expect(counter.take()).toBe(2000);
    await timeline.close();
  });
});
