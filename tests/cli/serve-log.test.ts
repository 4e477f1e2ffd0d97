import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

import { afterAll, describe, expect, test } from 'vitest';

import { note } from '../api/served.ts';
import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());

const ownId = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the log of a server', () => {
  test('has a line for each request, with its id, its route and whose token it was, and no secret', async () => {
    const store = `sqlite:${temp.file()}`;
    const words = ['token', 'create', '--name', 'newsroom', '--scope', 'read', '--json', '--store', store];
    const { token, id } = JSON.parse((await asof(words)).out);
    expect(token.length).toBeGreaterThan(20);
    const headers = { authorization: `Bearer ${token}`, 'x-request-id': 'asked-by.me_1' };
    const { lines, err } = await served(['--store', store, '--log-level', 'debug'], async (url) => {
      const read = await fetch(`${url}/v1/events/word-a?asOf=2025-07-03T00:00:00Z`, { headers });
      expect(read.status).toBe(404);
      expect(read.headers.get('x-request-id')).toBe('asked-by.me_1');
      await fetch(`${url}/v1/streams?access_token=secret-in-query`, { headers });
      await fetch(`${url}/v1/streams`, {
        headers: { authorization: 'Bearer secret-in-header', cookie: 'c=secret-cookie' },
      });
      await fetch(`${url}/v1/streams/notes-a/events`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(note('a', '2025', 'secret-in-body')),
      });
      await fetch(`${url}/v1/streams/notes-a/events`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: '{"secret-in-body',
      });
      await fetch(`${url}/nothing/here?secret-in-query`);
    });
    const answered = lines.filter(({ msg }) => msg === 'answered');
    expect(answered).toHaveLength(6);
    expect(answered[0]).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      requestId: 'asked-by.me_1',
      method: 'GET',
      route: '/v1/events/:id',
      path: '/v1/events/word-a',
      status: 404,
      ms: expect.any(Number),
      token: id,
      name: 'newsroom',
      msg: 'answered',
    });
    expect(answered.map(({ status }) => status)).toEqual([404, 400, 401, 403, 403, 401]);
    expect(answered[2]).not.toHaveProperty('token');
    expect(answered[5]).toMatchObject({ path: '/nothing/here', requestId: expect.stringMatching(ownId) });
    // A log that has none of it must be able to have it: the path is there.
    expect(err).toContain('word-a');
    expect(err).not.toContain(token);
    expect(err).not.toContain('secret');
  });

  test('says when it starts and stops at the level info, and nothing at the usual one', async () => {
    const { lines } = await served(['--store', 'memory:', '--log-level', 'info'], async () => undefined);
    expect(
      lines.map(({ msg }) => msg).filter((said) => !String(said).startsWith('Server listening')),
    ).toEqual(['started', 'stopping', 'stopped']);
    for (const level of [[], ['--log-level', 'silent'], ['--log-level', 'error']]) {
      const quiet = await served(['--store', 'memory:', ...level], async (url) => fetch(`${url}/v1/streams`));
      expect(quiet.err).toBe('');
    }
  });

  test('says what goes wrong at the usual level, with the id of the request', async () => {
    const store = `sqlite:${temp.file()}`;
    const { lines } = await served(['--store', store], async (url) => {
      const answer = await fetch(`${url}/v1/timeline?minPosition=9&limit=1`, {
        headers: { 'x-request-id': 'late-1' },
      });
      expect(answer.status).toBe(503);
    });
    expect(lines).toMatchObject([
      { level: 'warn', requestId: 'late-1', err: { code: 'position-not-reached' } },
    ]);
  });
});

describe('the id of a request', () => {
  test('is on every answer: of a route, a refusal, an unreadable request and a subscription', async () => {
    await served(['--store', 'memory:'], async (url) => {
      for (const path of [
        '/v1/streams',
        '/none',
        '/v1/streams?none=1',
        '/v1/streams/%FF/events',
        '/healthz',
        '/docs',
      ])
        expect((await fetch(`${url}${path}`)).headers.get('x-request-id'), path).toMatch(ownId);
      const controller = new AbortController();
      const { signal } = controller;
      const updates = await fetch(`${url}/v1/projections/situation/updates`, { signal });
      expect(updates.headers.get('x-request-id')).toMatch(ownId);
      controller.abort();
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname).end('nonsense\r\n\r\n');
      await once(socket, 'connect');
      expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 [^]*\r\nx-request-id: [0-9a-f]{8}-/);
    });
  });

  test('is taken over only where it can stand in a log as it is', async () => {
    await served(['--store', 'memory:'], async (url) => {
      const answeredTo = async (id: string) =>
        (await fetch(`${url}/healthz`, { headers: { 'x-request-id': id } })).headers.get('x-request-id');
      for (const id of ['a', 'A-b_c.9', 'x'.repeat(128)]) expect(await answeredTo(id)).toBe(id);
      for (const id of ['', 'a b', 'a"b', '{}', 'x'.repeat(129), 'é'])
        expect(await answeredTo(id)).toMatch(ownId);
    });
  });
});

/** Serves until the work is done, and gives what was logged. */
async function served(args: readonly string[], work: (url: string) => Promise<unknown>) {
  const address = Promise.withResolvers<string>();
  const stop = Promise.withResolvers<void>();
  const ran = asof(['serve', '--port', '0', '--no-founding', ...args], {
    stopped: async () => stop.promise,
    onOut: (said) => address.resolve(/http:\S+/.exec(said)?.[0] ?? ''),
  });
  const ended = ran.then(({ err }) => Promise.reject(new Error(`It did not serve: ${err}`)));
  ended.catch(() => undefined);
  try {
    await work(await Promise.race([address.promise, ended]));
  } finally {
    stop.resolve();
  }
  const { err } = await ran;
  const lines = err
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
  return { err, lines };
}
