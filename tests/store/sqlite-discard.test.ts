import { afterAll, describe, expect, test } from 'vitest';

import { assert } from '../../src/domain/assert.ts';
import type { EventLog } from '../../src/store/port.ts';
import { askIndex } from '../support/bad-days.ts';
import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** How many rows there are of a build: its series, and what hangs on them. */
function rowsOf(path: string, build: number) {
  const ofBuild = `(SELECT id FROM series WHERE build = ${build})`;
  const checkpoints = `SELECT id FROM checkpoint WHERE series IN ${ofBuild}`;
  const count = (from: string) => Number(askIndex(path, `SELECT count(*) AS rows FROM ${from}`)[0]?.['rows']);
  return {
    series: count(`series WHERE build = ${build}`),
    checkpoints: count(`(${checkpoints})`),
    states: count(`checkpoint_state WHERE id IN (${checkpoints})`),
    readings: count(`reading_key WHERE series IN ${ofBuild}`),
    selections: count(`selection WHERE build = ${build}`),
  };
}

/** How many of these rows count: the state of a checkpoint goes with it. */
function rowsIn({ series, checkpoints, readings, selections }: ReturnType<typeof rowsOf>): number {
  return series + checkpoints + readings + selections;
}

/** Begins a build of nine series, each with four readings and three checkpoints, two of which the last reading closes. */
function fill({ projections }: EventLog, projection: string): number {
  const { id } = projections.begin({ projection, version: 1, fingerprint: 'of this code' });
  const names = Array.from({ length: 9 }, (_, index) => `key ${index}`);
  const reading = (position: number, fromMs: number) => {
    return { position, fact: position, fromMs, touchedMs: fromMs, series: names, left: [] };
  };
  projections.follow(id, 3, [reading(1, 1000), reading(2, 2000), reading(3, 3000)], {
    isKeyed: true,
    isSelecting: true,
  });
  for (const name of names)
    for (const occurredMs of [1000, 2000, 3000]) {
      const series = projections.series(id, name);
      assert(series !== undefined, 'a series that was followed is there');
      projections.keep(id, series, { occurredMs, recordedFrom: 3, facts: 1, state: '{}' });
    }
  projections.follow(id, 4, [reading(4, 1500)], { isKeyed: true, isSelecting: true });
  return id;
}

const whole = { series: 9, checkpoints: 27, states: 27, readings: 36, selections: 2 };
const nothing = { series: 0, checkpoints: 0, states: 0, readings: 0, selections: 0 };

describe('a build that is discarded', () => {
  test('loses so many rows at a time, its states with them, and in the end all; another one loses nothing', async () => {
    const path = folder.file();
    const store = openFile(path);
    const [gone, left] = [fill(store, 'gone'), fill(store, 'left')];
    expect([rowsOf(path, gone), rowsOf(path, left)]).toEqual([whole, whole]);
    const lost: number[] = [];
    for (let isGone = false; !isGone;) {
      const before = rowsOf(path, gone);
      isGone = store.projections.discard(gone, 5);
      const after = rowsOf(path, gone);
      expect(after.states).toBe(after.checkpoints);
      lost.push(rowsIn(before) - rowsIn(after));
    }
    // 74 rows: fourteen times five, and four.
    expect(lost).toEqual([...Array.from({ length: 14 }, () => 5), 4]);
    expect([rowsOf(path, gone), rowsOf(path, left)]).toEqual([nothing, whole]);
    expect(askIndex(path, 'SELECT count(*) AS rows FROM checkpoint_state')).toEqual([{ rows: 27 }]);
    expect(store.projections.builds().map(({ id }) => id)).toEqual([left]);
    await store.close();
  });

  test('is no build to answer from once the first rows are gone', async () => {
    const store = openFile(folder.file());
    const gone = fill(store, 'gone');
    store.projections.complete(gone);
    expect(store.projections.discard(gone, 1)).toBe(false);
    expect(store.projections.builds()).toMatchObject([
      { id: gone, isComplete: false, fingerprint: 'discarded' },
    ]);
    await store.close();
  });
});
