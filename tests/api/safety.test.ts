import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';

import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { linesAtATime } from '../../src/api/lines.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

let served: Served;
let reads = 0;
beforeEach(async () => {
  reads = 0;
  served = await serve({
    allowedHosts: ['Asof.example.org', 'proxy:8443'],
    watching: (timeline) => ({
      ...timeline,
      log(range) {
        reads += 1;
        return timeline.log(range);
      },
    }),
  });
});
afterEach(async () => served.close());

describe('the Host of a request', () => {
  test.each([
    'localhost',
    'localhost:4100',
    'LOCALHOST:1',
    '127.0.0.1:4100',
    '127.0.0.2',
    '[::1]',
    '[::1]:4100',
    'asof.example.org',
    'asof.example.org:443',
    'proxy:8443',
  ])('may be %s', async (host) => {
    expect((await served.get('/healthz', { host })).statusCode).toBe(200);
  });

  test.each([
    'evil.example',
    'localhost.evil.example',
    'evil.example:4100',
    'proxy',
    'proxy:1',
    'localhost:4100@evil.example',
    'localhost/',
    '127.0.0.1.nip.io',
    '[::1',
    '::1',
    'localhost:',
    '0.0.0.0',
    '2130706433',
  ])('may not be %s', async (host) => {
    const response = await served.get('/v1/log', { host });
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ type: '/problems/host-refused' });
  });
});

test.each(['https://asof.example.org', 'asof.example.org/', '*.example.org', '*', '', '::1', 'a:b'])(
  '%j is no host that an operator can allow',
  async (host) => {
    await expect(serve({ allowedHosts: [host] })).rejects.toMatchObject({ code: 'invalid-request' });
  },
);

describe('the Origin of a request', () => {
  test.each([
    {},
    { origin: 'http://localhost:4100' },
    { 'sec-fetch-site': 'same-origin' },
    { 'sec-fetch-site': 'none' },
  ])('that changes something may be ours: %j', async (headers) => {
    expect((await append(headers)).statusCode).toBe(201);
  });

  test.each([
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { origin: 'http://localhost:4101' },
    { origin: 'http://localhost' },
    { origin: 'file://localhost:4100' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('that changes something may not be another: %j', async (headers) => {
    const response = await append(headers);
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({ type: '/problems/origin-refused' });
    expect(served.timeline.head().position).toBe(0);
  });

  test('is never allowed to read an answer elsewhere', async () => {
    for (const method of ['GET', 'OPTIONS'] as const) {
      const headers = { origin: 'https://evil.example', 'access-control-request-method': 'POST' };
      const response = await served.ask({ method, url: '/v1/log', headers });
      expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(response.headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });
});

describe('every answer', () => {
  test.each([
    '/',
    '/v1/log',
    '/nope',
    '/v1/timeline?x=1',
    '/%',
    '/problems/invalid-json',
    '/v1/schemas/CallHeld/1',
  ])('has the headers that keep it where it was asked for: %s', async (url) => {
    expect((await served.get(url)).headers).toMatchObject({
      'content-security-policy': expect.stringMatching(/default-src 'none'.*frame-ancestors 'none'/),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      // No cache that others share may keep it.
      'cache-control': expect.stringMatching(/^(?:no-cache$|private,)/),
    });
  });

  test('runs no script, and the page has only the style that its policy names', async () => {
    const page = await served.get('/');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    const policy = String(page.headers['content-security-policy']);
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page.body) ?? [];
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style))).toString(
      'base64',
    );
    expect(policy).toContain(`style-src 'sha256-${hash}'`);
    expect(page.body).not.toMatch(/<script|\son\w+=|style=|https?:/);
  });

  test('of the page leads to answers, the three moments among them', async () => {
    const page = await served.get('/');
    const links = [...page.body.matchAll(/href="([^"]+)"/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => link.includes('asOf='))).toHaveLength(3);
    for (const link of links) expect((await served.get(link)).statusCode, link).toBe(200);
  });
});

describe('on a socket', () => {
  test.each([
    ['what is no HTTP', 'HELLO\r\n\r\n', 400],
    ['no Host', 'GET /v1/log HTTP/1.0\r\n\r\n', 403],
    ['no Host in HTTP/1.1', 'GET /v1/log HTTP/1.1\r\nConnection: close\r\n\r\n', 403],
    [
      'a target elsewhere',
      'GET http://evil.example/v1/log HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      403,
    ],
    ['a fragment', 'GET /v1/log#?limit=1 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', 400],
    [
      'a method that is not taken, with a host in the target,',
      'PUT http://localhost/v1/log HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
      405,
    ],
    [
      'an expectation that is none, and no method of ours,',
      'PUT /v1/log HTTP/1.1\r\nHost: localhost\r\nExpect: tea\r\nConnection: close\r\n\r\n',
      405,
    ],
    ['a head that is too long', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`, 413],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc',
      400,
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
  ])('%s is answered with a problem, and the connection closed', async (_what, bytes, status) => {
    const answer = await say(bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
    expect(answer).toContain('"type":"/problems/');
  });

  test('a target that names the host is answered as one that does not', async () => {
    const at = '/v1/timeline?asOf=2025-07-05T00:00:00Z&knownAt=0';
    const answer = await say(
      `GET http://[::1]:4100${at} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200 /);
    expect(answer).toContain(`content-location: ${at}\r\n`);
  });

  test('a client that does not read holds the log back, and gets all of it when it does', async () => {
    const [events, batches] = [1000, 10];
    const text4k = 'x'.repeat(4000);
    for (let batch = 0; batch < batches; batch += 1)
      await served.timeline.append(
        'notes-a',
        Array.from({ length: events }, () => ({
          type: 'NoteAdded',
          occurred: '2025',
          data: { title: 'x', text: text4k },
        })),
      );
    const socket = connect(await listen(), '127.0.0.1');
    await once(socket, 'connect');
    socket.pause();
    socket.write(
      'GET /v1/log HTTP/1.1\r\nHost: localhost\r\nAccept: application/x-ndjson\r\nConnection: close\r\n\r\n',
    );
    await untilSettled(() => reads);
    expect(reads).toBeGreaterThan(0);
    expect(reads).toBeLessThan((events * batches) / linesAtATime / 2);
    expect((await text(socket)).match(/"specversion"/g)).toHaveLength(events * batches);
  });
});

async function append(headers: Record<string, string>): Promise<LightMyRequestResponse> {
  return served.post('/v1/streams/notes-a/events', note('a'), { host: 'localhost:4100', ...headers });
}

async function listen(): Promise<number> {
  await served.app.listen({ host: '127.0.0.1', port: 0 });
  // A server that listens on a port has an address with one.
  return (served.app.server.address() as AddressInfo).port;
}

async function say(bytes: string): Promise<string> {
  const socket = connect(await listen(), '127.0.0.1');
  await once(socket, 'connect');
  socket.write(bytes);
  return text(socket);
}

/** Resolves when a count that work in the background raises has stood still for a while. */
async function untilSettled(count: () => number): Promise<void> {
  let still = 0;
  for (let last = -1; still < 20; last = count()) {
    await setTimeout(10);
    still = count() > 0 && count() === last ? still + 1 : 0;
  }
}
