import { afterAll, describe, expect, test } from 'vitest';

import type { Timeline } from '../../src/engine/timeline.ts';
import {
  dayOneMs,
  digesting,
  expectFoldedAnswers,
  factAt,
  minuteMs,
  openBad,
  told,
} from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Tells one fact after another and moves the clock after each by what `moves` says, over and over. */
async function tell(timeline: Timeline, clock: { nowMs: number }, from: number, moves: readonly number[]) {
  for (let number = from; number < from + 300; number += 1) {
    await timeline.append('seen-here', told([factAt(`told-${number}`, clock.nowMs - minuteMs)]));
    clock.nowMs += moves[number % moves.length] ?? 0;
    if (number % 50 === 0) await timeline.state('digest');
    if (number % 100 === 0) await timeline.caughtUp();
  }
}

function expectTimesNeverDecrease(timeline: Timeline): void {
  const times = timeline.log({ after: 0, limit: 10_000 }).map(({ recordedAt }) => recordedAt);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
}

describe('a clock that runs backwards', () => {
  test.each([
    ['a little now and then', [minuteMs, minuteMs, -2 * minuteMs, 3 * minuteMs]],
    ['by a day after each hour', [...Array.from({ length: 59 }, () => minuteMs), -dayMs]],
    ['all the time', [-minuteMs]],
  ])(
    '%s, between appends and between two openings, makes no recorded time decrease and no checkpoint untrue',
    async (_, moves) => {
      const path = folder.file();
      const clock = { nowMs: dayOneMs };
      const open = async () => openBad(path, [digesting()], { clock: () => clock.nowMs });
      for (let opening = 0; opening < 3; opening += 1) {
        const timeline = await open();
        await tell(timeline, clock, opening * 300, moves);
        await timeline.caughtUp();
        expectTimesNeverDecrease(timeline);
        await expectFoldedAnswers(timeline, path, [digesting()]);
        await timeline.close();
        clock.nowMs -= dayMs;
      }
      const timeline = await open();
      expect(timeline.head().position).toBe(900);
      expect((await timeline.verify()).faults).toEqual([]);
      await expectFoldedAnswers(timeline, path, [digesting()]);
      await timeline.close();
    },
  );

  test('does not change what was known at an instant that was asked for', async () => {
    const clock = { nowMs: dayOneMs };
    const timeline = await openBad(folder.file(), [digesting()], { clock: () => clock.nowMs });
    await tell(timeline, clock, 0, [minuteMs]);
    const moment = { asOf: clock.nowMs, knownAt: new Date(clock.nowMs).toISOString() };
    const before = await timeline.state('digest', moment);
    clock.nowMs -= dayMs;
    await tell(timeline, clock, 300, [minuteMs]);
    await timeline.caughtUp();
    expect(await timeline.state('digest', moment)).toEqual(before);
    await timeline.close();
  });
});
