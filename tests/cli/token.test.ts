import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { openAccess } from '../../src/access/open.ts';
import { buildServer } from '../../src/api/server.ts';
import { checkReach, hostsOf, isLoopback } from '../../src/cli/reach.ts';
import { news, openTimeline } from '../../src/index.ts';
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { makeTokens } from '../support/tokens.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());

const startMs = Date.UTC(2025, 6, 10, 9);
const clock = () => startMs;
const tokenLine = /^asof_[0-9a-z]{12}_[\w-]{43}\n$/;

describe('asof token create', () => {
  test('prints the token once, alone on standard output', async () => {
    const store = storeName();
    const ran = await asof(create(store, '--scope', 'read', '--scope', 'append', '--expires', '30d'), {
      clock,
    });
    expect(ran.code).toBe(0);
    expect(ran.out).toMatch(tokenLine);
    const id = ran.out.slice(5, 17);
    expect(ran.err).toBe(
      `Token ${id} for The desk allows read, append until 2025-08-09T09:00:00Z. It is shown this once:\n`,
    );
    for (const args of [['list'], ['list', '--json'], ['revoke', id], ['revoke', id, '--json']]) {
      const later = await asof(['token', ...args, '--store', store], { clock });
      expect(later.out + later.err).not.toContain(ran.out.trim().slice(18));
    }
  });

  test('gives it with what is known of it as JSON', async () => {
    const ran = await asof([...create(storeName(), '--scope', 'admin'), '--json'], { clock });
    expect(ran.err).toBe('');
    expect(JSON.parse(ran.out)).toEqual({
      token: expect.stringMatching(/^asof_/),
      id: expect.stringMatching(/^[0-9a-z]{12}$/),
      name: 'The desk',
      scopes: ['admin'],
      status: 'live',
      createdAt: '2025-07-10T09:00:00Z',
    });
  });

  test.each([
    ['90m', '2025-07-10T10:30:00Z'],
    ['12h', '2025-07-10T21:00:00Z'],
    ['1y', '2026-07-10T09:00:00Z'],
    ['2025-12-24T00:00:00+01:00', '2025-12-23T23:00:00Z'],
  ])('lets it hold for %s', async (expires, expiresAt) => {
    const ran = await asof([...create(storeName(), '--scope', 'read', '--expires', expires), '--json'], {
      clock,
    });
    expect(JSON.parse(ran.out)).toMatchObject({ expiresAt });
  });

  test.each([
    ['no name', ['--scope', 'read'], 'required'],
    ['no scope', ['--name', 'a'], 'required'],
    ['an unknown scope', ['--name', 'a', '--scope', 'write'], 'none of read, append, correct, admin'],
    ['an empty name', ['--name', '', '--scope', 'read'], 'a name'],
    ['a name with a new line', ['--name', 'a\nb', '--scope', 'read'], 'a name'],
    [
      'an instant in the past',
      ['--name', 'a', '--scope', 'read', '--expires', '2020-01-01T00:00:00Z'],
      'future',
    ],
    ['no time at all', ['--name', 'a', '--scope', 'read', '--expires', 'soon'], 'soon'],
    ['no time from now on', ['--name', 'a', '--scope', 'read', '--expires', '0d'], 'future'],
  ])('refuses %s, and makes no file', async (_what, args, why) => {
    const store = storeName();
    const ran = await asof(['token', 'create', ...args, '--store', store], { clock });
    expect(ran.code).toBe(2);
    expect(ran.err).toContain(why);
    expect(ran.out).toBe('');
    const path = store.slice('sqlite:'.length);
    expect(readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)))).toEqual([]);
  });

  test('refuses a store in memory, whose tokens would be gone at once', async () => {
    const ran = await asof(create('memory:', '--scope', 'read'), { clock });
    expect(ran).toMatchObject({ code: 2, out: '' });
  });
});

describe('asof token list', () => {
  test('shows which tokens hold, and which do not any more', async () => {
    const store = storeName();
    const access = openAccess(store, clock);
    const make = (name: string, expiresAt?: number) =>
      access.create({ name, scopes: ['read'], ...(expiresAt === undefined ? {} : { expiresAt }) }, 'os:a');
    const revoked = make('gone').info.id;
    make('over', startMs + 1000);
    access.identify(make('here').token);
    access.revoke(revoked, 'os:a');
    access.close();
    const later = () => startMs + 2000;
    const { out } = await asof(['token', 'list', '--store', store], { clock: later });
    const rows = out.split('\n').map((line) => line.split(/ {2,}/));
    expect(rows[0]).toEqual(['ID', 'NAME', 'SCOPES', 'STATUS', 'CREATED', 'EXPIRES', 'LAST USED', 'REVOKED']);
    expect(rows.slice(1, 4).map(([, name, , status]) => [name, status])).toEqual([
      ['gone', 'revoked'],
      ['over', 'expired'],
      ['here', 'live'],
    ]);
    const json = await asof(['token', 'list', '--store', store, '--json'], { clock: later });
    expect(JSON.parse(json.out).tokens[2]).toMatchObject({
      name: 'here',
      lastUsedAt: '2025-07-10T09:00:00Z',
    });
  });

  test('is empty for a store without tokens, and makes no file', async () => {
    const store = storeName();
    const ran = await asof(['token', 'list', '--store', store, '--json']);
    expect(JSON.parse(ran.out)).toEqual({ tokens: [] });
    const path = store.slice('sqlite:'.length);
    expect(readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)))).toEqual([]);
  });

  test('refuses a damaged file', async () => {
    const store = storeName();
    await asof(create(store, '--scope', 'read'));
    writeFileSync(`${store.slice('sqlite:'.length)}-access`, '');
    for (const args of [
      ['token', 'list'],
      create(store, '--scope', 'read').slice(0, -2),
      ['serve', '--port', '0'],
    ]) {
      const ran = await asof([...args, '--store', store]);
      expect(ran.code, args[1]).toBe(8);
      expect(ran.err).toContain('store-corrupt');
    }
  });
});

describe('asof token revoke', () => {
  test('takes the id, or the whole token by mistake, which it does not repeat', async () => {
    const store = storeName();
    const { out: token } = await asof(create(store, '--scope', 'read'), { clock });
    const ran = await asof(['token', 'revoke', token.trim(), '--store', store], { clock });
    expect(ran).toMatchObject({ code: 0, out: '' });
    expect(ran.err).toBe(`Token ${token.slice(5, 17)} for The desk is revoked since 2025-07-10T09:00:00Z\n`);
  });

  test('names what there is not', async () => {
    const ran = await asof(['token', 'revoke', 'zzz', '--store', storeName()]);
    expect(ran).toMatchObject({ code: 3, err: expect.stringContaining('unknown-token') });
  });
});

describe('a command that asks a server', () => {
  test('shows the token of the environment or of a file, and it stands in no error', async () => {
    const timeline = await openTimeline({ store: 'memory:', ...news });
    const tokens = makeTokens();
    const app = buildServer(timeline, { access: tokens.access });
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const token = tokens.allowing('read');
    const file = temp.file();
    writeFileSync(file, `${token}\n`);
    const ask = ['streams', '--url', url];
    expect(await asof(ask, { fetch })).toMatchObject({
      code: 9,
      err: expect.stringContaining('token-required'),
    });
    expect((await asof(ask, { fetch, env: { ASOF_TOKEN: token } })).code).toBe(0);
    expect((await asof([...ask, '--token-file', file], { fetch })).code).toBe(0);
    const append = [
      'append',
      'notes-a',
      '--type',
      'NoteAdded',
      '--occurred',
      '2025',
      '--data',
      '{"title":"x"}',
    ];
    const refused = await asof([...append, '--url', url], { fetch, env: { ASOF_TOKEN: token } });
    expect(refused).toMatchObject({ code: 5, err: expect.stringContaining('scope-missing') });
    tokens.revoke(token);
    const wrong = [token, `${token}x`, 'two words', 'new\nline', 'ünïcode', 'x'.repeat(5000)];
    for (const shown of wrong)
      for (const json of [[], ['--json']]) {
        const ran = await asof([...ask, ...json], { fetch, env: { ASOF_TOKEN: shown } });
        expect(ran.code, shown.slice(0, 80)).not.toBe(0);
        expect(ran.code, `${shown.slice(0, 80)}: ${ran.err.slice(0, 300)}`).not.toBe(1);
        expect(ran.out + ran.err).not.toContain(shown.slice(-8));
      }
    await app.close();
    await timeline.close();
  });

  test('shows it to nobody that the server leads it to', async () => {
    const seen: RequestInit[] = [];
    await asof(['streams', '--url', 'http://127.0.0.1:9'], {
      env: { ASOF_TOKEN: `asof_000000000000_${'A'.repeat(43)}` },
      fetch: async (_url, init) => {
        seen.push(init);
        return Promise.reject(new Error('nothing is there'));
      },
    });
    expect(seen.map(({ redirect }) => redirect)).toEqual(['error']);
  });
});

describe('asof serve', () => {
  const reach = { host: '127.0.0.1', allowedHosts: [], allowedOrigins: [], trustProxy: [] };

  test.each([
    ['0.0.0.0', { host: '0.0.0.0' }],
    ['any address of IPv6', { host: '::' }],
    ['an address of a network', { host: '192.168.0.7' }],
    ['a name', { host: 'asof.example' }],
    ['what looks like loopback', { host: '127.0.0.1.example' }],
    ['loopback for a proxy', { trustProxy: ['10.0.0.1'] }],
    ['loopback for another name', { allowedHosts: ['asof.example'] }],
    ['loopback for pages of another origin', { allowedOrigins: ['https://news.example'] }],
  ])('serves on %s for a store with a live token only', (_where, beyond) => {
    const tokens = makeTokens();
    const check = () => checkReach({ ...reach, ...beyond }, tokens.access, startMs);
    const refused = expect.objectContaining({
      code: 'address-refused',
      message: expect.stringContaining('asof token create'),
    });
    expect(check).toThrow(refused);
    const token = tokens.allowing('read');
    expect(check).not.toThrow();
    tokens.revoke(token);
    expect(check).toThrow(refused);
    tokens.access.create({ name: 'a', scopes: ['read'], expiresAt: startMs + 1 }, 'os:a');
    expect(check).not.toThrow();
    expect(() => checkReach({ ...reach, ...beyond }, tokens.access, startMs + 1)).toThrow(refused);
  });

  test('serves on loopback for any store', () => {
    for (const host of ['127.0.0.1', '127.9.9.9', 'localhost', '::1']) {
      expect(isLoopback(host)).toBe(true);
      expect(() => checkReach({ ...reach, host }, makeTokens().access, startMs)).not.toThrow();
    }
  });

  test('answers beyond loopback for the address it listens on, and for its own where that is every one', () => {
    expect(hostsOf({ host: '127.0.0.1', allowedHosts: ['a.example'] })).toEqual(['a.example']);
    expect(hostsOf({ host: '10.0.0.7', allowedHosts: ['a.example'] })).toEqual(['a.example', '10.0.0.7']);
    expect(hostsOf({ host: '2001:db8::1', allowedHosts: [] })).toEqual(['[2001:db8::1]']);
    for (const host of ['0.0.0.0', '::', '0:0:0:0:0:0:0:0']) {
      const hosts = hostsOf({ host, allowedHosts: [] });
      expect(hosts).toContain('127.0.0.1');
      expect(hosts).not.toContain(host);
    }
  });

  test('is refused on the command line, too, before anything is made', async () => {
    const store = storeName();
    const ran = await asof(['serve', '--store', store, '--host', '0.0.0.0', '--port', '0']);
    expect(ran).toMatchObject({ code: 5, out: '', err: expect.stringContaining('asof token create') });
    expect(() => readFileSync(store.slice('sqlite:'.length))).toThrow('ENOENT');
  });
});

function storeName(): string {
  return `sqlite:${temp.file()}`;
}

function create(store: string, ...args: readonly string[]): string[] {
  return ['token', 'create', '--name', 'The desk', ...args, '--store', store];
}
