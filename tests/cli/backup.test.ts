import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';

import { afterAll, describe, expect, test } from 'vitest';

import { backUpStore, news, openTimeline } from '../../src/index.ts';
import { foundingStreams, note } from '../api/served.ts';
import type { Ran } from '../support/cli.ts';
import { asof } from '../support/cli.ts';
import { dropTriggers, runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());

const child = join(import.meta.dirname, 'backup-child.ts');

describe('a backup', () => {
  test('has every event that was acknowledged before it began, beside a process that goes on appending', async () => {
    const [path, file, restored] = [temp.file(), temp.file(), temp.file()];
    await founded(path);
    const appending = spawn(process.execPath, [child, `sqlite:${path}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const acknowledged: string[] = [];
    const lines = createInterface({ input: appending.stdout }).on('line', (id) => acknowledged.push(id));
    while (acknowledged.length < 50) await once(lines, 'line');
    const before = [...acknowledged];
    const { head, hash } = json(await asof(['backup', file, '--store', `sqlite:${path}`, '--json']));
    while (acknowledged.length < before.length + 50) await once(lines, 'line');
    appending.kill('SIGKILL');
    await once(appending, 'close');

    expect(await asof(['restore', file, '--store', `sqlite:${restored}`])).toMatchObject({ code: 0 });
    const copy = idsIn(await asof(['export', '--store', `sqlite:${restored}`]));
    const all = idsIn(await asof(['export', '--store', `sqlite:${path}`]));
    expect(before.filter((id) => !copy.includes(id))).toEqual([]);
    expect(copy).toEqual(all.slice(0, head.position));
    expect(all.length).toBeGreaterThan(copy.length);
    for (const question of [
      ['state', 'situation'],
      ['state', 'places', '--key', 'place:kyiv'],
      ['timeline'],
    ]) {
      const asked = [
        ...question,
        '--as-of',
        '2025-07-05T00:00:00Z',
        '--known-at',
        String(head.position),
        '--json',
      ];
      const [was, is] = [
        await asof([...asked, '--store', `sqlite:${path}`]),
        await asof([...asked, '--store', `sqlite:${restored}`]),
      ];
      expect(was.code).toBe(0);
      expect(is).toEqual(was);
    }
    expect(await asof(['verify', '--store', `sqlite:${restored}`])).toMatchObject({
      code: 0,
      out: expect.stringContaining(hash),
    });
  });

  test('is one file that only its owner may read, and is not put over another', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    const made = await asof(['backup', file, '--store', `sqlite:${path}`]);
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^events {4}34\nposition {2}34\n/) });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(besides(file)).toEqual([]);
    const bytes = readFileSync(file);
    await noted(path, 'later');
    expect(await asof(['backup', file, '--store', `sqlite:${path}`])).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringContaining('(file-exists)'),
    });
    expect(readFileSync(file)).toEqual(bytes);
    const again = await asof(['backup', file, '--force', '--json', '--store', `sqlite:${path}`]);
    expect(json(again)).toMatchObject({ file, events: 35, head: { position: 35 } });
  });

  test('can be restored where nothing can be written beside it', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    chmodSync(file, 0o400);
    expect(await asof(['restore', file, '--store', `sqlite:${temp.file()}`])).toMatchObject({ code: 0 });
    expect(besides(file)).toEqual([]);
  });

  test('writes to nothing that others put where it is made', async () => {
    const [path, file, victim] = [temp.file(), temp.file(), temp.file()];
    await founded(path);
    const part = `${file}.part-${process.pid}`;
    writeFileSync(victim, '');
    symlinkSync(victim, part);
    await backUpStore({ store: `sqlite:${path}`, events: news.events, file });
    expect(statSync(victim).size).toBe(0);
    expect(lstatSync(file).isFile()).toBe(true);
    writeFileSync(part, '');
    chmodSync(part, 0o666);
    await backUpStore({ store: `sqlite:${path}`, events: news.events, file, force: true });
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('that is killed in the middle leaves nothing at its name, and the next one is whole', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await filled(path);
    const killed = spawnSync(process.execPath, [child, `sqlite:${path}`, 'backup', file], {
      timeout: 60_000,
    });
    expect(killed.signal).toBe('SIGKILL');
    expect(existsSync(file)).toBe(false);
    expect(await asof(['backup', file, '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
    expect(await asof(['restore', file, '--store', `sqlite:${temp.file()}`])).toMatchObject({ code: 0 });
  });

  test('for which there is no room leaves nothing behind', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await filled(path);
    const main = join(import.meta.dirname, '..', '..', 'src', 'main.ts');
    // A limit on the size of files stands for a disk that is full: Node ignores the signal that comes with it.
    const words = [main, 'backup', file, '--store', `sqlite:${path}`];
    const command = ['-c', 'ulimit -f 1500 && exec "$0" "$@"', process.execPath, ...words];
    const ran = spawnSync('sh', command, { encoding: 'utf8', timeout: 60_000 });
    expect(ran).toMatchObject({ status: 7, stdout: '' });
    expect(besides(file)).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  test('of a store that does not hold what it should is not made', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    runOn(path, `${dropTriggers} UPDATE event SET data = '{"title":"Other"}' WHERE position = 7`);
    expect(await asof(['backup', file, '--store', `sqlite:${path}`])).toMatchObject({
      code: 8,
      err: expect.stringMatching(/position 7: .*\(store-corrupt\)/),
    });
    expect(existsSync(file)).toBe(false);
    expect(besides(file)).toEqual([]);
  });

  test('is refused where there is nothing to copy, and over the store itself', async () => {
    const [path, link] = [temp.file(), temp.file()];
    await founded(path);
    symlinkSync(dirname(path), link);
    for (const [file, store, code] of [
      [temp.file(), 'memory:', 2],
      [temp.file(), `sqlite:${temp.file()}`, 3],
      [path, `sqlite:${path}`, 2],
      [`${path}-index`, `sqlite:${path}`, 2],
      [`${path}-wal`, `sqlite:${path}`, 2],
      [`${path}-access`, `sqlite:${path}`, 2],
      [`${path}-index-wal`, `sqlite:${path}`, 2],
      [join(link, basename(path)), `sqlite:${path}`, 2],
      [path, `sqlite:${join(link, basename(path))}`, 2],
    ] as const)
      expect(await asof(['backup', file, '--force', '--store', store])).toMatchObject({ code, out: '' });
    expect(await asof(['verify', '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
  });
});

describe('a restore', () => {
  test('takes the place of a store only when told to, and then whole', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    await noted(path, 'lost');
    const before = await asof(['export', '--store', `sqlite:${path}`]);
    expect(await asof(['restore', file, '--store', `sqlite:${path}`])).toMatchObject({
      code: 4,
      err: expect.stringContaining('(file-exists)'),
    });
    expect(await asof(['export', '--store', `sqlite:${path}`])).toEqual(before);
    expect(await asof(['restore', file, '--force', '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
    const after = idsIn(await asof(['export', '--store', `sqlite:${path}`]));
    expect(after).toEqual(idsIn(before).slice(0, 34));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await noted(path, 'after');
    expect(await asof(['verify', '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
  });

  test('is refused by a store that is open, which goes on', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    const timeline = await openTimeline({ store: `sqlite:${path}`, ...news });
    expect(await asof(['restore', file, '--force', '--store', `sqlite:${path}`])).toMatchObject({
      code: 7,
      err: expect.stringMatching(/in use by process \d+ .*\(store-in-use\)/),
    });
    await timeline.append('notes-a', [note('goes-on')]);
    expect(timeline.head().position).toBe(35);
    await timeline.close();
  });

  test('is refused by a store that somebody reads, which goes on too', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    const reader = await openTimeline({ store: `sqlite:${path}`, readOnly: true, ...news });
    expect(await asof(['restore', file, '--force', '--store', `sqlite:${path}`])).toMatchObject({
      code: 7,
      err: expect.stringContaining('(store-in-use)'),
    });
    expect(reader.head().position).toBe(34);
    await reader.close();
    expect(await asof(['restore', file, '--force', '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
  });

  test('refuses by name what is no backup, or one that is damaged, and leaves the store as it was', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    const before = await asof(['export', '--store', `sqlite:${path}`]);
    const [text, foreign, cut, changed, newer] = [
      temp.file(),
      temp.file(),
      temp.file(),
      temp.file(),
      temp.file(),
    ];
    writeFileSync(
      text,
      'This is no database, and longer than a hundred bytes, so that it is looked into. '.repeat(9),
    );
    runOn(foreign, 'CREATE TABLE notes (text TEXT)');
    writeFileSync(cut, readFileSync(file).subarray(0, 40_000));
    writeFileSync(changed, readFileSync(file));
    runOn(
      changed,
      `${dropTriggers} UPDATE event SET data = json_set(data, '$.title', 'Other') WHERE position = 3`,
    );
    writeFileSync(newer, readFileSync(file));
    runOn(newer, 'PRAGMA user_version = 1000');
    for (const [bad, name] of [
      [text, 'store-foreign'],
      [foreign, 'store-foreign'],
      [cut, 'store-corrupt'],
      [changed, 'store-corrupt'],
      [newer, 'store-newer'],
    ] as const) {
      const ran = await asof(['restore', bad, '--force', '--store', `sqlite:${path}`]);
      expect(ran, name).toMatchObject({ code: 8, err: expect.stringContaining(`(${name})`) });
      expect(ran.err).toContain(bad);
    }
    expect(await asof(['restore', temp.file(), '--store', `sqlite:${path}`])).toMatchObject({ code: 3 });
    expect(await asof(['export', '--store', `sqlite:${path}`])).toEqual(before);
    expect(besides(path).filter((name) => name.includes('part'))).toEqual([]);
  });

  test('refuses a store in the place of a backup, rather than leave out what is not in its file yet', async () => {
    const [path, crashed] = [temp.file(), temp.file()];
    const timeline = await openTimeline({ store: `sqlite:${path}`, ...news });
    await timeline.append('notes-a', [note('acknowledged')]);
    for (const ending of ['', '-wal']) copyFileSync(path + ending, crashed + ending);
    await timeline.close();
    expect(await asof(['restore', crashed, '--store', `sqlite:${temp.file()}`])).toMatchObject({
      code: 2,
      err: expect.stringContaining(`${crashed}-wal: back it up first`),
    });
  });

  test('by a link puts the store where the link leads, beside its tokens', async () => {
    const [path, file, link] = [temp.file(), temp.file(), temp.file()];
    await founded(path);
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    await noted(path, 'lost');
    symlinkSync(path, link);
    expect(await asof(['restore', file, '--force', '--store', `sqlite:${link}`])).toMatchObject({ code: 0 });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(idsIn(await asof(['export', '--store', `sqlite:${path}`]))).toHaveLength(34);
  });

  test('replaces a store that is damaged', async () => {
    const [path, file] = [temp.file(), temp.file()];
    await founded(path);
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    const whole = readFileSync(path);
    writeFileSync(path, Buffer.concat([whole.subarray(0, 8192), Buffer.alloc(whole.length - 8192, 7)]));
    expect(await asof(['restore', file, '--force', '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
    expect(await asof(['verify', '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
  });

  test('takes a backup of an older format, and of an empty store', async () => {
    const [path, file, empty] = [temp.file(), temp.file(), temp.file()];
    await founded(path);
    // Format 1 knew no requests.
    runOn(path, 'DROP TABLE request; PRAGMA user_version = 1');
    await asof(['backup', file, '--store', `sqlite:${path}`]);
    expect(formatOf(file)).toBe(1);
    const restored = temp.file();
    expect(await asof(['restore', file, '--store', `sqlite:${restored}`])).toMatchObject({ code: 0 });
    expect(formatOf(restored)).toBe(2);
    await noted(restored, 'newer');
    await (await openTimeline({ store: `sqlite:${empty}`, ...news })).close();
    const of = await asof(['backup', file, '--force', '--json', '--store', `sqlite:${empty}`]);
    expect(json(of)).toMatchObject({ events: 0, head: { position: 0, recordedAt: null } });
  });
});

async function founded(path: string): Promise<void> {
  expect(await asof(['import', foundingStreams, '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
}

/** Fills a store with more than is copied at a time. */
async function filled(path: string): Promise<void> {
  const timeline = await openTimeline({ store: `sqlite:${path}`, ...news });
  for (let number = 0; number < 10; number += 1)
    await timeline.append(
      'notes-long',
      Array.from({ length: 100 }, (_, index) => ({
        ...note(`long-${number}-${index}`),
        data: { title: 'Long', summary: 's'.repeat(4000) },
      })),
    );
  await timeline.close();
}

async function noted(path: string, id: string): Promise<void> {
  const data = JSON.stringify({ title: id });
  const words = [
    'append',
    'notes-a',
    '--id',
    id,
    '--type',
    'NoteAdded',
    '--occurred',
    '2025-07-04',
    '--data',
    data,
  ];
  expect(await asof([...words, '--store', `sqlite:${path}`])).toMatchObject({ code: 0 });
}

function formatOf(path: string): unknown {
  const file = new DatabaseSync(path, { readOnly: true });
  const version = file.prepare('PRAGMA user_version').get()?.['user_version'];
  file.close();
  return version;
}

/** Lists what stands beside a file under a name that begins with its own. */
function besides(file: string): readonly string[] {
  return readdirSync(dirname(file)).filter(
    (name) => name.startsWith(basename(file)) && name !== basename(file),
  );
}

function idsIn({ out }: Ran): readonly string[] {
  return out
    .trim()
    .split('\n')
    .map((line) => String(JSON.parse(line).id));
}

function json({ code, out, err }: Ran) {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  return JSON.parse(out);
}
