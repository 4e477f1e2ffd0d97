import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Tokens } from '../support/tokens.ts';
import { bearer, makeTokens } from '../support/tokens.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

const origin = 'https://news.example';
let tokens: Tokens;
let served: Served;
beforeEach(async () => {
  tokens = makeTokens();
  served = await serve({ access: tokens.access, allowedOrigins: [origin, 'http://localhost:5173'] });
});
afterEach(async () => served.close());

describe('a page of an allowed origin', () => {
  test('may ask before it asks, without a token', async () => {
    tokens.allowing('read');
    const response = await preflight(origin, '/v1/streams/notes-a/events');
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
    expect(response.headers).toMatchObject({
      'access-control-allow-origin': origin,
      'access-control-allow-methods': 'GET, HEAD, POST, DELETE',
      'access-control-allow-headers':
        'Authorization, Content-Type, Last-Event-ID, If-Match, If-None-Match, Accept-Datetime, Idempotency-Key',
      'access-control-max-age': '600',
      vary: 'Origin',
    });
    expect(response.headers['access-control-allow-credentials']).toBeUndefined();
    // What there is is told to nobody by a preflight.
    expect((await preflight(origin, '/nope')).statusCode).toBe(204);
  });

  test('may read answers and refusals, and the headers that say what they are', async () => {
    const token = tokens.allowing('read');
    const allowed = {
      'access-control-allow-origin': origin,
      'access-control-expose-headers':
        'ETag, Link, Location, Memento-Datetime, Content-Location, Retry-After, Asof-Moment, X-Request-Id',
    };
    const good = await served.get('/v1/streams', { origin, ...bearer(token) });
    expect(good.statusCode).toBe(200);
    expect(good.headers).toMatchObject(allowed);
    expect(String(good.headers['vary']).split(', ').toSorted()).toEqual(['Accept', 'Origin']);
    const bad = await served.get('/v1/streams', { origin });
    expect(bad.statusCode).toBe(401);
    expect(bad.headers).toMatchObject(allowed);
  });

  test('may change something', async () => {
    const headers = { origin, 'sec-fetch-site': 'cross-site', ...bearer(tokens.allowing('append')) };
    expect((await served.post('/v1/streams/notes-a/events', note('a'), headers)).statusCode).toBe(201);
  });
});

describe('a page of any other origin', () => {
  test.each([
    'https://evil.example',
    'null',
    `${origin}.evil.example`,
    `${origin}:444`,
    `${origin}/`,
    'http://news.example',
    'https://sub.news.example',
    'https://NEWS.example',
    `https://evil.example, ${origin}`,
    `${origin} https://evil.example`,
    'http://localhost:5174',
    '*',
    '',
  ])('gets nothing: %j', async (other) => {
    const token = tokens.allowing('admin');
    const asked = await preflight(other, '/v1/streams');
    expect(asked.statusCode).toBe(401);
    const read = await served.get('/v1/streams', { origin: other, ...bearer(token) });
    const changed = await served.post('/v1/streams/notes-a/events', note('a'), {
      origin: other,
      ...bearer(token),
    });
    expect(changed.statusCode).toBe(403);
    for (const { headers } of [asked, read, changed]) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(headers['vary']).toContain('Origin');
    }
    expect(served.timeline.head().position).toBe(0);
  });

  test('is not let in by a header of a proxy', async () => {
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    };
    const changed = await served.post('/v1/streams/notes-a/events', note('a'), {
      origin: 'https://evil.example',
      ...headers,
    });
    expect(changed.statusCode).toBe(403);
  });
});

test.each([
  '*',
  'null',
  'https://news.example/',
  'https://news.example/x',
  'news.example',
  'file:///x',
  'https://*.example',
  'HTTPS://news.example',
  '',
])('%j is no origin to allow', async (wrong) => {
  const opening = serve({ allowedOrigins: [wrong] });
  if (wrong === 'https://*.example') {
    // A star in a name is the name of a host, and stands for no other.
    const opened = await opening;
    const response = await opened.get('/v1/streams', { origin: 'https://a.example' });
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
    await opened.close();
  } else await expect(opening).rejects.toMatchObject({ code: 'invalid-request' });
});

test('without allowed origins a preflight is answered as any other method that is not taken', async () => {
  const plain = await serve();
  const response = await plain.ask({
    method: 'OPTIONS',
    url: '/v1/streams',
    headers: { origin, 'access-control-request-method': 'POST' },
  });
  expect(response.statusCode).toBe(405);
  await plain.close();
});

describe('strict transport', () => {
  test('is asked for where a trusted proxy says that a request came by https, and nowhere else', async () => {
    const proxied = await serve({ trustProxy: ['127.0.0.1'] });
    const https = { 'x-forwarded-proto': 'https' };
    const header = 'strict-transport-security';
    expect((await proxied.get('/healthz', https)).headers[header]).toBe('max-age=31536000');
    expect((await proxied.get('/healthz', { 'x-forwarded-proto': 'http' })).headers[header]).toBeUndefined();
    expect((await proxied.get('/healthz')).headers[header]).toBeUndefined();
    expect((await served.get('/healthz', https)).headers[header]).toBeUndefined();
    const elsewhere = await serve({ trustProxy: ['10.0.0.1'] });
    expect((await elsewhere.get('/healthz', https)).headers[header]).toBeUndefined();
    await Promise.all([proxied.close(), elsewhere.close()]);
  });
});

async function preflight(asking: string, url: string) {
  return served.ask({
    method: 'OPTIONS',
    url,
    headers: {
      origin: asking,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });
}
