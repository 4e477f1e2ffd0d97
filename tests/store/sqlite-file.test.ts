import { spawn } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import type { EventLog } from '../../src/store/port.ts';
import { openFile, runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { append, corrects, errorOf, historyIds, idsIn, noonMs, retracts, seen } from './contract/setup.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe('a file', () => {
  test('keeps everything when it is closed and opened again', async () => {
    const path = folder.file();
    const first = openFile(path);
    await fill(first);
    const before = answersOf(first);
    await first.close();
    const again = openFile(path);
    expect(answersOf(again)).toEqual(before);
    expect((await again.verify()).faults).toEqual([]);
    const { events } = await append(again, 'seen-kyiv', [seen('later')], 3);
    expect(events[0]?.position).toBe(6);
    await again.close();
  });

  test('goes on from its last recorded time when the clock was put back in between', async () => {
    const path = folder.file();
    const first = openFile(path);
    await append(first, 'seen-kyiv', [seen('a')]);
    await first.close();
    const again = openFile(path, { clock: () => noonMs - 60_000 });
    await append(again, 'seen-kyiv', [seen('b')]);
    expect(again.head()).toEqual({ position: 2, recordedAt: noonMs });
    await again.close();
  });

  test('and its companions can be read by their owner alone', async () => {
    const path = folder.file();
    const log = openFile(path);
    await fill(log);
    for (const ending of ['', '-wal', '-shm', '-lock', '-index', '-index-wal'])
      expect([ending, (statSync(`${path}${ending}`).mode & 0o777).toString(8)]).toEqual([ending, '600']);
    await log.close();
  });

  test('is made with its folders', async () => {
    const path = join(folder.path, 'not', 'there', 'yet.db');
    const log = openFile(path);
    await log.close();
    expect(existsSync(path)).toBe(true);
  });

  test.each([
    ['lost', (index: string) => rmSync(index)],
    ['cut short', (index: string) => truncateSync(index, 100)],
    ['overwritten with text', (index: string) => writeFileSync(index, 'nothing that SQLite knows')],
    ['of another format', (index: string) => runOn(index, 'PRAGMA user_version = 99')],
    ['emptied', (index: string) => truncateSync(index, 0)],
  ])('gives the same answers when its index is %s', async (_, damage) => {
    const path = folder.file();
    const first = openFile(path);
    await fill(first);
    const before = answersOf(first);
    await first.close();
    for (const ending of ['-wal', '-shm']) rmSync(`${path}-index${ending}`, { force: true });
    damage(`${path}-index`);
    const again = openFile(path);
    expect(answersOf(again)).toEqual(before);
    expect((await again.verify()).faults).toEqual([]);
    await again.close();
  });

  test('that was put back from an older copy follows that copy, not the index of what came after', async () => {
    const path = folder.file();
    const first = openFile(path);
    await append(first, 'seen-kyiv', [seen('a', '2025-07-01')]);
    await first.close();
    copyFileSync(path, `${path}-copy`);
    const second = openFile(path);
    await append(second, 'seen-kyiv', [corrects('b', 'a', { occurred: '2024' })]);
    await second.close();
    copyFileSync(`${path}-copy`, path);
    const again = openFile(path);
    await append(again, 'seen-kyiv', [corrects('c', 'a', { occurred: '2023' })]);
    expect(again.fact('a', 2)?.readings.map(({ occurred }) => occurred)).toEqual(['2025-07-01', '2023']);
    expect((await again.verify()).faults).toEqual([]);
    await again.close();
  });
});

describe('a file that is in use', () => {
  test('is refused at once to a second writer, who is told by whom, and is free after close', async () => {
    const path = folder.file();
    const first = openFile(path);
    const { code, facts, message } = await errorOf(() => openFile(path));
    expect(code).toBe('store-in-use');
    expect(facts['holder']).toMatch(new RegExp(`^process ${process.pid} on .+ since 2025-07-03T12:00:00Z$`));
    expect(message).toContain(`is in use by process ${process.pid}`);
    await append(first, 'seen-kyiv', [seen('a')]);
    await first.close();
    const second = openFile(path);
    expect(idsIn(second)).toEqual(['a']);
    await second.close();
  });

  test('is refused to a second writer who comes by a link, also to one that was not made yet', async () => {
    const [path, link, later] = [folder.file(), folder.file(), folder.file()];
    symlinkSync(path, link);
    const first = openFile(link);
    symlinkSync(path, later);
    for (const name of [path, later]) expect((await errorOf(() => openFile(name))).code).toBe('store-in-use');
    await append(first, 'seen-kyiv', [seen('a')]);
    await first.close();
    expect(existsSync(`${link}-lock`)).toBe(false);
  });

  test.each(['file:asof.db', ':memory:'])(
    'is the file of that name, whatever SQLite means by %s',
    async (name) => {
      const before = process.cwd();
      process.chdir(folder.path);
      try {
        const log = openFile(name);
        await append(log, 'seen-kyiv', [seen('a')]);
        expect((await errorOf(() => openFile(join(folder.path, name)))).code).toBe('store-in-use');
        await log.close();
        const again = openFile(name);
        expect(idsIn(again)).toEqual(['a']);
        await again.close();
        expect(statSync(join(folder.path, name)).size).toBeGreaterThan(0);
      } finally {
        process.chdir(before);
      }
    },
  );

  test('by another process is free as soon as that is killed', async () => {
    const path = folder.file();
    const holder = join(import.meta.dirname, '..', 'faults', 'holding-child.ts');
    const child = spawn(process.execPath, [holder, path], { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const { code, facts } = await errorOf(() => openFile(path));
    expect([code, facts['holder']]).toEqual([
      'store-in-use',
      expect.stringContaining(`process ${child.pid} on`),
    ]);
    const exited = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await exited;
    const log = openFile(path);
    expect(idsIn(log)).toEqual(['held']);
    await log.close();
  });

  test('can be read beside its writer, who is seen to go on', async () => {
    const path = folder.file();
    const writer = openFile(path);
    await fill(writer);
    const before = answersOf(writer);
    const reader = openFile(path, { readOnly: true });
    expect(answersOf(reader)).toEqual(before);
    expect((await errorOf(append(reader, 'seen-kyiv', [seen('x')]))).code).toBe('store-read-only');
    expect((await errorOf(reader.import(none()))).code).toBe('store-read-only');
    const reached = reader.reached(6, AbortSignal.timeout(10_000));
    await append(writer, 'seen-kyiv', [seen('later')]);
    await reached;
    expect(reader.head().position).toBe(6);
    expect(historyIds(reader)).toEqual(historyIds(writer));
    expect((await reader.verify()).faults).toEqual([]);
    await reader.close();
    await writer.close();
  });
});

describe('a file that is not ours', () => {
  test.each<[string, (path: string) => void, string]>([
    ['of text', (path) => writeFileSync(path, 'Dear diary, '.repeat(1000)), 'store-foreign'],
    ['of another program', (path) => runOn(path, 'CREATE TABLE note (text)'), 'store-foreign'],
    [
      'marked by another program',
      (path) => runOn(path, 'PRAGMA application_id = 7; CREATE TABLE event (position)'),
      'store-foreign',
    ],
    [
      'of a newer version',
      (path) =>
        runOn(path, 'PRAGMA application_id = 0x41736f66; PRAGMA user_version = 3; CREATE TABLE event (p)'),
      'store-newer',
    ],
  ])('%s is refused and left as it is', async (_, make, expected) => {
    const path = folder.file();
    make(path);
    chmodSync(path, 0o600);
    const before = readFileSync(path);
    expect((await errorOf(() => openFile(path))).code).toBe(expected);
    expect((await errorOf(() => openFile(path, { readOnly: true }))).code).toBe(expected);
    expect(readFileSync(path).equals(before)).toBe(true);
    expect(existsSync(`${path}-index`)).toBe(false);
  });

  test('that is not there cannot be opened to read', async () => {
    const path = folder.file();
    expect((await errorOf(() => openFile(path, { readOnly: true }))).code).toBe('unknown-file');
    expect(existsSync(path)).toBe(false);
  });

  test('because it is a folder is refused', async () => {
    expect((await errorOf(() => openFile(folder.path))).code).toBe('store-unreachable');
  });

  test.each([0.3, 0.7])('that was cut off after %s of its length is found damaged', async (part) => {
    const path = folder.file();
    const log = openFile(path);
    for (let index = 0; index < 100; index += 1)
      await append(log, 'seen-kyiv', [seen(`e${index}`, '2025', { summary: 's'.repeat(2000) })]);
    await log.close();
    truncateSync(path, Math.floor((statSync(path).size * part) / 4096) * 4096);
    const found = await damageFound(path);
    expect(found).toMatch(/store-corrupt|damaged/);
  });
});

describe('a file that was closed', () => {
  test('says so to whoever reads on', async () => {
    const log = openFile(folder.file());
    await fill(log);
    await log.close();
    expect((await errorOf(() => log.head())).code).toBe('store-closed');
    expect((await errorOf(log.import(none()))).code).toBe('store-closed');
  });
});

async function fill(log: EventLog): Promise<void> {
  await append(log, 'seen-kyiv', [
    seen('a', '2025-07-02', { about: ['place:kyiv'] }),
    seen('b', '2025-07-01/..'),
  ]);
  await append(log, 'seen-lviv', [seen('c', '2025-07', { causationId: 'a' })]);
  await append(log, 'seen-kyiv', [corrects('d', 'b', { occurred: '2025-07-03' }), retracts('e', 'a')]);
}

function answersOf(log: EventLog) {
  const position = log.head().position;
  return JSON.stringify([
    log.head(),
    log.streams(),
    log.readLog({ after: 0, limit: 100 }),
    historyIds(log, { withRetracted: true }),
    historyIds(log, { about: ['place:kyiv'], position: 4 }),
    historyIds(log, { text: 'c' }),
    log.spanning(position, noonMs),
    ['a', 'b', 'c'].map((id) => log.fact(id, position)),
  ]);
}

/** What opening and verifying a file finds wrong with it. */
async function damageFound(path: string): Promise<string> {
  let log: EventLog | undefined;
  try {
    log = openFile(path);
    return (await log.verify()).faults.map(({ what }) => what).join('; ');
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error);
  } finally {
    await log?.close();
  }
}

async function* none(): AsyncGenerator<never> {}
