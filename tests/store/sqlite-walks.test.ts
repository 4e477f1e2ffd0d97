import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { openReader } from '../../src/store/sqlite/open.ts';
import { copyStore, fillStore, readEverything } from '../support/planned-store.ts';
import type { Plan } from '../support/query-plans.ts';
import { planOf, recordPlans, walksIn } from '../support/query-plans.ts';
import { runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
const filled = folder.file();
beforeAll(async () => fillStore(filled));
afterAll(() => folder.remove());

describe('no statement walks through what grows with the log', () => {
  let plans: readonly Plan[] = [];
  beforeAll(async () => {
    const recorder = recordPlans();
    const close = await readEverything(copyStore(filled, folder.file()));
    plans = recorder.take();
    recorder.stop();
    await close();
  });

  test('while everything that can be asked is asked, and states are saved, built anew and removed', () => {
    expect(plans.length).toBeGreaterThan(60);
    expect(walksIn(plans)).toEqual([]);
  });

  test('and nobody counts rows for the planner first: a file in use was never analyzed', () => {
    expect(() => explain(filled, 'SELECT * FROM main.sqlite_stat1')).toThrow('no such table');
    expect(() => explain(filled, 'SELECT * FROM store_index.sqlite_stat1')).toThrow('no such table');
  });

  test.each([
    ['', 'event_by_cause'],
    ['-index', 'reading_by_history'],
    ['-index', 'reading_ahead'],
    ['-index', 'reading_by_span'],
    ['-index', 'reading_by_fact'],
    ['-index', 'checkpoint_open'],
    ['-index', 'checkpoint_open_known'],
    ['-index', 'checkpoint_closed'],
  ])('in a file%s without %s a statement walks, or has no plan', (ending, name) => {
    const path = copyStore(filled, folder.file());
    runOn(`${path}${ending}`, `DROP INDEX ${name}`);
    const known = new Set(walksIn(plans));
    const found = plans.flatMap(({ sql }) => walksOrNoPlan(sql, path)).filter((walk) => !known.has(walk));
    expect(found).not.toEqual([]);
  });
});

function walksOrNoPlan(sql: string, path: string): readonly string[] {
  try {
    return walksIn([{ sql, steps: explain(path, sql) }]);
  } catch (error) {
    return [String(error)];
  }
}

function explain(path: string, sql: string): readonly string[] {
  const reader = openReader(path);
  try {
    return planOf(reader, sql);
  } finally {
    reader.close();
  }
}
