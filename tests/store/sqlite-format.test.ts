import { copyFileSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, describe, expect, test } from 'vitest';

import type { EventLog } from '../../src/store/port.ts';
import { copyAsFormat1 } from '../support/format-1.ts';
import { openFile, runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { append, corrects, historyIds, idsIn, noonMs, retracts, seen } from './contract/setup.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());
const all = { after: 0, limit: 100 };

describe('a file of format 1', () => {
  test('is brought to format 2 when it is opened to write, and gives the same answers', async () => {
    const { path, before } = await fileOfFormat1();
    expect(formatOf(path)).toBe(1);
    const log = openFile(path);
    expect(answersOf(log)).toBe(before);
    expect(await log.verify()).toMatchObject({ events: 4, faults: [] });
    expect(log.audit(all)).toEqual([]);
    const note = { action: 'append', by: 'os:ann' } as const;
    await log.append({ stream: 'seen-kyiv', expected: 'any', events: [seen('new')], note });
    expect(log.audit(all)).toMatchObject([{ number: 1, by: 'os:ann', first: 5, last: 5 }]);
    await log.close();
    // An older program opens nothing whose format is beyond its own.
    expect(formatOf(path)).toBe(2);
    expect(schemaOf(path)).toEqual(schemaOf(await fileOfFormat2()));
  });

  test('can be read as it is, which leaves it as it is, and goes on to be read after it is brought to format 2', async () => {
    const { path, before } = await fileOfFormat1();
    copyFileSync(`${path}-newest-index`, `${path}-index`);
    const reader = openFile(path, { readOnly: true });
    expect([answersOf(reader), reader.audit(all)]).toEqual([before, []]);
    expect(formatOf(path)).toBe(1);
    const writer = openFile(path);
    const note = { action: 'append', by: 'os:ann' } as const;
    await writer.append({ stream: 'seen-kyiv', expected: 'any', events: [seen('new')], note });
    writer.head();
    expect(idsIn(reader)).toEqual(['a', 'b', 'c', 'd', 'new']);
    expect(reader.audit(all)).toEqual(writer.audit(all));
    await writer.close();
    await reader.close();
  });
});

describe('what was noted of a request', () => {
  test('is still there when the file is opened again, and its key still repeats', async () => {
    const path = folder.file();
    const request = { stream: 'seen-kyiv', expected: 'any', note: keyed } as const;
    const first = openFile(path);
    const { events } = await first.append({ ...request, events: [seen('a')] });
    await first.close();
    const again = openFile(path);
    expect(await again.append({ ...request, events: [seen('b')] })).toEqual({ events, repeated: true });
    expect(again.audit(all)).toMatchObject([{ number: 1, idempotencyKey: 'k', first: 1, last: 1 }]);
    await again.close();
  });

  test('survives the loss of the index', async () => {
    const path = await fileOfFormat2();
    runOn(`${path}-index`, 'PRAGMA user_version = 99');
    const log = openFile(path);
    expect(log.audit(all)).toMatchObject([{ number: 1, idempotencyKey: 'k' }]);
    await log.close();
  });

  test.each([
    ['beyond the end', "INSERT INTO request VALUES (2, 0, 'append', '', NULL, NULL, 1, 9)"],
    ['of another time', "INSERT INTO request VALUES (2, 7, 'append', '', NULL, NULL, 1, 1)"],
    ['before the first', `INSERT INTO request VALUES (2, ${noonMs}, 'append', '', NULL, NULL, 0, 1)`],
  ])('that events %s do not bear out is found by verify', async (_, sql) => {
    const path = await fileOfFormat2();
    runOn(path, sql);
    const log = openFile(path);
    expect((await log.verify()).faults).toMatchObject([
      { what: 'is not as entry 2 of the audit trail says' },
    ]);
    await log.close();
  });

  test.each([
    ['changed', "UPDATE request SET made_by = 'somebody else'"],
    ['taken away', 'DELETE FROM request'],
    ['replaced by number', `INSERT OR REPLACE INTO request VALUES (1, 0, 'append', 'x', NULL, NULL, 1, 1)`],
    ['replaced by key', `INSERT OR REPLACE INTO request VALUES (9, 0, 'append', '', 'k', NULL, 1, 1)`],
  ])('cannot be %s', async (_, sql) => {
    const path = await fileOfFormat2();
    expect(() => runOn(path, sql)).toThrow('the log is append-only: request rows never');
    // Without the triggers it can: so it is they that refuse it.
    for (const end of ['changes', 'leaves', 'replaced']) runOn(path, `DROP TRIGGER request_never_${end}`);
    expect(() => runOn(path, sql)).not.toThrow();
  });
});

const keyed = { action: 'append', idempotencyKey: 'k', fingerprint: 'f0'.repeat(32) } as const;

async function fileOfFormat2(): Promise<string> {
  const path = folder.file();
  const log = openFile(path);
  await log.append({ stream: 'seen-kyiv', expected: 'any', events: [seen('a')], note: keyed });
  await log.close();
  return path;
}

async function fileOfFormat1(): Promise<{ readonly path: string; readonly before: string }> {
  const path = folder.file();
  const log = openFile(`${path}-newest`);
  await append(log, 'seen-kyiv', [seen('a', '2025-07-02'), seen('b', '2025-07-01/..')]);
  await append(log, 'seen-lviv', [corrects('c', 'b', { occurred: '2025-07-03' }), retracts('d', 'a')]);
  const before = answersOf(log);
  await log.close();
  copyAsFormat1(`${path}-newest`, path);
  return { path, before };
}

function answersOf(log: EventLog): string {
  return JSON.stringify([
    log.head(),
    log.streams(),
    log.readLog(all),
    historyIds(log, { withRetracted: true }),
    historyIds(log, { text: 'b' }),
    log.spanning(log.head().position, noonMs),
    ['a', 'b'].map((id) => log.fact(id, log.head().position)),
  ]);
}

function formatOf(path: string): unknown {
  return reading(path, 'PRAGMA user_version')[0]?.['user_version'];
}

function schemaOf(path: string): unknown {
  return reading(path, 'SELECT type, name, sql FROM sqlite_schema ORDER BY type, name');
}

function reading(path: string, sql: string): readonly Record<string, unknown>[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return database.prepare(sql).all();
  } finally {
    database.close();
  }
}
