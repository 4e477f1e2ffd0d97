import { afterAll, describe, expect, test } from 'vitest';

import type { EventLog } from '../../src/store/port.ts';
import { openReader } from '../../src/store/sqlite/open.ts';
import { discardSelectionsSql, groupSql, removeGroupSql } from '../../src/store/sqlite/selections.ts';
import { askIndex } from '../support/bad-days.ts';
import { planOf } from '../support/query-plans.ts';
import { openFile, runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const selecting = { isKeyed: false, isSelecting: true };
const groupSize = 256;

/** Positions from one to another. */
const span = (from: number, through: number) =>
  Array.from({ length: through - from + 1 }, (_, index) => from + index);

/** What is selected of a position here: nothing of every third, null of every third. */
const valueAt = (position: number): unknown =>
  position % 3 === 0 ? undefined : position % 3 === 1 ? null : { at: [position] };

const begin = ({ projections }: EventLog, projection = 'one') =>
  projections.begin({ projection, version: 1, fingerprint: 'of this code' }).id;

function follow({ projections }: EventLog, build: number, from: number, last: number, through = last): void {
  const readings = span(from, last).map((position) => ({
    position,
    fact: position,
    fromMs: position,
    touchedMs: position,
    series: [''],
    left: [],
    selected: valueAt(position),
  }));
  projections.follow(build, through, readings, selecting);
}

const rowsIn = (path: string, build = 1) =>
  askIndex(path, `SELECT first, positions FROM selection WHERE build = ${build} ORDER BY first`);

/** Makes a closed file in which a build has followed 600 positions: two whole groups and part of one; another build has as many. */
async function filled(): Promise<string> {
  const path = folder.file();
  const store = openFile(path);
  for (const build of [begin(store), begin(store, 'other')]) follow(store, build, 1, 600);
  await store.close();
  return path;
}

/** Opens a file and returns what a build selected of some positions. */
async function reopened(path: string, positions: readonly number[], build = 1): Promise<unknown> {
  const store = openFile(path);
  const selected = store.projections.selected(build, positions);
  await store.close();
  return selected;
}

describe('what a build selected', () => {
  test('one position at a time is written anew in one row when its group is full', async () => {
    const path = folder.file();
    const store = openFile(path);
    const build = begin(store);
    for (const position of span(1, groupSize - 1)) follow(store, build, position, position);
    expect(rowsIn(path)).toHaveLength(groupSize - 1);
    expect(store.projections.selected(build, span(1, 255))).toEqual(span(1, 255).map(valueAt));
    follow(store, build, groupSize, groupSize + 2);
    expect(rowsIn(path)).toEqual([
      { first: 1, positions: groupSize },
      { first: groupSize + 1, positions: 2 },
    ]);
    expect(store.projections.selected(build, span(1, 258))).toEqual(span(1, 258).map(valueAt));
    await store.close();
    expect(await reopened(path, span(1, 258))).toEqual(span(1, 258).map(valueAt));
  });

  test('in parts that reach over the ends of groups is the same from memory and from the file', async () => {
    const path = folder.file();
    const store = openFile(path);
    const build = begin(store);
    let from = 1;
    for (const count of [1, 254, 3, 300, 1, 209, 255]) {
      follow(store, build, from, from + count - 1);
      from += count;
    }
    const all = span(1, from - 1);
    expect(store.projections.selected(build, all)).toEqual(all.map(valueAt));
    await store.close();
    expect(rowsIn(path).filter(({ positions }) => positions === groupSize)).toHaveLength(3);
    const shuffled = all.toSorted((a, b) => ((a * 7919) % 1031) - ((b * 7919) % 1031));
    expect(await reopened(path, shuffled)).toEqual(shuffled.map(valueAt));
  });

  test('is frozen through and through when it is read back, and nothing is not null', async () => {
    const selected = await reopened(await filled(), span(1, 100));
    expect(selected).toEqual(span(1, 100).map(valueAt));
    const [first, second, third] = Array.isArray(selected) ? (selected as unknown[]) : [];
    expect([first, second, third]).toStrictEqual([null, { at: [2] }, undefined]);
    expect(Object.isFrozen(second) && Object.isFrozen(Object.values(second ?? {})[0])).toBe(true);
  });

  test('is not told in part: not behind the build, nor of few positions of groups that were not read', async () => {
    const path = await filled();
    const store = openFile(path);
    const { selected } = store.projections;
    expect(selected(1, [])).toEqual([]);
    expect(selected(1, [1, 300, 600])).toBeUndefined();
    expect(selected(1, span(1, 15))).toBeUndefined();
    expect(selected(1, span(590, 601))).toBeUndefined();
    expect(selected(1, span(560, 601))).toBeUndefined();
    expect(selected(1, span(1, 600))).toEqual(span(1, 600).map(valueAt));
    expect(selected(1, [300])).toEqual([valueAt(300)]);
    expect(selected(1, [601])).toBeUndefined();
    expect(selected(3, span(1, 100))).toBeUndefined();
    follow(store, 1, 601, 601);
    expect(selected(1, [601])).toEqual([valueAt(601)]);
    await store.close();
  });

  test('behind a gap is not told, nor the rest of that group; the next group is', async () => {
    const path = folder.file();
    const store = openFile(path);
    const build = begin(store);
    follow(store, build, 1, 100);
    follow(store, build, 150, 300);
    const { selected } = store.projections;
    expect(selected(build, span(1, 100))).toEqual(span(1, 100).map(valueAt));
    expect(selected(build, span(90, 120))).toBeUndefined();
    expect(selected(build, span(150, 200))).toBeUndefined();
    expect(selected(build, span(257, 300))).toEqual(span(257, 300).map(valueAt));
    await store.close();
    expect(await reopened(path, span(150, 200))).toBeUndefined();
    expect(await reopened(path, span(257, 300))).toEqual(span(257, 300).map(valueAt));
  });

  test('is not told of positions that a build passed without a reading', async () => {
    const path = folder.file();
    const store = openFile(path);
    const build = begin(store);
    follow(store, build, 1, 20, 300);
    expect(store.projections.selected(build, span(257, 300))).toBeUndefined();
    expect(store.projections.selected(build, span(1, 20))).toEqual(span(1, 20).map(valueAt));
    await store.close();
    expect(
      await reopened(
        path,
        Array.from({ length: 16 }, () => 257),
      ),
    ).toBeUndefined();
    expect(await reopened(path, span(15, 30))).toBeUndefined();
  });

  test.each([
    [
      'bytes of it are damaged',
      'UPDATE selection SET selected = zeroblob (length (selected)) WHERE first = 257',
    ],
    ['it is cut short', 'UPDATE selection SET selected = substr (selected, 1, 9) WHERE first = 257'],
    ['its hash is another', 'UPDATE selection SET hash = zeroblob (16) WHERE first = 257'],
    ['it has no hash', "UPDATE selection SET hash = x'' WHERE first = 257"],
    ['it is of fewer positions', 'UPDATE selection SET positions = 3 WHERE first = 257'],
    ['it is gone', 'DELETE FROM selection WHERE first = 257'],
    [
      'it is of the group before',
      'UPDATE selection SET (selected, hash) = (SELECT selected, hash FROM selection WHERE build = 1 AND first = 1) WHERE first = 257',
    ],
    [
      'it is of another build',
      'DELETE FROM selection WHERE build = 1 AND first = 257; UPDATE selection SET build = 1 WHERE first = 257',
    ],
  ])('is not told where %s; other groups are', async (_, sql) => {
    const path = await filled();
    runOn(`${path}-index`, sql);
    expect(await reopened(path, span(257, 512))).toBeUndefined();
    expect(await reopened(path, span(1, 600))).toBeUndefined();
    expect(await reopened(path, [...span(1, 256), ...span(513, 600)])).toEqual(
      [...span(1, 256), ...span(513, 600)].map(valueAt),
    );
  });

  test('in a transaction that is taken back leaves nothing, in the file or in memory', async () => {
    const path = folder.file();
    const store = openFile(path);
    const build = begin(store);
    follow(store, build, 1, 100);
    const fails = () =>
      store.projections.together(() => {
        follow(store, build, 101, 300);
        throw new Error('the disk is full');
      });
    expect(fails).toThrow('the disk is full');
    expect(store.projections.selected(build, span(80, 101))).toBeUndefined();
    expect(store.projections.selected(build, span(257, 300))).toBeUndefined();
    expect(rowsIn(path)).toEqual([{ first: 1, positions: 100 }]);
    follow(store, build, 101, 300);
    expect(store.projections.selected(build, span(1, 300))).toEqual(span(1, 300).map(valueAt));
    await store.close();
  });
});

describe('a build that selected and is discarded', () => {
  test('loses at most so many rows at a time, and in the end all; another one loses nothing', async () => {
    const path = await filled();
    const store = openFile(path);
    const count = () =>
      Number(
        askIndex(
          path,
          'SELECT (SELECT count(*) FROM selection WHERE build = 1) + (SELECT count(*) FROM series WHERE build = 1) AS rows',
        )[0]?.['rows'],
      );
    const lost: number[] = [];
    for (let isGone = false; !isGone;) {
      const before = count();
      isGone = store.projections.discard(1, 2);
      lost.push(before - count());
    }
    // Three rows of what was selected, and the one series.
    expect(lost.reduce((sum, rows) => sum + rows, 0)).toBe(4);
    expect(rowsIn(path)).toEqual([]);
    expect(rowsIn(path, 2)).toHaveLength(3);
    expect(store.projections.builds().map(({ id }) => id)).toEqual([2]);
    expect(Math.max(...lost)).toBeLessThanOrEqual(2);
    await store.close();
  });
});

test('what was selected is looked up by its build and its position', async () => {
  const path = await filled();
  const reader = openReader(path);
  const inGroup =
    'SEARCH selection USING INDEX sqlite_autoindex_selection_1 (build=? AND first>? AND first<?)';
  expect(planOf(reader, groupSql)).toEqual([inGroup]);
  expect(planOf(reader, removeGroupSql)).toEqual([inGroup]);
  expect(planOf(reader, discardSelectionsSql).join('\n')).toMatch(
    /SEARCH selection USING (COVERING )?INDEX sqlite_autoindex_selection_1 \(build=\?\)/,
  );
  reader.close();
});
