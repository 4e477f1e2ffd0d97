import { afterAll, describe, expect, test } from 'vitest';

import type { ImportedEvent } from '../../src/domain/event.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import {
  createCounter,
  dayOneMs,
  dense,
  digesting,
  expectFoldedAnswers,
  factAt,
  live,
  minuteMs,
  openBad,
  told,
} from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const lateFacts = 10_000;
const liveFacts = 4000;

/** Facts that occurred among the first half of the live ones, and are told after all of them. */
function late(count: number): ImportedEvent[] {
  const everyMs = (liveFacts * minuteMs) / 2 / count;
  return Array.from({ length: count }, (_, index) =>
    factAt(`late-${index}`, dayOneMs + Math.round(index * everyMs) + 7),
  );
}

async function openWithLive(counter = createCounter(), checkpoints = dense) {
  const path = folder.file();
  const projections = [digesting({ onFact: counter.note })];
  const timeline = await openBad(path, projections, { checkpoints });
  await timeline.import(live(liveFacts));
  await timeline.caughtUp();
  counter.take();
  return { path, timeline };
}

const checkpointsOf = (timeline: Timeline) => timeline.projections()[0]?.checkpoints.count ?? 0;

describe('ten thousand late events', () => {
  const all = liveFacts + lateFacts;

  test('in one import: answers are right, and the repair folds everything about once', async () => {
    const counter = createCounter();
    const { path, timeline } = await openWithLive(counter);
    await timeline.import(late(lateFacts));
    await timeline.caughtUp();
    expect(counter.take()).toBeLessThan(2 * all);
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
  });

  test('in appends of a thousand: the repair folds no more than what is there at each', async () => {
    const counter = createCounter();
    const { path, timeline } = await openWithLive(counter);
    const events = told(late(lateFacts));
    for (let from = 0; from < lateFacts; from += 1000) {
      await timeline.append('seen-late', events.slice(from, from + 1000));
      await timeline.caughtUp();
    }
    expect(counter.take()).toBeLessThan(10 * all);
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
  });

  test('while states are asked for: each answer folds once at most', async () => {
    const counter = createCounter();
    const { path, timeline } = await openWithLive(counter);
    const events = told(late(2000));
    for (let from = 0; from < events.length; from += 200) {
      await timeline.append('seen-late', events.slice(from, from + 200));
      await timeline.state('digest');
    }
    expect(counter.take()).toBeLessThan(2 * (events.length / 200) * (liveFacts + events.length));
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
  });
});

describe('events dated far from the others', () => {
  const farFuture = Date.UTC(2999, 0, 1);
  const farPast = Date.UTC(1000, 0, 1);

  test.each([
    ['in the year 2999', [farFuture, farFuture + 1, farFuture + 2]],
    ['in the year 1000', [farPast, farPast + 1]],
    ['in both', [farFuture, farPast, farFuture + 1]],
  ])('%s change no answer and keep no checkpoints from being laid', async (_, dates) => {
    const path = folder.file();
    const usual = { facts: 8, bytesPerByte: 0, heldBytesMax: 0 };
    const timeline = await openBad(path, [digesting()], { checkpoints: usual });
    await timeline.import(live(liveFacts));
    await timeline.import(dates.map((atMs, index) => factAt(`far-${index}`, atMs)));
    await timeline.caughtUp();
    const before = checkpointsOf(timeline);
    await timeline.append('seen-here', told(live(1000, liveFacts)));
    await timeline.caughtUp();
    expect(checkpointsOf(timeline)).toBeGreaterThan(before + 1000 / 16);
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
  });

  test.each([farFuture, farPast])('%i, one in a hundred, change no answer', async (farMs) => {
    const path = folder.file();
    const timeline = await openBad(path, [digesting()]);
    const events = live(liveFacts).flatMap((event, index) =>
      index % 100 === 99
        ? [event, factAt(`far-${index}`, farMs + index, { recordedAt: event.recordedAt ?? 0 })]
        : [event],
    );
    await timeline.import(events);
    await timeline.caughtUp();
    expect(checkpointsOf(timeline)).toBeGreaterThan(liveFacts / 16);
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
  });
});
