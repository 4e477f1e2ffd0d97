import { DatabaseSync } from 'node:sqlite';

import { afterAll, describe, expect, test } from 'vitest';

import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { dense, expectFoldedAnswers, factAt, live, openBad, told } from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** Keeps the texts of the last facts whole. */
function keepingTexts(most: number): Projection<readonly string[]> {
  return defineProjection<readonly string[]>({
    name: 'texts',
    version: 1,
    description: 'The last texts.',
    initial: [],
    evolve: (state, { data }) => [...state, String(data['summary'])].slice(-most),
  });
}

const textLength = 8000;
/** A text that does not grow shorter when it is compressed, other than by a quarter. */
function noise(seed: number): string {
  let value = seed + 1;
  const bytes = Buffer.alloc((textLength * 3) / 4);
  for (let index = 0; index < bytes.length; index += 1) {
    value = (Math.imul(value, 1_103_515_245) + 12_345) | 0;
    bytes[index] = value >>> 16;
  }
  return bytes.toString('base64');
}

const withTexts = (count: number, from = 0) =>
  live(count, from).map((event, index) => ({
    ...event,
    data: { title: event.id, count: 1, summary: noise(from + index) },
  }));
const checkpointsOf = (timeline: Timeline) =>
  timeline.projections()[0]?.checkpoints ?? { count: 0, bytes: 0 };

describe('a state of ten megabytes', () => {
  const texts = 1250;

  test('is answered as without checkpoints', async () => {
    const path = folder.file();
    const projection = keepingTexts(texts);
    const timeline = await openBad(path, [projection], { checkpoints: { facts: 400, bytesPerByte: 0 } });
    await timeline.import(withTexts(texts + 200));
    await timeline.caughtUp();
    expect(checkpointsOf(timeline).count).toBeGreaterThan(0);
    await timeline.append('seen-here', told([factAt('late', Date.UTC(2025, 0, 1, 1))]));
    for (const moment of [{}, { knownAt: 700 }, { asOf: Date.UTC(2025, 0, 1, 12) }]) {
      const { state } = await timeline.state('texts', moment);
      const naive = await openBad(path, [projection], { readOnly: true, checkpoints: false });
      expect(JSON.stringify(state) === JSON.stringify((await naive.state('texts', moment)).state)).toBe(true);
      await naive.close();
    }
    await timeline.close();
  });

  test('keeps its checkpoints within the bytes that they may take', async () => {
    const bytesMin = 8 * 2 ** 20;
    const checkpoints = { bytesMin, logShare: 0, bytesPerByte: 0 };
    const timeline = await openBad(folder.file(), [keepingTexts(texts)], { checkpoints });
    await timeline.import(withTexts(texts + 200));
    await timeline.caughtUp();
    expect(checkpointsOf(timeline).bytes).toBeLessThanOrEqual(bytesMin);
    await timeline.close();
  });
});

test('a few large checkpoints, too, are kept within the bytes that they may take', async () => {
  const bytesMin = 100_000;
  const checkpoints = { bytesMin, logShare: 0, bytesPerByte: 0 };
  const timeline = await openBad(folder.file(), [keepingTexts(1000)], { checkpoints });
  await timeline.import(withTexts(300));
  await timeline.caughtUp();
  expect(checkpointsOf(timeline).bytes).toBeLessThanOrEqual(bytesMin);
  await timeline.close();
});

describe('when there is no room for a checkpoint', () => {
  test('appends are recorded and answered as ever, and it is laid when there is room again', async () => {
    const path = folder.file();
    const projection = keepingTexts(400);
    const { timeline, index } = await openWithIndex(path, projection);
    // Enough for a checkpoint, however few facts are followed at a time: a series that rests is looked at again after 100 more.
    await timeline.import(withTexts(200));
    await timeline.caughtUp();
    const { count } = checkpointsOf(timeline);
    expect(count).toBeGreaterThan(0);
    // Readings find room in these pages; a state of half a megabyte does not.
    const pages = Number(index.prepare('PRAGMA page_count').get()?.['page_count']);
    index.exec(`PRAGMA max_page_count = ${pages + 40}`);
    const events = told(withTexts(200, 200));
    for (let from = 0; from < 200; from += 20) {
      const { events: recorded } = await timeline.append('seen-here', events.slice(from, from + 20));
      expect(recorded).toHaveLength(20);
      const { state } = await timeline.state('texts');
      expect(state).toHaveLength(220 + from);
    }
    // Nobody is to wait for what finds no room: this is the time after which it is tried again.
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(checkpointsOf(timeline).count).toBe(count);
    expect(timeline.projections()).toMatchObject([{ health: 'ok' }]);
    await expectFoldedAnswers(timeline, path, [projection]);

    index.exec('PRAGMA max_page_count = 4294967294');
    await timeline.caughtUp();
    expect(checkpointsOf(timeline).count).toBeGreaterThan(count);
    await expectFoldedAnswers(timeline, path, [projection]);
    expect((await timeline.verify()).faults).toEqual([]);
    await timeline.close();
  });
});

/** Opens a timeline and hands out the connection that writes to its index, to take the room away there. */
async function openWithIndex(path: string, projection: Projection) {
  const { exec } = DatabaseSync.prototype;
  const opened = new Set<DatabaseSync>();
  DatabaseSync.prototype.exec = function noting(sql) {
    opened.add(this);
    exec.call(this, sql);
  };
  try {
    const timeline = await openBad(path, [projection], { checkpoints: { ...dense, facts: 50 } });
    const index = [...opened].find((one) => one.location()?.endsWith('-index') === true);
    if (index === undefined) throw new Error('a store has an index');
    return { timeline, index };
  } finally {
    DatabaseSync.prototype.exec = exec;
  }
}
