import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { httpStatuses, problemOf } from '../../src/api/problem.ts';
import { errorCatalogue } from '../../src/domain/errors.ts';
import type { Served } from './served.ts';
import { serve } from './served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
});
afterEach(async () => served.close());

describe('a problem', () => {
  test.each([
    '/nope',
    '/v1',
    '/v1/',
    '/v1/streams/',
    '/V1/streams',
    '/v1//log',
    '/v1/../etc/passwd',
    '/v1/log/..%2f..',
    '/index.html',
    '/v1/log;x=1',
  ])('is what an unknown route is answered with: %s', async (url) => {
    const response = await served.get(url);
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
    expect(response.json()).toMatchObject({
      type: '/problems/unknown-route',
      title: 'Unknown route',
      status: 404,
    });
  });

  test.each([
    ['DELETE', '/v1/log', 'GET, HEAD'],
    ['POST', '/v1/timeline', 'GET, HEAD'],
    ['PUT', '/v1/streams/notes-a/events', 'GET, HEAD, POST'],
    ['GET', '/v1/events/a/corrections', 'POST'],
    ['OPTIONS', '/v1/log', 'GET, HEAD'],
    ['PATCH', '/', 'GET, HEAD'],
  ] as const)('says which methods a path takes: %s %s', async (method, url, allow) => {
    const response = await served.ask({
      method,
      url,
      payload: 'x',
      headers: { 'content-type': 'text/plain' },
    });
    expect(response.statusCode).toBe(405);
    expect(response.headers['allow']).toBe(allow);
    expect(response.json()).toMatchObject({ type: '/problems/method-not-allowed', allow: allow.split(', ') });
  });

  test.each([
    '/v1/events/%ff',
    '/v1/streams/%E0%A4%A/events',
    '/v1/timeline?q=%ff',
    '/v1/timeline?q=%',
    '/%',
  ])('names a path or a query that is not percent-encoded UTF-8: %s', async (url) => {
    const response = await served.get(url);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request' });
    expect(response.headers['x-content-type-options']).toBe('nosniff');
  });

  test.each([`/v1/events/${'x'.repeat(5000)}`, `/v1/timeline?q=${'x'.repeat(9000)}`])(
    'stops a target that is too long',
    async (url) => {
      const response = await served.get(url);
      expect(response.statusCode).toBe(413);
      expect(response.json()).toMatchObject({ type: '/problems/request-too-large' });
    },
  );

  test('stops a name that is longer than any name, and takes one that is not', async () => {
    expect((await served.get(`/v1/events/${'x'.repeat(201)}`)).statusCode).toBe(400);
    expect((await served.get(`/v1/events/${'x'.repeat(200)}`)).statusCode).toBe(404);
    expect((await served.get(`/v1/streams/${encodeURIComponent('𝒳'.repeat(100))}/events`)).statusCode).toBe(
      404,
    );
  });

  test('tells nothing of our insides when something unforeseen fails, and logs it', async () => {
    const logged: string[] = [];
    const failing = await serve({
      logger: { level: 'error', stream: { write: (line: string) => logged.push(line) } },
      watching: (timeline) => ({
        ...timeline,
        streams() {
          throw new Error('secret path /home/someone');
        },
      }),
    });
    const response = await failing.get('/v1/streams');
    expect(response.statusCode).toBe(500);
    expect(response.json()).toEqual({
      type: '/problems/internal-error',
      title: 'Internal error',
      status: 500,
      detail: 'Something went wrong inside; it was logged',
    });
    expect(logged.join('')).toContain('secret path');
    await failing.close();
  });

  test('keeps its own members whatever the facts are called', () => {
    expect(problemOf('invalid-query', 'No', { status: 200, type: 'x', detail: 'y', parameter: 'p' })).toEqual(
      {
        type: '/problems/invalid-query',
        title: 'Invalid query',
        status: 400,
        detail: 'No',
        parameter: 'p',
      },
    );
  });

  test.each([...Object.keys(errorCatalogue), ...Object.keys(httpStatuses)])(
    'has a type that can be followed: %s',
    async (code) => {
      const response = await served.get(`/problems/${code}`);
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toContain('text/plain');
      expect(response.body).toMatch(/HTTP status \d{3}\./);
    },
  );

  test.each(['nothing', '__proto__', 'constructor', 'toString'])(
    'type that is none is not found: %s',
    async (code) => {
      expect((await served.get(`/problems/${code}`)).statusCode).toBe(404);
    },
  );
});
