import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { AccessControl } from '../../src/access/port.ts';
import { authorizationCharactersMax } from '../../src/api/bearer.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import { hear, listen } from '../support/event-client.ts';
import type { Tokens } from '../support/tokens.ts';
import { bearer, idOf, makeTokens } from '../support/tokens.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

let tokens: Tokens;
let served: Served;
beforeEach(async () => {
  tokens = makeTokens();
  served = await serve({ access: tokens.access, heartbeatMs: 20 });
});
afterEach(async () => served.close());

describe('a server whose store never had a token', () => {
  test('answers everybody, whatever is shown', async () => {
    for (const headers of [{}, bearer('nonsense'), { authorization: 'Basic x' }]) {
      expect((await served.get('/v1/streams', headers)).statusCode).toBe(200);
      expect((await served.get('/readyz', headers)).json()).toHaveProperty('head');
      expect((await served.get('/nope', headers)).statusCode).toBe(404);
    }
    expect((await served.post('/v1/streams/notes-a/events', note('a'))).statusCode).toBe(201);
  });

  test('asks for one as soon as the first is made, and goes on to when it is revoked', async () => {
    const token = tokens.allowing('read');
    expect((await served.get('/v1/streams')).statusCode).toBe(401);
    expect((await served.get('/v1/streams', bearer(token))).statusCode).toBe(200);
    tokens.revoke(token);
    expect((await served.get('/v1/streams', bearer(token))).statusCode).toBe(401);
    expect((await served.get('/v1/streams')).statusCode).toBe(401);
  });
});

describe('a token', () => {
  test.each(['Bearer', 'bearer', 'BEARER', 'bEaReR'])('may be shown as %s', async (scheme) => {
    const authorization = `${scheme} ${tokens.allowing('read')}`;
    expect((await served.get('/v1/streams', { authorization })).statusCode).toBe(200);
  });

  test('is taken from the header alone, and from no query', async () => {
    const token = tokens.allowing('admin');
    for (const name of ['access_token', 'token', 'authorization', 'Authorization'])
      expect((await served.get(`/v1/streams?${name}=${token}`)).statusCode).toBe(401);
    expect(
      (await served.get('/v1/streams', { cookie: `token=${token}`, 'x-api-key': token })).statusCode,
    ).toBe(401);
    const proxied = {
      'proxy-authorization': `Bearer ${token}`,
      'x-forwarded-authorization': `Bearer ${token}`,
    };
    expect((await served.get('/v1/streams', proxied)).statusCode).toBe(401);
  });

  test.each([
    ['is too long', (token: string) => `Bearer ${token}${'x'.repeat(authorizationCharactersMax)}`],
    ['stands beside another', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['stands beside another scheme', (token: string) => `Basic eDp5, Bearer ${token}`],
    ['has a parameter', (token: string) => `Bearer ${token}; x=1`],
    ['has no space before it', (token: string) => `Bearer${token}`],
    ['has a tab before it', (token: string) => `Bearer\t${token}`],
    ['is in other letters', (token: string) => `Bearer ${token.replaceAll('a', 'а')}`],
    ['has a NUL at its end', (token: string) => `Bearer ${token}%00`],
  ])('is refused when it %s', async (_what, headerOf) => {
    const authorization = headerOf(tokens.allowing('admin'));
    const response = await served.get('/v1/streams', { authorization });
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="asof", error="invalid_token"');
    expect(response.body).not.toContain(authorization.slice(-20));
  });

  test('is refused when two headers show one, be it the same', async () => {
    const token = tokens.allowing('read');
    const port = await listen(served.app);
    const two = (first: string, second: string) =>
      say(
        port,
        `GET /v1/streams HTTP/1.1\r\nHost: localhost\r\n${first}\r\n${second}\r\nConnection: close\r\n\r\n`,
      );
    const good = `Authorization: Bearer ${token}`;
    expect(await two(good, 'X-Other: 1')).toMatch(/^HTTP\/1\.1 200 /);
    expect(await two(good, good)).toMatch(/^HTTP\/1\.1 401 /);
    expect(await two(good, 'AUTHORIZATION: Bearer x')).toMatch(/^HTTP\/1\.1 401 /);
    expect(await two('authorization: Basic x', good)).toMatch(/^HTTP\/1\.1 401 /);
    // A space before the colon is no header of that name, and no HTTP.
    expect(await two(`Authorization : Bearer ${token}`, 'X-Other: 1')).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('is refused by the wrong end of a request that is put into another', async () => {
    const token = tokens.allowing('admin');
    const port = await listen(served.app);
    const inner = `GET /v1/audit HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`;
    const answer = await say(
      port,
      `POST /v1/streams/notes-a/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\n` +
        `Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}${inner}`,
    );
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 401']);
  });

  test('does not let the body be read before it is looked at', async () => {
    tokens.allowing('append');
    const port = await listen(served.app);
    const socket = connect(port, '127.0.0.1');
    socket.write(
      'POST /v1/streams/notes-a/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 900000\r\n\r\n{',
    );
    const [first] = await once(socket, 'data');
    expect(String(first)).toMatch(/^HTTP\/1\.1 401 /);
    socket.destroy();
  });

  test('is compared in constant time, also where there is none to compare with', () => {
    const code = readFileSync(join(import.meta.dirname, '../../src/access/token.ts'), 'utf8');
    expect(code).toContain('timingSafeEqual(hashOfSecret(secret), expected ?? nobody)');
    const create = readFileSync(join(import.meta.dirname, '../../src/access/create.ts'), 'utf8');
    expect(create).not.toMatch(/hash\s*[=!]==/);
  });

  test('that may only append corrects nothing by appending, in whatever form', async () => {
    const headers = bearer(tokens.allowing('append'));
    const path = '/v1/streams/notes-a/events';
    expect((await served.post(path, note('a'), headers)).statusCode).toBe(201);
    const retraction = { type: 'FactRetracted', occurred: '2025-07-04', data: { target: 'a', reason: 'x' } };
    const cloudEvent = { ...retraction, specversion: '1.0', id: 'r', source: '/x' };
    for (const body of [retraction, [note('b'), retraction], cloudEvent]) {
      const response = await served.post(path, body, headers);
      expect(response.statusCode).toBe(403);
      expect(response.json()).toMatchObject({ type: '/problems/scope-missing', scope: 'correct' });
    }
    const lines = await served.ask({
      method: 'POST',
      url: path,
      headers: { ...headers, 'content-type': 'application/x-ndjson' },
      payload: `${JSON.stringify(retraction)}\n`,
    });
    expect(lines.statusCode).toBe(403);
    expect(served.timeline.head().position).toBe(1);
    const both = bearer(tokens.allowing('append', 'correct'));
    expect((await served.post(path, retraction, both)).statusCode).toBe(201);
  });

  test('is asked for also where the answer is one that never changes and is kept', async () => {
    await served.timeline.append('notes-a', [note('a')]);
    const url = '/v1/timeline?asOf=2025-07-05T00:00:00Z&knownAt=1';
    const reader = bearer(tokens.allowing('read'));
    const first = await served.get(url, reader);
    expect(first.headers['cache-control']).toMatch(/^private,/);
    const tag = { 'if-none-match': String(first.headers['etag']) };
    expect((await served.get(url, { ...reader, ...tag })).statusCode).toBe(304);
    for (const headers of [{}, tag, bearer('nonsense'), { ...bearer(tokens.allowing('append')), ...tag }]) {
      const response = await served.get(url, headers);
      expect([401, 403]).toContain(response.statusCode);
      expect(response.headers['etag']).toBeUndefined();
    }
  });

  test('signs what is recorded with it', async () => {
    const token = tokens.allowing('append');
    await served.post('/v1/streams/notes-a/events', note('a'), bearer(token));
    expect(served.timeline.audit({})).toEqual([
      expect.objectContaining({ action: 'append', by: `token:${idOf(token)} append` }),
    ]);
  });

  test('and what was done to it are in the audit trail', async () => {
    const token = tokens.allowing('read');
    tokens.revoke(token);
    const trail = (await served.get('/v1/audit', bearer(tokens.allowing('admin')))).json();
    expect(trail.tokens).toMatchObject([
      { action: 'created', token: idOf(token), by: 'os:tester' },
      { action: 'revoked', token: idOf(token), by: 'os:tester' },
      { action: 'created' },
    ]);
  });
});

describe('what asks for no token', () => {
  test('tells more to those who may read', async () => {
    const reader = bearer(tokens.allowing('read'));
    const author = bearer(tokens.allowing('append'));
    expect((await served.get('/readyz', reader)).json()).toHaveProperty('projections');
    for (const headers of [{}, author, bearer('nonsense')])
      expect((await served.get('/readyz', headers)).json()).toEqual({ status: 'ready' });
  });
});

async function may(headers: Record<string, string> = {}): Promise<unknown> {
  return (await served.get('/readyz', headers)).json().may;
}

describe('what a caller may do', () => {
  test('is everything while no token is required, whatever is shown', async () => {
    expect(await may()).toEqual(['read', 'append', 'correct', 'admin']);
    expect(await may(bearer('nonsense'))).toEqual(['read', 'append', 'correct', 'admin']);
  });

  test('is what the token allows, and everything for admin', async () => {
    expect(await may(bearer(tokens.allowing('read')))).toEqual(['read']);
    expect(await may(bearer(tokens.allowing('correct', 'read')))).toEqual(['read', 'correct']);
    expect(await may(bearer(tokens.allowing('admin')))).toEqual(['read', 'append', 'correct', 'admin']);
  });

  test('is told to nobody who may not read', async () => {
    const author = tokens.allowing('append');
    for (const headers of [{}, bearer(author), bearer('nonsense')])
      expect(await may(headers)).toBeUndefined();
  });
});

describe('tokens that cannot be read', () => {
  const broken: AccessControl = {
    ...makeTokens().access,
    isRequired: fail,
    identify: fail,
    holds: fail,
  };

  test('let nobody in', async () => {
    const closed = await serve({ access: broken });
    for (const headers of [{}, bearer(`asof_000000000000_${'A'.repeat(43)}`)])
      for (const url of ['/v1/streams', '/nope', '/metrics']) {
        const response = await closed.get(url, headers);
        expect(response.statusCode).toBe(503);
        expect(response.json()).toMatchObject({ type: '/problems/tokens-unreadable' });
      }
    expect((await closed.get('/healthz')).statusCode).toBe(200);
    expect((await closed.post('/v1/streams/notes-a/events', note('a'))).statusCode).toBe(503);
    expect(closed.timeline.head().position).toBe(0);
    await closed.close();
  });
});

describe('a subscription', () => {
  test.each<[string, (token: string) => void]>([
    ['is revoked', (token) => tokens.revoke(token)],
    ['has expired', () => tokens.tick(2000)],
  ])('ends with a fault when its token %s', async (_what, end) => {
    const { token } = tokens.access.create(
      { name: 'a', scopes: ['read'], expiresAt: Date.UTC(2025, 6, 10, 9) + 2000 },
      'os:tester',
    );
    const port = await listen(served.app);
    const client = await hear(port, '/v1/timeline/updates', bearer(token));
    await client.hears(1);
    end(token);
    await client.closed;
    const last = client.heard.at(-1);
    expect(last?.event).toBe('fault');
    expect(last?.data).toMatchObject({ type: '/problems/token-refused', status: 401 });
    expect((await hear(port, '/v1/timeline/updates', bearer(token))).status).toBe(401);
  });

  test('of a client that does not read ends, too, and keeps no place', async () => {
    const [mine, reader] = [tokens.allowing('read'), tokens.allowing('read')];
    const long = { type: 'NoteAdded', occurred: '2025', data: { title: 'x', text: 'x'.repeat(4000) } };
    for (let batch = 0; batch < 6; batch += 1)
      await served.timeline.append(
        'notes-a',
        Array.from({ length: 1000 }, () => long),
      );
    const open = async () => (await served.get('/readyz', bearer(reader))).json().subscriptions.timeline;
    const client = await hear(await listen(served.app), '/v1/timeline/updates?after=0', bearer(mine));
    client.pause();
    expect(await open()).toBe(1);
    tokens.revoke(mine);
    await vi.waitUntil(async () => (await open()) === 0, { timeout: 3000 });
    client.close();
  });

  test('without a token ends when one is required', async () => {
    const port = await listen(served.app);
    const client = await hear(port, '/v1/timeline/updates');
    await client.hears(1);
    tokens.allowing('read');
    await client.closed;
    expect(client.heard.at(-1)).toMatchObject({ event: 'fault', data: { type: '/problems/token-required' } });
  });

  test('goes on when another token is revoked', async () => {
    const [mine, other] = [tokens.allowing('read'), tokens.allowing('read')];
    const port = await listen(served.app);
    const client = await hear(port, '/v1/timeline/updates', bearer(mine));
    await client.hears(1);
    tokens.revoke(other);
    const comments = client.comments();
    await client.until(() => client.comments() >= comments + 3);
    const told = client.heard.length;
    await served.timeline.append('notes-a', [note('a')]);
    await client.hears(told + 1);
    expect(client.heard.map(({ event }) => event)).not.toContain('fault');
    client.close();
  });
});

function fail(): never {
  throw new TimelineError('tokens-unreadable', 'The tokens cannot be read');
}

async function say(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return text(socket);
}
