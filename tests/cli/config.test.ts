import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { afterAll, describe, expect, test } from 'vitest';

import { settingKeys, settings } from '../../src/cli/settings.ts';
import type { SettingKey } from '../../src/cli/settings.ts';
import { foundingStreams } from '../api/served.ts';
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());
let folders = 0;

/** What is given for each setting on a command line, in the environment and in a file, and what it then is. */
const given: Record<
  SettingKey,
  { readonly flag?: readonly string[]; readonly env: string; readonly file?: unknown }
> = {
  store: { flag: ['--store', 'sqlite:/a/flag.db'], env: 'sqlite:/a/env.db', file: 'sqlite:/a/file.db' },
  index: { flag: ['--index', '/a/flag.db'], env: '/a/env.db', file: '/a/file.db' },
  wait: { flag: ['--wait', '1'], env: '2', file: 0 },
  module: { flag: ['--module', '/a/flag.ts'], env: '/a/env.ts', file: '/a/file.ts' },
  url: { flag: ['--url', 'http://127.0.0.1:1'], env: 'http://127.0.0.1:2', file: 'http://127.0.0.1:3' },
  token: { env: 'secret-of-the-environment' },
  tokenFile: { flag: ['--token-file', '/a/flag'], env: '/a/env', file: '/a/file' },
  host: { flag: ['--host', '127.0.0.2'], env: '127.0.0.3', file: '127.0.0.4' },
  port: { flag: ['--port', '1'], env: '2', file: 3 },
  founding: { flag: ['--no-founding'], env: 'false', file: false },
  allowedHosts: { flag: ['--allow-host', 'a', '--allow-host', 'b'], env: 'c, d', file: ['e'] },
  allowedOrigins: {
    flag: ['--allow-origin', 'https://a.example'],
    env: 'https://b.example',
    file: ['https://c.example'],
  },
  trustProxy: { flag: ['--trust-proxy', '10.0.0.1'], env: '10.0.0.2', file: ['10.0.0.3'] },
  logLevel: { flag: ['--log-level', 'debug'], env: 'info', file: 'error' },
  requestsPerMinuteMax: { flag: ['--requests-per-minute', '1'], env: '2', file: 3 },
  subscriptionsMax: { flag: ['--subscriptions', '1'], env: '2', file: 3 },
  subscriptionsPerClientMax: { flag: ['--subscriptions-per-client', '1'], env: '2', file: 3 },
  bodyBytesMax: { flag: ['--body-bytes', '2001'], env: '2002', file: 2003 },
  grpcPort: { flag: ['--grpc-port', '1'], env: '2', file: 3 },
  keepForeign: { flag: ['--keep-foreign'], env: 'true', file: true },
  grpcRaw: { flag: ['--grpc-raw'], env: 'true', file: true },
  grpcCert: { flag: ['--grpc-cert', '/a/flag.pem'], env: '/a/env.pem', file: '/a/file.pem' },
  grpcKey: { flag: ['--grpc-key', '/a/flag.key'], env: '/a/env.key', file: '/a/file.key' },
};

describe('the settings', () => {
  test.each(settingKeys)(
    '%s is what the nearest says: a flag, the environment, the file, the usual',
    async (key) => {
      const { flag, env, file } = given[key];
      const world = { cwd: folderWith(file === undefined ? undefined : { [key]: file }) };
      const variables = { [settings[key].env]: env };
      const shown = async (args: readonly string[], more: Readonly<Record<string, string>>) =>
        one(await asof(['config', '--json', ...args], { ...world, env: more }), key);
      if (flag !== undefined) expect(await shown(flag, variables)).toMatchObject({ from: 'flag' });
      expect(await shown([], variables)).toMatchObject({ from: 'env' });
      if (file !== undefined)
        expect(await shown([], {})).toEqual({ setting: key, value: file, from: 'file' });
      const usual = one(await asof(['config', '--json'], { cwd: folderWith(undefined) }), key);
      expect(usual).toEqual({ setting: key, value: settings[key].usual ?? null, from: 'usual' });
      const values = [
        usual,
        await shown([], variables),
        ...(flag === undefined ? [] : [await shown(flag, variables)]),
      ];
      // What is true or false has no third value.
      expect(new Set(values.map(({ value }) => JSON.stringify(value))).size).toBe(
        ['founding', 'keepForeign', 'grpcRaw'].includes(key) ? 2 : values.length,
      );
    },
  );

  test('count a variable that is empty as one that is not set', async () => {
    const env = Object.fromEntries(settingKeys.map((key) => [settings[key].env, '']));
    const { out } = await asof(['config', '--json'], {
      cwd: folderWith(undefined),
      env: { ...env, ASOF_CONFIG: '' },
    });
    expect(JSON.parse(out).settings.map(({ from }: { from: string }) => from)).toEqual(
      settingKeys.map(() => 'usual'),
    );
  });

  test('that are wrong are refused with their name, their place and what is taken', async () => {
    for (const [key, flag, text] of [
      ['port', '--port', '65536'],
      ['port', '--port', '1e3'],
      ['logLevel', '--log-level', 'loud'],
      ['bodyBytesMax', '--body-bytes', '0'],
      ['subscriptionsMax', '--subscriptions', '-1'],
    ] as const) {
      const { env, taken } = settings[key];
      const ran = [
        [flag, await asof(['config', `${flag}=${text}`, '--json'])],
        [env, await asof(['config', '--json'], { env: { [env]: text } })],
      ] as const;
      for (const [place, { code, err }] of ran) {
        expect(code).toBe(2);
        expect(JSON.parse(err)).toMatchObject({
          type: '/problems/invalid-config',
          setting: key,
          place,
          detail: expect.stringMatching(new RegExp(`^${place} .*${text}.* is not ${taken}$`)),
        });
      }
    }
    expect(await asof(['config'], { env: { ASOF_FOUNDING: 'perhaps' } })).toMatchObject({ code: 2 });
    expect(await asof(['serve', '--store', 'memory:'], { env: { ASOF_PORT: 'many' } })).toMatchObject({
      code: 2,
      err: 'asof: ASOF_PORT "many" is not a whole number from 0 to 65535 (invalid-config)\n',
    });
  });

  test('do not show a token, nor a password', async () => {
    const env = { ASOF_TOKEN: 'secret-token', ASOF_URL: 'http://me:secret-word@127.0.0.1:4100' };
    for (const args of [['config'], ['config', '--json']]) {
      const { out, err, code } = await asof(args, { env });
      expect({ code, err }).toEqual({ code: 0, err: '' });
      expect(out).not.toContain('secret');
      expect(out).toContain('http://me:…@127.0.0.1:4100');
    }
    const bad = await asof(['config'], { env: { ASOF_TOKEN: 'secret'.repeat(1000) } });
    expect(bad).toMatchObject({ code: 2, out: '' });
    expect(bad.err).not.toContain('secretsecret');
  });
});

describe('a configuration file', () => {
  test('has paths that are relative to where it stands', async () => {
    const cwd = folderWith({ store: 'sqlite:data/own.db', module: 'own.ts', tokenFile: './token' });
    for (const world of [
      { cwd },
      { cwd: folderWith(undefined), env: { ASOF_CONFIG: join(cwd, 'asof.config.json') } },
    ]) {
      const ran = await asof(['config', '--json'], world);
      expect(one(ran, 'store').value).toBe(`sqlite:${join(cwd, 'data', 'own.db')}`);
      expect(one(ran, 'module').value).toBe(join(cwd, 'own.ts'));
      expect(one(ran, 'tokenFile').value).toBe(join(cwd, 'token'));
    }
  });

  test('is honoured by what opens a store, and by what asks a server', async () => {
    const cwd = folderWith({ store: 'sqlite:own.db', url: 'http://127.0.0.1:9' });
    const asked: string[] = [];
    const fetch = async (url: URL, { headers }: RequestInit) => {
      asked.push(`${url.href} ${new Headers(headers).get('authorization')}`);
      return Response.json({ streams: [], head: { position: 0, recordedAt: null } });
    };
    writeFileSync(join(cwd, 'token'), 'secret\n');
    // What imports takes no address, and what is named nearer than the address counts.
    expect(await asof(['import', foundingStreams], { cwd })).toMatchObject({ code: 0 });
    expect(await asof(['streams'], { cwd, fetch, env: { ASOF_TOKEN: 'other' } })).toMatchObject({ code: 0 });
    expect(await asof(['streams', '--token-file', join(cwd, 'token')], { cwd, fetch })).toMatchObject({
      code: 0,
    });
    expect(asked).toEqual(
      ['Bearer other', 'Bearer secret'].map((shown) => `http://127.0.0.1:9/v1/streams ${shown}`),
    );
    const store = `sqlite:${join(cwd, 'own.db')}`;
    expect((await asof(['streams', '--store', store], { cwd, fetch })).out).toContain('diplomacy-us-russia');
    expect((await asof(['streams'], { cwd, fetch, env: { ASOF_STORE: store } })).out).toContain(
      'diplomacy-us-russia',
    );
    expect(asked).toHaveLength(2);
  });

  test('that is wrong is refused with its name', async () => {
    for (const [content, said] of [
      [
        { prot: 4200 },
        /There is no setting "prot" in .*asof\.config\.json; those there are: store, index, wait, module, /,
      ],
      [{ token: 'x' }, /There is no setting "token" in .*: name a file that holds it with tokenFile/],
      [{ port: '4200' }, /port in .*asof\.config\.json is not a whole number from 0 to 65535/],
      [{ allowedHosts: 'a' }, /allowedHosts in .* is not a list of texts/],
      [[], /is no JSON object/],
    ] as const) {
      const ran = await asof(['streams', '--store', 'memory:'], { cwd: folderWith(content) });
      expect(ran).toMatchObject({ code: 2, out: '', err: expect.stringMatching(said) });
      expect(ran.err).toContain('(invalid-config)');
    }
    const cwd = folderWith({});
    writeFileSync(join(cwd, 'asof.config.json'), '{"port": 1, "port": 2}');
    expect(await asof(['config'], { cwd })).toMatchObject({
      code: 2,
      err: expect.stringContaining('is no JSON'),
    });
    expect(await asof(['config', '--config', join(cwd, 'none.json')])).toMatchObject({ code: 3 });
  });

  test('may name its schema for editors', async () => {
    expect(await asof(['config'], { cwd: folderWith({ $schema: './x.json', port: 1 }) })).toMatchObject({
      code: 0,
    });
  });
});

function folderWith(content: unknown): string {
  folders += 1;
  const folder = join(temp.path, `of-${folders}`);
  mkdirSync(folder);
  if (content !== undefined) writeFileSync(join(folder, 'asof.config.json'), JSON.stringify(content));
  return folder;
}

function one({ code, out, err }: Awaited<ReturnType<typeof asof>>, key: SettingKey) {
  expect({ code, err }).toEqual({ code: 0, err: '' });
  const all: { setting: string; value: unknown; from: string }[] = JSON.parse(out).settings;
  const found = all.find(({ setting }) => setting === key);
  expect(found).toBeDefined();
  return found ?? { setting: '', value: undefined, from: '' };
}
