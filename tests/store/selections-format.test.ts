import { DatabaseSync } from 'node:sqlite';

import { afterAll, describe, expect, test } from 'vitest';

import type { EventLog } from '../../src/store/port.ts';
import { askIndex } from '../support/bad-days.ts';
import { openFile, runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { append, historyIds, seen } from './contract/setup.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const span = (from: number, through: number) =>
  Array.from({ length: through - from + 1 }, (_, index) => from + index);

function follow({ projections }: EventLog, build: number, from: number, through: number): void {
  const readings = span(from, through).map((position) => ({
    position,
    fact: position,
    fromMs: position,
    touchedMs: position,
    series: [''],
    left: [],
    selected: { at: position },
  }));
  projections.follow(build, through, readings, { isKeyed: false, isSelecting: true });
}

/** Makes a closed file whose index is of format 3, with a mark that it would lose if it were made anew. */
async function ofFormat3(): Promise<string> {
  const path = folder.file();
  const store = openFile(path);
  await append(store, 'seen-here', [seen('a'), seen('b')]);
  expect(historyIds(store)).toEqual(['a', 'b']);
  follow(
    store,
    store.projections.begin({ projection: 'one', version: 1, fingerprint: 'of this code' }).id,
    1,
    2,
  );
  await store.close();
  runOn(`${path}-index`, 'DROP TABLE selection; PRAGMA user_version = 3; CREATE TABLE kept (it INTEGER)');
  return path;
}

describe('an index of format 3', () => {
  test('is brought to format 4 as it is, with its readings and builds, and goes on from where it was', async () => {
    const path = await ofFormat3();
    const store = openFile(path);
    expect(historyIds(store)).toEqual(['a', 'b']);
    expect(store.projections.builds()).toMatchObject([{ id: 1, position: 2 }]);
    expect(store.projections.selected(1, [])).toEqual([]);
    expect(store.projections.selected(1, span(1, 2))).toBeUndefined();
    follow(store, 1, 3, 300);
    expect(store.projections.selected(1, span(1, 256))).toBeUndefined();
    expect(store.projections.selected(1, span(257, 300))).toEqual(span(257, 300).map((at) => ({ at })));
    await store.close();
    expect(askIndex(path, 'PRAGMA user_version')).toEqual([{ user_version: 4 }]);
    const fresh = folder.file();
    await openFile(fresh).close();
    expect(schemaOf(`${path}-index`)).toEqual([...schemaOf(`${fresh}-index`), 'kept'].toSorted());
  });

  test('is brought to it while another process reads it', async () => {
    const path = await ofFormat3();
    const held = new DatabaseSync(`${path}-index`);
    held.exec('BEGIN');
    held.prepare('SELECT * FROM build').all();
    const store = openFile(path);
    expect(store.projections.builds()).toHaveLength(1);
    held.exec('COMMIT');
    held.close();
    await store.close();
    expect(schemaOf(`${path}-index`)).toContain('kept');
  });

  test('can be read by a process that only reads', async () => {
    const path = await ofFormat3();
    const reader = openFile(path, { readOnly: true });
    expect(historyIds(reader)).toEqual(['a', 'b']);
    expect(reader.projections.builds()).toHaveLength(1);
    expect(reader.projections.selected(1, span(1, 100))).toBeUndefined();
    await reader.close();
  });
});

function schemaOf(path: string): readonly string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database
      .prepare('SELECT name FROM sqlite_schema ORDER BY name')
      .all()
      .map((row) => String(row['name']));
  } finally {
    database.close();
  }
}
