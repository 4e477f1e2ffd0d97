import { afterAll, describe, expect, test } from 'vitest';

import type { Verification } from '../../src/store/port.ts';
import { dropTriggers, openFile, runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { append, corrects, noonMs, retracts, seen } from './contract/setup.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe('an event that is changed behind the triggers', () => {
  test.each<[string, string, number]>([
    ['its data', `UPDATE event SET data = replace (data, '"count":1', '"count":2') WHERE position = 3`, 3],
    ['one byte of white space', `UPDATE event SET data = data || ' ' WHERE position = 2`, 2],
    ['data that is no JSON any more', `UPDATE event SET data = '{' WHERE position = 2`, 2],
    ['data that its type does not take', `UPDATE event SET data = '{}' WHERE position = 2`, 2],
    ['its recorded time', 'UPDATE event SET recorded_at = recorded_at + 1 WHERE position = 4', 4],
    ['an earlier recorded time', 'UPDATE event SET recorded_at = 0 WHERE position = 4', 4],
    ['its occurred time', "UPDATE event SET occurred = '1999' WHERE position = 1", 1],
    ['an occurred time that is none', "UPDATE event SET occurred = 'soon' WHERE position = 1", 1],
    ['its id', "UPDATE event SET id = 'other' WHERE position = 5", 5],
    ['its revision', 'UPDATE event SET revision = 9 WHERE position = 5', 5],
    ['its stream', 'UPDATE event SET stream = 2, revision = 1 WHERE position = 5', 5],
    ['its type', 'UPDATE event SET type = 2 WHERE position = 2', 2],
    ['its cause', "UPDATE event SET causation_id = 'a' WHERE position = 2", 2],
    ['its hash', 'UPDATE event SET hash = zeroblob (32) WHERE position = 2', 2],
    ['the name of its stream', "UPDATE stream SET name = 'seen-odessa' WHERE name = 'seen-lviv'", 3],
    ['the name of its type', "UPDATE event_type SET name = 'SoundHeard' WHERE name = 'ThingSeen'", 1],
    ['all of it: it is gone', 'DELETE FROM event WHERE position = 3', 4],
  ])('%s: verification names the first that is wrong', async (_, sql, position) => {
    const { path } = await filled();
    runOn(path, dropTriggers + sql);
    const { faults } = await verified(path);
    expect(faults[0]?.position).toBe(position);
  });

  test('with a hash made to fit: the next one does not fit', async () => {
    const { path } = await filled();
    const other = await filled(2);
    runOn(
      path,
      `${dropTriggers} ATTACH '${other.path}' AS other;
       UPDATE event SET (data, hash) = (SELECT data, hash FROM other.event WHERE position = 2) WHERE position = 2`,
    );
    const { faults } = await verified(path);
    expect(faults[0]).toEqual({ position: 3, what: 'does not match its hash' });
  });

  test('at the end, and the index with it: only the number of events and the last hash tell', async () => {
    const { path, before } = await filled();
    runOn(path, `${dropTriggers} DELETE FROM event WHERE position = 5`);
    const { events, faults, hash } = await verified(path);
    expect([events, faults]).toEqual([4, []]);
    expect(hash).not.toBe(before.hash);
  });
});

describe('a reading that is changed in the index', () => {
  test.each<[string, string, number]>([
    ['its start', 'UPDATE reading SET from_ms = from_ms + 1 WHERE position = 3', 3],
    ['its latest start', 'UPDATE reading SET from_latest_ms = 0 WHERE position = 3', 3],
    ['its occurred time', "UPDATE reading SET occurred = '1999' WHERE position = 4", 4],
    ['its status', 'UPDATE reading SET status = 2 WHERE position = 2', 2],
    ['its fact', 'UPDATE reading SET fact = 3 WHERE position = 4', 2],
    ['where its data stands', 'UPDATE reading SET data_position = 1 WHERE position = 3', 3],
    ['its end, one that is not there', 'UPDATE reading SET recorded_to = 4 WHERE position = 3', 3],
    ['its end, which is lost', 'UPDATE reading SET recorded_to = NULL WHERE position = 2', 4],
    ['its number', 'UPDATE reading SET number = 0, fact = 4 WHERE position = 4', 2],
    ['all of it: it is gone', 'DELETE FROM reading WHERE position = 3', 3],
  ])('%s: verification names the event that made it', async (_, sql, position) => {
    const { path } = await filled();
    runOn(`${path}-index`, sql);
    const { faults } = await verified(path);
    expect(faults[0]?.position).toBe(position);
  });
});

/** Makes a file of five events: three facts in two streams, a correction of the second, a retraction of the first. */
async function filled(count = 1): Promise<{ readonly path: string; readonly before: Verification }> {
  const path = folder.file();
  let nowMs = noonMs;
  const log = openFile(path, { clock: () => (nowMs += 1) });
  await append(log, 'seen-kyiv', [seen('a', '2025-07-01')]);
  await append(log, 'seen-kyiv', [seen('b', '2025-07-02', { count })]);
  await append(log, 'seen-lviv', [seen('c', '2025-07-02')]);
  await append(log, 'seen-kyiv', [corrects('d', 'b', { occurred: '2025-07-03' })]);
  await append(log, 'seen-kyiv', [retracts('e', 'a')]);
  const before = await log.verify();
  expect(before.faults).toEqual([]);
  await log.close();
  return { path, before };
}

async function verified(path: string): Promise<Verification> {
  const log = openFile(path);
  try {
    return await log.verify();
  } finally {
    await log.close();
  }
}
