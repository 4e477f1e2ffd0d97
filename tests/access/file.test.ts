import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';

import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { openFileAccess } from '../../src/access/file.ts';
import { accessPathOf, openAccess } from '../../src/access/open.ts';
import type { AccessControl } from '../../src/access/port.ts';
import { hashOfSecret } from '../../src/access/token.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { describeAccess } from './contract.ts';

const temp = makeTempFolder();
const opened: AccessControl[] = [];
afterEach(() => {
  for (const access of opened.splice(0)) access.close();
});
afterAll(() => temp.remove());

describeAccess('a store in a file', (clock) => openFileAccess(temp.file(), clock));

const by = 'os:tester';
const unreadable = expect.objectContaining({ code: 'tokens-unreadable' });

describe('the file of tokens', () => {
  test('is made with the first token, for its owner alone', () => {
    const path = temp.file();
    const access = open(path);
    expect(access.isRequired()).toBe(false);
    expect(access.list()).toEqual([]);
    expect(access.actions()).toEqual([]);
    expect(existsSync(path)).toBe(false);
    make(access);
    for (const ending of ['', '-wal', '-shm']) expect(statSync(path + ending).mode & 0o777).toBe(0o600);
    const name = basename(path);
    const beside = readdirSync(temp.path).filter((one) => one.startsWith(name));
    expect(beside.toSorted()).toEqual([name, `${name}-shm`, `${name}-wal`]);
  });

  test('is one and the same by whatever link the store is named', () => {
    const [path, link, folder] = [temp.file(), temp.file(), temp.file()];
    symlinkSync(path, link);
    symlinkSync(temp.path, folder);
    const access = openAccess(`sqlite:${link}`);
    opened.push(access);
    make(access);
    writeFileSync(path, '');
    for (const name of [path, link, join(folder, basename(path)), join(folder, basename(link))]) {
      const other = openAccess(`sqlite:${name}`);
      opened.push(other);
      expect(other.isRequired()).toBe(true);
    }
  });

  test('holds of a secret its hash alone', () => {
    const path = temp.file();
    const token = make(open(path));
    const bytes = readFileSync(path);
    expect(bytes.includes(token.slice(18))).toBe(false);
    expect(bytes.includes(hashOfSecret(token.slice(18)))).toBe(true);
  });

  test('is named after the store', () => {
    expect(accessPathOf('/x/asof.db')).toBe('/x/asof.db-access');
    const path = temp.file();
    const access = openAccess(`sqlite:${path}`);
    opened.push(access);
    make(access);
    expect(existsSync(`${path}-access`)).toBe(true);
    expect(() => openAccess('nothing:')).toThrow(expect.objectContaining({ code: 'invalid-store' }));
  });

  test('keeps its tokens when it is opened again', () => {
    const path = temp.file();
    const first = open(path);
    const token = make(first);
    first.identify(token);
    const [info] = first.list();
    first.close();
    const again = open(path);
    expect(again.list()).toEqual([info]);
    expect(again.identify(token).id).toBe(info?.id);
  });

  test('keeps a token although the log beside it is lost', () => {
    const path = temp.file();
    make(open(path));
    const copy = temp.file();
    copyFileSync(path, copy);
    expect(open(copy).isRequired()).toBe(true);
  });

  test('does not take on what is left beside one that was taken away', () => {
    const path = temp.file();
    const first = make(open(path));
    rmSync(path);
    const second = open(path);
    expect(second.isRequired()).toBe(false);
    const token = make(second);
    expect(second.identify(token).name).toBe('a');
    expect(() => second.identify(first)).toThrow(expect.objectContaining({ code: 'token-refused' }));
  });

  test('lets nobody take a token out of it or change one, not even by SQL', () => {
    const path = temp.file();
    const access = open(path);
    const token = make(access);
    access.revoke(token.slice(5, 17), by);
    access.close();
    const file = new DatabaseSync(path);
    for (const statement of [
      'DELETE FROM token',
      "UPDATE token SET scopes = 'admin'",
      'UPDATE token SET expires_at = NULL',
      'UPDATE token SET revoked_at = NULL',
      "UPDATE action SET by_whom = 'os:somebody-else'",
      'DELETE FROM action',
    ])
      expect(() => file.exec(statement), statement).toThrow(/never|stays|what it was/);
    file.close();
  });
});

describe('what another process does to the file of tokens', () => {
  test('counts from the next question on', () => {
    const path = temp.file();
    const serving = open(path);
    const commanding = open(path);
    expect(serving.isRequired()).toBe(false);
    const token = make(commanding);
    expect(serving.isRequired()).toBe(true);
    const { id } = serving.identify(token);
    commanding.revoke(id, by);
    expect(serving.holds(id)).toBe(false);
    expect(() => serving.identify(token)).toThrow(expect.objectContaining({ code: 'token-refused' }));
    expect(serving.actions()).toEqual(commanding.actions());
  });

  test('counts too when it puts another in its place', () => {
    const [path, other] = [temp.file(), temp.file()];
    const serving = open(path);
    const before = make(serving);
    const maker = open(other);
    const after = make(maker);
    maker.close();
    renameSync(other, path);
    expect(serving.identify(after).name).toBe('a');
    expect(() => serving.identify(before)).toThrow(expect.objectContaining({ code: 'token-refused' }));
  });

  test.each<[string, (path: string) => void]>([
    ['takes it away', (path) => rmSync(path)],
    ['empties it', (path) => truncateSync(path)],
    ['cuts it off', (path) => truncateSync(path, 5000)],
    ['writes over it', (path) => writeFileSync(path, Buffer.alloc(16_384, 'x'))],
    ['writes over a part of it', (path) => overwrite(path, 4096, 4096)],
    ['puts a folder in its place', replaceByFolder],
    ['puts a database of another program there', replaceByForeign],
    ['puts a file without tokens there', replaceByEmpty],
  ])('lets nobody in when it %s', (_what, harm) => {
    const path = temp.file();
    const serving = open(path);
    const token = make(serving);
    const { id } = serving.identify(token);
    harm(path);
    for (let round = 0; round < 2; round += 1) {
      expect(() => serving.isRequired()).toThrow(unreadable);
      expect(() => serving.identify(token)).toThrow(unreadable);
      expect(() => serving.holds(id)).toThrow(unreadable);
    }
  });

  test('lets everybody in again who holds a token, when it puts the file back', () => {
    const [path, aside] = [temp.file(), temp.file()];
    const serving = open(path);
    const token = make(serving);
    renameSync(path, aside);
    expect(() => serving.identify(token)).toThrow(unreadable);
    renameSync(aside, path);
    expect(serving.identify(token).name).toBe('a');
  });

  test.each<[string, (path: string) => void, string]>([
    ['is empty', (path) => writeFileSync(path, ''), 'store-corrupt'],
    ['is no database', (path) => writeFileSync(path, 'x'.repeat(5000)), 'store-foreign'],
    ['is of another program', replaceByForeign, 'store-foreign'],
    ['is of a later version', (path) => change(path, 'PRAGMA user_version = 99'), 'store-newer'],
    ['is damaged', (path) => overwrite(path, 4096, 4096), 'store-corrupt'],
    ['is a folder', replaceByFolder, 'store-unreachable'],
  ])('keeps it from being opened when it %s', (_what, harm, code) => {
    const path = temp.file();
    const access = open(path);
    make(access);
    access.close();
    harm(path);
    expect(() => openFileAccess(path)).toThrow(expect.objectContaining({ code }));
  });
});

describe('that a token was used', () => {
  test('is written beside the requests', async () => {
    const path = temp.file();
    const access = open(path, () => 1_000_000);
    access.identify(make(access));
    expect(open(path).list()[0]).not.toHaveProperty('lastUsedAt');
    await setImmediate();
    expect(open(path).list()[0]?.lastUsedAt).toBe(1_000_000);
  });

  test('keeps nobody waiting or out when it cannot be written', async () => {
    const path = temp.file();
    let now = 1_000_000;
    const access = open(path, () => now);
    const token = make(access);
    const holder = new DatabaseSync(path);
    holder.exec('BEGIN IMMEDIATE');
    expect(access.identify(token).name).toBe('a');
    await setImmediate();
    holder.exec('ROLLBACK');
    holder.close();
    expect(open(path).list()[0]).not.toHaveProperty('lastUsedAt');
    now += 60_000;
    access.identify(token);
    await setImmediate();
    expect(open(path).list()[0]?.lastUsedAt).toBe(now);
  });

  test('is nothing that a file which may only be read keeps anybody out for', async () => {
    const path = temp.file();
    const access = open(path);
    const token = make(access);
    chmodSync(path, 0o400);
    expect(access.identify(token).name).toBe('a');
    await setImmediate();
    expect(access.identify(token).name).toBe('a');
  });
});

function open(path: string, clock?: () => number): AccessControl {
  const access = openFileAccess(path, clock);
  opened.push(access);
  return access;
}

function make(access: AccessControl): string {
  return access.create({ name: 'a', scopes: ['read'] }, by).token;
}

function overwrite(path: string, from: number, length: number): void {
  const bytes = readFileSync(path);
  bytes.fill(0xff, from, from + length);
  writeFileSync(path, bytes);
}

function replaceByFolder(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

function replaceByForeign(path: string): void {
  rmSync(path, { force: true });
  change(path, 'PRAGMA application_id = 7; CREATE TABLE mine (a)');
}

/** What nobody makes by our commands: a file of tokens in which none was ever made. */
function replaceByEmpty(path: string): void {
  const schema = new DatabaseSync(path, { readOnly: true });
  const texts = schema.prepare('SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL').all();
  const version = schema.prepare('PRAGMA user_version').get()?.['user_version'];
  const application = schema.prepare('PRAGMA application_id').get()?.['application_id'];
  schema.close();
  const other = temp.file();
  change(
    other,
    `${texts.map(({ sql }) => String(sql)).join(';')};
     PRAGMA application_id = ${String(application)}; PRAGMA user_version = ${String(version)}`,
  );
  renameSync(other, path);
}

function change(path: string, sql: string): void {
  const file = new DatabaseSync(path);
  file.exec(sql);
  file.close();
}
