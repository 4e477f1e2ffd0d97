import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import type { AppendRequest, EventLog, HistoryQuery } from '../../src/store/port.ts';
import { countSql } from '../../src/store/sqlite/axis-reads.ts';
import { closedSql, openKnownSql, openSql } from '../../src/store/sqlite/checkpoints.ts';
import { placeColumns } from '../../src/store/sqlite/fact-rows.ts';
import { historyParts, historySql } from '../../src/store/sqlite/history-sql.ts';
import { openReader } from '../../src/store/sqlite/open.ts';
import { spanningSql } from '../../src/store/sqlite/reading-reads.ts';
import { discardKeysSql, someCheckpointsSql } from '../../src/store/sqlite/series.ts';
import { fillStore } from '../support/planned-store.ts';
import type { PlanRecorder } from '../support/query-plans.ts';
import { planOf, recordPlans } from '../support/query-plans.ts';
import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { noonMs, seen } from './contract/setup.ts';

const folder = makeTempFolder();
const filled = folder.file();
beforeAll(async () => fillStore(filled));
afterAll(() => folder.remove());

let recorder: PlanRecorder | undefined;
afterEach(() => recorder?.stop());

/** Opens the store and returns the steps of all plans that one read of it needs. */
async function stepsOf(read: (store: EventLog) => unknown): Promise<readonly string[]> {
  const store = openFile(filled);
  recorder = recordPlans();
  read(store);
  const plans = recorder.take();
  recorder.stop();
  await store.close();
  return plans.flatMap(({ steps }) => steps);
}

function explain(sql: string): readonly string[] {
  const reader = openReader(filled);
  try {
    return planOf(reader, sql);
  } finally {
    reader.close();
  }
}

/** Appends to a new store and returns the steps of the plans that concern what is noted of requests. */
async function asksOfRequests(request: Partial<AppendRequest>): Promise<readonly string[]> {
  const store = openFile(folder.file());
  recorder = recordPlans();
  await store.append({ stream: 'seen-kyiv', expected: 'any', events: [seen('a')], ...request });
  const plans = recorder.take().filter(({ sql }) => /\brequest\b/.test(sql));
  recorder.stop();
  await store.close();
  return plans.flatMap(({ steps }) => steps);
}

const inHistoryOrder = 'SEARCH r USING COVERING INDEX reading_by_history (from_ms<?)';
const ofOneTag = 'SEARCH g USING PRIMARY KEY (tag=? AND from_ms<?)';
const datedAhead = 'SEARCH r USING INDEX reading_ahead (from_ms>? AND from_ms<?)';
const tagOfReading = 'SEARCH x EXISTS USING PRIMARY KEY (tag=? AND from_ms=? AND fact=? AND position=?)';
const byWords = 'SCAN reading_text VIRTUAL TABLE INDEX 0:M1';
const tagByName = 'SEARCH tag USING COVERING INDEX sqlite_autoindex_tag_1 (name=?)';

describe('a page of the history', () => {
  const kinds: readonly [string, Partial<HistoryQuery>, readonly string[], readonly string[]][] = [
    ['by time', {}, [inHistoryOrder], [datedAhead]],
    ['by tag', { about: ['place:1'] }, [ofOneTag, tagByName], [datedAhead, tagOfReading]],
    ['by type', { types: ['ThingSeen'] }, [ofOneTag, tagByName], [datedAhead, tagOfReading]],
    ['by stream', { streams: ['seen-1'] }, [ofOneTag, tagByName], [datedAhead, tagOfReading]],
    ['by source', { publishers: ['A paper'] }, [ofOneTag, tagByName], [datedAhead, tagOfReading]],
    [
      'by several tags',
      { about: ['place:1', 'place:2'] },
      [inHistoryOrder, tagOfReading],
      [datedAhead, tagOfReading],
    ],
    [
      'by a tag and a type',
      { about: ['place:1'], types: ['ThingSeen'] },
      [ofOneTag, tagOfReading],
      [datedAhead, tagOfReading],
    ],
    ['by full text', { text: 'word' }, [inHistoryOrder, byWords], [datedAhead, byWords]],
    [
      'of a key',
      { series: 1 },
      ['SEARCH g USING PRIMARY KEY (series=? AND from_ms<?)'],
      [datedAhead, 'SEARCH k EXISTS USING PRIMARY KEY (series=? AND from_ms=? AND fact=? AND position=?)'],
    ],
  ];
  const orders = ['oldest-first', 'newest-first'] as const;
  const cases = kinds.flatMap(([kind, filter, behind, ahead]) =>
    orders.map((order) => ({ kind, order, filter, behind, ahead })),
  );

  test.each(cases)('$kind, $order, walks its index in history order', ({ order, filter, behind, ahead }) => {
    for (const part of historyParts(200, 100, order)) {
      const steps = planOfPage({ order, ...filter }, part);
      expect(steps).toEqual(expect.arrayContaining([...(part.kind === 'behind' ? behind : ahead)]));
      expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toEqual([]);
    }
  });

  test('begins at the time it is asked for', () => {
    const [part] = historyParts(200, 300, 'oldest-first');
    expect(planOfPage({ from: 5, to: 100 }, part)).toEqual([
      'SEARCH r USING COVERING INDEX reading_by_history (from_ms>? AND from_ms<?)',
    ]);
  });

  const after = { from: 50, position: 7 };
  test.each<[string, Partial<HistoryQuery>, string]>([
    ['oldest-first', { after }, '(from_ms,fact)>(?,?)'],
    ['newest-first', { after, order: 'newest-first' }, '(from_ms,fact)<(?,?)'],
    ['oldest-first from a time on', { after, from: 5 }, '(from_ms,fact)>(?,?)'],
    ['newest-first by tag', { after, order: 'newest-first', about: ['place:1'] }, '(from_ms,fact)<(?,?)'],
  ])(
    'that is not the first, %s, begins at its place and walks over none of the pages before',
    (_, query, sought) => {
      const [part] = historyParts(200, 300, 'oldest-first');
      expect(planOfPage(query, part)[0]).toContain(sought);
    },
  );

  test('of what is dated ahead begins at its place, too', () => {
    const parts = historyParts(200, 20, 'oldest-first');
    expect(planOfPage({ after }, parts[1])[0]).toContain('(from_ms,fact)>(?,?)');
  });
});

/** The plan of a page as of 200, known at position 9. */
function planOfPage(query: Partial<HistoryQuery>, part: ReturnType<typeof historyParts>[number] | undefined) {
  if (part === undefined) throw new Error('every history has a part');
  const whole = { asOf: 200, position: 9, certainty: 'possible', order: 'oldest-first', limit: 5 } as const;
  return explain(historySql(placeColumns, { ...whole, ...query }, part).sql);
}

describe('a look-up uses the index that is meant for it', () => {
  const position = 'USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)';
  test.each<[string, (store: EventLog) => unknown, string]>([
    ['the log by position', (log) => log.readLog({ after: 3, limit: 5 }), `SEARCH e ${position}`],
    [
      'a stream by revision',
      (log) => log.readStream('seen-1', { from: 3, limit: 5 }),
      'SEARCH e USING INDEX sqlite_autoindex_event_2 (stream=? AND revision>?)',
    ],
    [
      'a stream backwards',
      (log) => log.readStream('seen-1', { from: 3, backwards: true, limit: 5 }),
      'SEARCH e USING INDEX sqlite_autoindex_event_2 (stream=? AND revision<?)',
    ],
    [
      'the last event of each stream',
      (log) => log.streams(),
      'SEARCH e USING INDEX sqlite_autoindex_event_2 (stream=? AND revision=?)',
    ],
    ['an event by its id', (log) => log.event('e1'), 'SEARCH e USING INDEX sqlite_autoindex_event_1 (id=?)'],
    [
      'what an event led to',
      (log) => log.effectsOf('e1', 200),
      'SEARCH e USING INDEX event_by_cause (causation_id=? AND rowid<?)',
    ],
    [
      'the readings of a fact',
      (log) => log.fact('e9', 1000),
      'SEARCH r USING INDEX reading_by_fact (fact=? AND number>?)',
    ],
    ['touches by position', (log) => log.touches({ after: 3, limit: 5 }), `SEARCH r ${position}`],
    ['readings made by position', (log) => log.readingsMade({ after: 3, limit: 5 }), `SEARCH r ${position}`],
    [
      'the last touch of a time',
      (log) => log.lastTouch({ afterMs: 0, throughMs: 9, position: 9 }),
      'SEARCH r USING COVERING INDEX reading_by_history (from_ms>? AND from_ms<?)',
    ],
    [
      'facts that are counted in ranges of occurred time',
      (log) => log.countOccurred(200, [{ afterMs: 0, throughMs: 9 }]),
      'SEARCH r USING COVERING INDEX reading_by_history (from_ms>? AND from_ms<?)',
    ],
    [
      'readings of a sample',
      (log) => log.sampleOccurred(200, 5),
      'SEARCH r USING INTEGER PRIMARY KEY (rowid=?)',
    ],
    [
      'facts that events moved, by position',
      (log) => log.shifts({ after: 3, limit: 5 }),
      `SEARCH r ${position}`,
    ],
    [
      'where such a fact stood before',
      (log) => log.shifts({ after: 3, limit: 5 }),
      'SEARCH x USING COVERING INDEX reading_by_fact (fact=? AND number=?)',
    ],
    [
      'commits',
      (log) => log.commits({ after: 3, order: 'oldest-first', limit: 5 }),
      'SEARCH event USING INTEGER PRIMARY KEY (rowid=?)',
    ],
    [
      'events by recorded time',
      (log) => log.recordedBy([noonMs], 9),
      'SEARCH event USING INTEGER PRIMARY KEY (rowid=?)',
    ],
    [
      'a series by its name',
      ({ projections }) => projections.series(1, 'x'),
      'SEARCH s USING INDEX sqlite_autoindex_series_1 (build=? AND name=?)',
    ],
    [
      'the last checkpoint of a series that is true to this day',
      ({ projections }) => projections.series(1, 'x'),
      'SEARCH c USING INDEX checkpoint_open (series=?)',
    ],
    [
      'series by name',
      ({ projections }) => projections.listSeries(1, 'x', 5),
      'SEARCH series USING INDEX sqlite_autoindex_series_1 (build=? AND name>?)',
    ],
    [
      'series that are due',
      ({ projections }) => projections.due(1, 5, 5, () => false),
      'SEARCH series USING INDEX sqlite_autoindex_series_1 (build=?)',
    ],
  ])('%s', async (_, read, step) => {
    expect(await stepsOf(read)).toContain(step);
  });

  test.each([
    [
      'true to this day',
      openSql,
      'SEARCH checkpoint USING INDEX checkpoint_open (series=? AND occurred_ms<?)',
    ],
    [
      'of which the latest is known',
      openKnownSql,
      'SEARCH checkpoint USING INDEX checkpoint_open_known (series=? AND recorded_from<?)',
    ],
    [
      'true for a while',
      closedSql,
      'SEARCH checkpoint USING INDEX checkpoint_closed (series=? AND occurred_ms>? AND occurred_ms<?)',
    ],
  ])('checkpoints %s', (_, sql, step) => {
    expect(explain(sql)).toEqual([step]);
  });

  test('what a build that is discarded loses, by its series alone', () => {
    expect(explain(someCheckpointsSql)).toEqual([
      'COMPOUND QUERY',
      'LEFT-MOST SUBQUERY',
      'SEARCH checkpoint USING INDEX checkpoint_open_known (series=?)',
      'UNION ALL',
      'SEARCH checkpoint USING COVERING INDEX checkpoint_closed (series=?)',
    ]);
    expect(explain(discardKeysSql)).toEqual([
      'SEARCH reading_key USING PRIMARY KEY (series=? AND from_ms=? AND fact=? AND position=?)',
      expect.stringContaining('LIST SUBQUERY'),
      'SEARCH reading_key USING PRIMARY KEY (series=?)',
    ]);
  });

  test('counts of what is not dated ahead, and of what is, each in its index between the bounds', () => {
    expect(explain(countSql('behind'))).toEqual([
      expect.stringContaining('SCAN j VIRTUAL TABLE'),
      'CORRELATED SCALAR SUBQUERY 1',
      'SEARCH r USING COVERING INDEX reading_by_history (from_ms>? AND from_ms<?)',
    ]);
    expect(explain(countSql('ahead'))).toContain(datedAhead);
  });

  test('what spans an instant: class by class, and no further than each reaches', () => {
    expect(explain(spanningSql(false))).toContain(
      'SEARCH r USING INDEX reading_by_span (span=? AND from_ms>? AND from_ms<?)',
    );
    expect(explain(spanningSql(false))).toContain(
      'SEARCH reading USING COVERING INDEX reading_by_span (span>?)',
    );
  });
});

describe('what is noted of requests', () => {
  const note = { action: 'append', idempotencyKey: 'k', fingerprint: '00' } as const;
  test('is looked for by its key, and not at all for an append without key and author', async () => {
    expect(await asksOfRequests({})).toEqual([]);
    expect(await asksOfRequests({ note })).toContain(
      'SEARCH r USING INDEX request_by_key (idempotency_key=? AND made_by=?)',
    );
  });

  test('is kept by triggers that look it up by its key', () => {
    expect(explain("SELECT 1 FROM request WHERE idempotency_key = 'k' AND made_by = ''")).toEqual([
      'SEARCH request USING COVERING INDEX request_by_key (idempotency_key=? AND made_by=?)',
    ]);
  });
});
