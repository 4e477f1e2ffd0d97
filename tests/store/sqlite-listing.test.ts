import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { EventLog, ReadingFilter, ReadingListQuery } from '../../src/store/port.ts';
import { listedColumns } from '../../src/store/sqlite/listed-rows.ts';
import {
  changesNearMax,
  filtersByType,
  listingCountSql,
  listingParts,
  listingSql,
} from '../../src/store/sqlite/listing-sql.ts';
import type { ListingPart } from '../../src/store/sqlite/listing-sql.ts';
import { openReader } from '../../src/store/sqlite/open.ts';
import { betweenSql, triedSql, walkedSql } from '../../src/store/sqlite/reading-lanes.ts';
import { fillStore } from '../support/planned-store.ts';
import { planOf, recordPlans } from '../support/query-plans.ts';
import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { corrects, handedOver, noonMs, retracts, seen } from './contract/setup.ts';

const folder = makeTempFolder();
const filled = folder.file();
beforeAll(async () => fillStore(filled));
afterAll(() => folder.remove());

const all = { fromMs: -8.64e15, toMs: 8.64e15 } as const;
const behind = { kind: 'behind', fromMs: 5, toMs: 100 } as const;
const ahead = { kind: 'ahead', fromMs: 101, toMs: 200 } as const;
const reaching = { kind: 'reaching', span: 3 } as const;
const changed = { kind: 'changed', changedAfter: 7 } as const;

function explain(sql: string): readonly string[] {
  const reader = openReader(filled);
  try {
    return planOf(reader, sql);
  } finally {
    reader.close();
  }
}

const whole: ReadingFilter = { position: 9, fromMs: 5, toMs: 200 };
const planOfList = (part: ListingPart, query: Partial<ReadingListQuery> = {}) =>
  explain(listingSql(listedColumns, { ...whole, ...query }, part, { limit: 5, ...query }).sql);

const partsOf = (filter: Partial<ReadingFilter>, frontierMs: number) =>
  listingParts({ ...whole, ...filter }, { spans: [3], frontierMs });
const readsData = (sql: string) => /\b(?:\w\.)?data\b|\*/.test(sql.replace('count(*)', ''));

const ofFact = 'SEARCH f USING INTEGER PRIMARY KEY (rowid=?)';
const ofEvent = 'SEARCH m USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN';
const sorted = 'USE TEMP B-TREE FOR ORDER BY';

describe('readings are listed', () => {
  test.each<[string, ListingPart, Partial<ReadingListQuery>, readonly string[]]>([
    [
      'in the order of the index of histories',
      behind,
      {},
      ['SEARCH r USING INDEX reading_by_history (from_ms>? AND from_ms<?)', ofFact, ofEvent],
    ],
    [
      'from the place on after which a page begins',
      behind,
      { after: { from: 50, fact: 7, position: 8 } },
      ['SEARCH r USING INDEX reading_by_history ((from_ms,fact)>(?,?) AND from_ms<?)', ofFact, ofEvent],
    ],
    [
      'of one tag in its part of the index of tags',
      behind,
      { about: ['place:1'] },
      expect.arrayContaining(['SEARCH g USING PRIMARY KEY (tag=? AND from_ms>? AND from_ms<?)']),
    ],
    [
      'that are dated ahead in an index of their own',
      ahead,
      {},
      ['SEARCH r USING INDEX reading_ahead (from_ms>? AND from_ms<?)', ofFact, ofEvent],
    ],
    [
      'that reach into a time class by class, no further back than each reaches',
      reaching,
      {},
      [
        'SEARCH r USING INDEX reading_by_span (span=? AND from_ms>? AND from_ms<?)',
        ofFact,
        ofEvent,
        'USE TEMP B-TREE FOR LAST 2 TERMS OF ORDER BY',
      ],
    ],
    [
      'that changed lately by their positions',
      changed,
      { changedAfter: 7 },
      expect.arrayContaining([
        'SEARCH r USING INTEGER PRIMARY KEY (rowid=?)',
        'SEARCH x USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)',
        'SEARCH y USING COVERING INDEX reading_by_fact (fact=? AND number=?)',
        sorted,
      ]),
    ],
  ])('%s', (_, part, query, steps) => {
    expect(planOfList(part, query)).toEqual(steps);
  });

  test('and counted in the same indexes, without the events', () => {
    const plan = explain(listingCountSql(whole, behind, 5).sql);
    expect(plan).toContain('SEARCH r USING COVERING INDEX reading_by_history (from_ms>? AND from_ms<?)');
    expect(plan.filter((step) => / [efm] /.test(step))).toEqual([]);
  });

  test('of several types counted type by type, in their parts of the index of tags alone', () => {
    const types = ['AlertStarted', 'AlertEnded', 'AlertStarted'];
    const filters = filtersByType({ ...whole, types });
    expect(filters.map((one) => one.types)).toEqual([['AlertStarted'], ['AlertEnded']]);
    for (const one of filters)
      expect(explain(listingCountSql(one, behind, 5).sql).filter((step) => / [grefm] /.test(step))).toEqual([
        'SEARCH g USING PRIMARY KEY (tag=? AND from_ms>? AND from_ms<?)',
      ]);
    const about = { ...whole, types, about: ['place:1'] };
    expect(filtersByType(about)).toEqual([about]);
  });

  test('with their lanes out of the index of tags, walked between two times, or tried one by one', () => {
    expect(explain(walkedSql)).toContain('SEARCH g USING PRIMARY KEY (tag=? AND from_ms>? AND from_ms<?)');
    expect(explain(triedSql)).toContain(
      'SEARCH g USING PRIMARY KEY (tag=? AND from_ms=? AND fact=? AND position=?)',
    );
    expect(explain(betweenSql)).toContain(
      'SEARCH r USING COVERING INDEX reading_by_history (from_ms>? AND from_ms<?)',
    );
  });

  test('in parts: what reaches in, what began by the frontier, and what is dated ahead of it', () => {
    expect(partsOf({}, 100)).toEqual([[reaching], [behind], [ahead]]);
    expect(partsOf({}, 300)).toEqual([[reaching], [{ ...behind, toMs: 200 }]]);
    expect(partsOf({ changedAfter: 7 }, 100)).toEqual([[changed]]);
    expect(partsOf({ position: changesNearMax + 7, changedAfter: 7 }, 100)).toEqual([[changed]]);
    expect(partsOf({ position: changesNearMax + 8, changedAfter: 7 }, 100)).toEqual([
      [reaching],
      [behind],
      [ahead],
    ]);
  });

  test('without the data of any event, unless titles are asked for', () => {
    const store = openFile(filled);
    const recorder = recordPlans();
    store.listReadings({ ...all, position: 403, lanes: 'place', about: ['place:1'], limit: 50 });
    store.countReadings({ ...all, position: 403 }, 10);
    expect(recorder.take().filter(({ sql }) => readsData(sql))).toEqual([]);
    store.listReadings({ ...all, position: 403, lanes: 'place', withTitles: true, limit: 2 });
    expect(recorder.take().some(({ sql }) => readsData(sql))).toBe(true);
    recorder.stop();
    return store.close();
  });
});

describe('what changed since very long ago', () => {
  const path = folder.file();
  let store: EventLog;
  beforeAll(async () => {
    store = openFile(path);
    const stated = Array.from({ length: changesNearMax + 100 }, (_, index) =>
      seen(`e${index}`, new Date(noonMs - index * 1000).toISOString(), {
        about: [`actor:${index % 3}`],
      }),
    );
    const events = [...stated, corrects('c', 'e5', { occurred: '2025-07-01' }), retracts('r', 'e6')];
    await store.import(handedOver(events.map((event) => ({ stream: 'seen-kyiv', event }))));
  });
  afterAll(async () => store.close());

  test('is found in order of time, as what changed lately is by position', () => {
    const position = store.head().position;
    const positionsOf = (query: Partial<ReadingListQuery>) =>
      store
        .listReadings({ ...all, position, lanes: 'actor', limit: 50_000, ...query })
        .map((one) => one.position);
    const everything = store.listReadings({ ...all, position, lanes: 'actor', limit: 50_000 });
    for (const changedAfter of [3, position - changesNearMax - 1, position - changesNearMax, position - 2]) {
      const expected = everything
        .filter((one) => one.position > changedAfter || (one.recordedTo ?? 0) > changedAfter)
        .map((one) => one.position);
      expect(positionsOf({ changedAfter })).toEqual(expected);
      expect(store.countReadings({ ...all, position, changedAfter }, 50_000)).toBe(expected.length);
    }
    expect(positionsOf({ changedAfter: position - 2 })).toEqual([position - 1, 7, position, 6]);
  });

  test('has its lanes: of many readings between two times walked, of few among many tried', async () => {
    const position = store.head().position;
    const query = { ...all, position, lanes: 'actor', limit: 50_000 } as const;
    const [walked, many] = await readWith(query);
    const [tried, few] = await readWith({ ...query, changedAfter: position - 2 });
    expect([walked, tried]).toEqual([[walkedSql], [triedSql]]);
    const lanes = new Map(many.map((one) => [one.position, one.lanes]));
    expect(new Set([...lanes.values()].flat()).size).toBe(3);
    expect(few.map((one) => one.lanes)).toEqual(few.map((one) => lanes.get(one.position)));
    expect(few).toHaveLength(4);
  });

  /** Lists readings through a connection of its own; returns by which statement their lanes were found, too. */
  async function readWith(query: ReadingListQuery) {
    const reader = openFile(path, { readOnly: true });
    const recorder = recordPlans();
    const readings = reader.listReadings(query);
    const statements = recorder.take().map(({ sql }) => sql);
    recorder.stop();
    await reader.close();
    return [statements.filter((sql) => sql === walkedSql || sql === triedSql), readings] as const;
  }
});

test('a process that only reads finds words that are not in the index yet, a part at a time', async () => {
  const path = folder.file();
  const writer = openFile(path);
  const events = Array.from({ length: 700 }, (_, index) =>
    seen(`e${index}`, '2025-07-03T10:00:00Z', { title: index % 3 === 0 ? 'Київ' : 'Odesa' }),
  );
  await writer.append({ stream: 'seen-kyiv', expected: 'any', events });
  writer.head();
  const reader = openFile(path, { readOnly: true });
  const query = { ...all, position: 700, lanes: 'stream', text: 'київ', limit: 1000 } as const;
  expect(reader.wordsLag()).toBeGreaterThan(0);
  const found = reader.listReadings(query);
  expect(found).toHaveLength(234);
  expect(reader.countReadings(query, 1000)).toBe(234);
  expect(reader.countReadings(query, 100)).toBe(100);
  const [, second] = found;
  expect(reader.listReadings({ ...query, after: second, limit: 3 })).toEqual(found.slice(2, 5));
  expect(writer.listReadings(query)).toEqual(found);
  await reader.close();
  await writer.close();
});
