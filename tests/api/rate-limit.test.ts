import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { refusedTokensPerMinuteMax } from '../../src/api/rate-limit.ts';
import { clientOfAddress, countedClientsMax, createWindows, windowMs } from '../../src/api/windows.ts';
import { hear, listen } from '../support/event-client.ts';
import type { Tokens } from '../support/tokens.ts';
import { bearer, makeTokens } from '../support/tokens.ts';
import type { Served } from './served.ts';
import { serve } from './served.ts';

let tokens: Tokens;
let served: Served;
beforeEach(async () => {
  tokens = makeTokens();
  served = await serve({
    access: tokens.access,
    requestsPerMinuteMax: 3,
    subscriptionsPerClientMax: 2,
    trustProxy: ['127.0.0.1'],
  });
});
afterEach(async () => served.close());

const from = (address: string) => ({ 'x-forwarded-for': address });

describe('the requests of one client', () => {
  test('are counted, and refused from one more than are allowed on until the minute is over', async () => {
    for (const left of [2, 1, 0]) {
      const response = await served.get('/v1/streams');
      expect(response.statusCode).toBe(200);
      expect(response.headers).toMatchObject({
        'ratelimit-limit': '3',
        'ratelimit-remaining': String(left),
        'ratelimit-reset': '60',
      });
    }
    served.tick(20_000);
    const refused = await served.get('/v1/streams');
    expect(refused.statusCode).toBe(429);
    expect(refused.headers).toMatchObject({
      'retry-after': '40',
      'ratelimit-remaining': '0',
      'content-type': expect.stringContaining('application/problem+json'),
    });
    expect(refused.json()).toMatchObject({
      type: '/problems/too-many-requests',
      requestsPerMinuteMax: 3,
      retryAfterSeconds: 40,
    });
    served.tick(39_999);
    expect((await served.get('/v1/streams')).statusCode).toBe(429);
    served.tick(1);
    expect((await served.get('/v1/streams')).statusCode).toBe(200);
  });

  test('are those of its token, wherever it asks from', async () => {
    const [one, other] = [tokens.allowing('read'), tokens.allowing('read')];
    for (const address of ['10.0.0.1', '10.0.0.2', '10.0.0.3'])
      expect((await served.get('/v1/streams', { ...bearer(one), ...from(address) })).statusCode).toBe(200);
    expect((await served.get('/v1/streams', { ...bearer(one), ...from('10.0.0.4') })).statusCode).toBe(429);
    expect((await served.get('/v1/streams', { ...bearer(other), ...from('10.0.0.1') })).statusCode).toBe(200);
  });

  test('are those of its address where it shows no token, found or not', async () => {
    for (const url of ['/healthz', '/nope', '/v1/streams'])
      expect((await served.get(url, from('10.0.0.1'))).statusCode).not.toBe(429);
    for (const url of ['/healthz', '/nope', '/v1/streams'])
      expect((await served.get(url, from('10.0.0.1'))).statusCode).toBe(429);
    expect((await served.get('/v1/streams', from('10.0.0.2'))).statusCode).toBe(200);
  });

  test('leave nothing on answers where there is no limit', async () => {
    const free = await serve({ access: tokens.access });
    const { headers } = await free.get('/v1/streams');
    expect(Object.keys(headers).filter((name) => name.includes('ratelimit'))).toEqual([]);
    await free.close();
  });
});

describe('tokens that are refused', () => {
  test('are counted by address, and keep nobody out who shows one that holds', async () => {
    const token = tokens.allowing('read');
    const guarded = await serve({ access: tokens.access, trustProxy: ['127.0.0.1'] });
    const wrong = { ...bearer('nonsense'), ...from('10.0.0.1') };
    for (let count = 1; count <= refusedTokensPerMinuteMax; count += 1)
      expect((await guarded.get('/v1/streams', wrong)).statusCode).toBe(401);
    const refused = await guarded.get('/v1/streams', wrong);
    expect(refused.statusCode).toBe(429);
    expect(refused.headers['retry-after']).toBe('60');
    expect(refused.json()).toMatchObject({ refusedTokensPerMinuteMax });
    expect((await guarded.get('/healthz', wrong)).statusCode).toBe(429);
    expect(
      (await guarded.get('/v1/streams', { ...bearer('nonsense'), ...from('10.0.0.2') })).statusCode,
    ).toBe(401);
    expect((await guarded.get('/v1/streams', { ...bearer(token), ...from('10.0.0.1') })).statusCode).toBe(
      200,
    );
    guarded.tick(windowMs);
    expect((await guarded.get('/v1/streams', wrong)).statusCode).toBe(401);
    await guarded.close();
  });
});

describe('the address of a client', () => {
  test('is that of the connection unless a trusted proxy says another', async () => {
    const direct = await serve({ requestsPerMinuteMax: 1 });
    expect((await direct.get('/healthz', from('10.0.0.1'))).statusCode).toBe(200);
    expect((await direct.get('/healthz', from('10.0.0.2'))).statusCode).toBe(429);
    await direct.close();
    const elsewhere = await serve({ requestsPerMinuteMax: 1, trustProxy: ['10.9.9.9', '192.168.0.0/16'] });
    expect((await elsewhere.get('/healthz', from('10.0.0.1'))).statusCode).toBe(200);
    expect((await elsewhere.get('/healthz', from('10.0.0.2'))).statusCode).toBe(429);
    await elsewhere.close();
  });

  test('is the last that a trusted proxy adds, whatever a client put before it', async () => {
    for (let count = 0; count < 3; count += 1)
      await served.get('/healthz', from(`${count}.1.1.1, evil, 127.0.0.1, 10.0.0.1`));
    expect((await served.get('/healthz', from('9.9.9.9, 10.0.0.1'))).statusCode).toBe(429);
    expect((await served.get('/healthz', from('10.0.0.1, 9.9.9.9'))).statusCode).toBe(200);
  });

  test.each([
    '*',
    'loopback',
    'true',
    '10.0.0',
    '10.0.0.0/0',
    '10.0.0.0/33',
    '::/0',
    'fe80::1%eth0',
    'proxy',
    '',
  ])('is never told by everybody: %j is no proxy', async (address) => {
    await expect(serve({ trustProxy: [address] })).rejects.toMatchObject({ code: 'invalid-request' });
  });

  test.each([
    ['10.0.0.1', '10.0.0.1'],
    ['::ffff:10.0.0.1', '10.0.0.1'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['2001:0DB8:0:0:ffff:ffff:ffff:ffff', '2001:db8:0:0::/64'],
    ['2001:db8:0:1::1', '2001:db8:0:1::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['no address'.repeat(20), 'no address'.repeat(20).slice(0, 64)],
  ])('%s counts as %s', (address, client) => {
    expect(clientOfAddress(address)).toBe(client);
  });
});

describe('what is counted', () => {
  test('is of so many clients at most, and of those that asked last', () => {
    const count = createWindows(() => 0);
    count('first');
    for (let client = 0; client < countedClientsMax - 1; client += 1) count(String(client));
    expect(count('first').count).toBe(2);
    for (let client = 0; client < countedClientsMax; client += 1) count(`other ${client}`);
    expect(count('first').count).toBe(1);
  });

  test('ends with the minute, and when the clock is set back', () => {
    let now = 5 * windowMs;
    const count = createWindows(() => now);
    expect(count('a')).toEqual({ count: 1, secondsLeft: 60 });
    now += windowMs - 1;
    expect(count('a')).toEqual({ count: 2, secondsLeft: 1 });
    now += 1;
    expect(count('a').count).toBe(1);
    now -= 2 * windowMs;
    expect(count('a')).toEqual({ count: 1, secondsLeft: 60 });
  });
});

describe('the subscriptions of one client', () => {
  test('are as many at once as are allowed', async () => {
    const port = await listen(served.app);
    const headers = bearer(tokens.allowing('read'));
    const other = bearer(tokens.allowing('read'));
    const path = '/v1/timeline/updates';
    const [first, second] = [await hear(port, path, headers), await hear(port, path, headers)];
    served.tick(windowMs);
    const third = await hear(port, path, headers);
    await third.closed;
    expect(third.status).toBe(429);
    expect(third.headers['retry-after']).toBe('1');
    expect(JSON.parse(third.body())).toMatchObject({
      type: '/problems/too-many-own-subscriptions',
      subscriptionsPerClientMax: 2,
    });
    const another = await hear(port, path, other);
    expect(another.status).toBe(200);
    first.close();
    await first.closed;
    served.tick(windowMs);
    let again = await hear(port, path, headers);
    // The server hears a little later that one has left.
    while (again.status === 429) {
      served.tick(windowMs);
      again = await hear(port, path, headers);
    }
    expect(again.status).toBe(200);
    for (const client of [second, another, again]) client.close();
  });
});
