import { once } from 'node:events';
import { connect } from 'node:net';

import { afterEach, describe, expect, test } from 'vitest';

import { safeHeaders } from '../../src/api/safety.ts';
import { TimelineError } from '../../src/domain/errors.ts';
import type { Update, UpdatesOptions } from '../../src/engine/live-answers.ts';
import { eventually, hear, listen, openSubscriptions } from '../support/event-client.ts';
import type { ServeOptions, Served } from './served.ts';
import { serve } from './served.ts';

const path = '/v1/projections/situation/updates';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

type Source = (options: UpdatesOptions, name: string) => AsyncGenerator<Update, void, undefined>;

interface Live extends Served {
  readonly port: number;
  /** How many generators have begun, and how many have come to their end. */
  readonly begun: number;
  readonly ended: number;
}

/** Serves updates that a test makes up. */
async function open(source: Source, options: Omit<ServeOptions, 'watching'> = {}): Promise<Live> {
  const counts = { begun: 0, ended: 0 };
  const served = await serve({
    ...options,
    watching: (timeline) => ({
      ...timeline,
      async *updates(name, asked = {}) {
        counts.begun += 1;
        try {
          yield* source(asked, name);
        } finally {
          counts.ended += 1;
        }
      },
    }),
  });
  closing.push(async () => served.close());
  const port = await listen(served.app);
  return Object.defineProperties(
    { ...served, port, begun: 0, ended: 0 },
    {
      begun: { get: () => counts.begun },
      ended: { get: () => counts.ended },
    },
  );
}

const moment = { asOf: Date.UTC(2025, 6, 10), knownAt: null, position: 0, certainty: 'possible' } as const;

function snapshot(id: number, state: unknown = {}): Update {
  return { kind: 'snapshot', projection: 'situation', version: 1, id: String(id), moment, state };
}

async function aborted({ signal }: UpdatesOptions): Promise<void> {
  if (signal?.aborted === false) await once(signal, 'abort');
}

/** Tells one thing and then waits. */
async function* one(asked: UpdatesOptions): AsyncGenerator<Update, void, undefined> {
  yield snapshot(7);
  await aborted(asked);
}

describe('a stream of events', () => {
  test('begins with how soon to ask again, and then tells each event with its id', async () => {
    const { port } = await open(one);
    const client = await hear(port, path);
    expect(await client.hears(1)).toEqual([
      {
        event: 'snapshot',
        id: '7',
        data: {
          projection: { name: 'situation', version: 1 },
          moment: { asOf: '2025-07-10T00:00:00Z', knownAt: null, position: 0, certainty: 'possible' },
          state: {},
        },
      },
    ]);
    expect(client.retry()).toBe(1000);
  });

  test('has the headers of every answer, and is not to be stored or held back', async () => {
    const { port } = await open(one);
    const client = await hear(port, path);
    expect(client.status).toBe(200);
    expect(client.headers).toMatchObject({
      ...safeHeaders,
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    expect(client.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test('writes each update once, however many hear it', async () => {
    let writings = 0;
    const shared = snapshot(1, {
      toJSON() {
        writings += 1;
        return { writings };
      },
    });
    const { port } = await open(async function* tell(asked) {
      yield shared;
      await aborted(asked);
    });
    const clients = await Promise.all([1, 2, 3].map(async () => hear(port, path)));
    for (const client of clients)
      expect((await client.hears(1))[0]?.data).toMatchObject({ state: { writings: 1 } });
    expect(writings).toBe(1);
  });

  test('tells a state of megabytes in one event', async () => {
    const text = 'ж'.repeat(2_000_000);
    const { port } = await open(async function* tell(asked) {
      yield snapshot(1, { text });
      await aborted(asked);
    });
    const client = await hear(port, path);
    expect((await client.hears(1))[0]?.data).toMatchObject({ state: { text } });
  });

  test('says something now and then while there is nothing to tell', async () => {
    const { port } = await open(one, { heartbeatMs: 20 });
    const client = await hear(port, path);
    await client.until(() => client.comments() >= 3);
    expect(client.heard).toHaveLength(1);
  });

  test('is not opened by HEAD, which answers with the same head', async () => {
    const live = await open(one);
    const response = await fetch(`http://127.0.0.1:${live.port}${path}`, { method: 'HEAD' });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.has('content-length')).toBe(false);
    expect(live.ended).toBe(1);
    expect(await openSubscriptions(live.app)).toBe(0);
  });

  test.each([
    ['GET PATH HTTP/1.0\r\nHost: localhost\r\n\r\n'],
    ['GET PATH HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'],
    ['GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET PATH HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ])('goes as it is, without chunks: %j', async (request) => {
    const { port } = await open(one);
    const socket = connect(port, '127.0.0.1');
    closing.unshift(async () => void socket.destroy());
    let text = '';
    socket.setEncoding('utf8').on('data', (chunk) => (text += chunk));
    socket.write(request.replace('PATH', path));
    await eventually(() => text.endsWith('}\n\n'));
    expect(text).toMatch(/\r\n\r\nretry: 1000\n\nevent: snapshot\nid: 7\ndata: \{.*\}\n\n$/);
    expect(text).not.toMatch(/chunked/i);
  });
});

describe('what is wrong with a question', () => {
  test.each([
    [new TimelineError('unknown-projection', 'There is none'), 404, 'unknown-projection'],
    [new TimelineError('position-not-reached', 'Not yet'), 503, 'position-not-reached'],
    [new Error('a secret of the house'), 500, 'internal-error'],
  ])('is answered before anything is told: %s', async (error, status, code) => {
    // oxlint-disable-next-line require-yield
    const live = await open(async function* fail() {
      throw error;
    });
    const client = await hear(live.port, path);
    await client.closed;
    expect(client.status).toBe(status);
    expect(client.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(client.headers['retry-after']).toBe(status === 503 ? '1' : undefined);
    expect(JSON.parse(client.body())).toMatchObject({ type: `/problems/${code}` });
    expect(client.body()).not.toContain('secret');
    expect(await openSubscriptions(live.app)).toBe(0);
    expect(live.ended).toBe(1);
  });

  test.each([
    [
      '?knownAt=3',
      'There is no parameter "knownAt" here; those there are: asOf, certainty, minPosition, after, key',
    ],
    ['?after=', 'after is empty'],
    ['?after=1&after=2', 'after is given more than once'],
  ])('is said of a parameter: %s', async (query, detail) => {
    const live = await open(one);
    const response = await live.get(`${path}${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request', detail });
    expect(live.begun).toBe(0);
  });

  test('is said of a header that is too long', async () => {
    const live = await open(one);
    const response = await live.get(path, { 'last-event-id': '1'.repeat(201) });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request', header: 'Last-Event-ID' });
  });

  test('is that the log has not come so far', async () => {
    const served = await serve();
    closing.push(async () => served.close());
    for (const query of ['minPosition=5', 'after=5']) {
      const response = await served.get(`${path}?${query}`);
      expect(response.statusCode).toBe(503);
      expect(response.json()).toMatchObject({ type: '/problems/position-not-reached' });
    }
  });
});

describe('what a client saw last', () => {
  test.each([
    ['', {}, undefined],
    ['?after=4', {}, 4],
    ['?after=4v2', {}, '4v2'],
    ['?after=4', { 'last-event-id': '9' }, '9'],
    ['?after=4', { 'last-event-id': '' }, 4],
  ])('is said by the header, or else the parameter: %s %j', async (query, headers, after) => {
    const asked: UpdatesOptions[] = [];
    const { port } = await open(async function* tell(options) {
      asked.push(options);
      yield* one(options);
    });
    const client = await hear(port, `${path}${query}`, headers);
    await client.hears(1);
    expect(asked).toMatchObject([{ after }]);
  });
});

describe('a client that does not read', () => {
  const frames = 2000;
  /** As much as a client that does not read may leave on its way: the system's own buffers. */
  const onItsWayMax = 500;
  const text = 'x'.repeat(65_536);

  test('is asked for nothing more, and hears everything in order when it reads again', async () => {
    let pulled = 0;
    const live = await open(async function* tell(asked) {
      for (; pulled < frames; pulled += 1) yield snapshot(pulled, { text });
      await aborted(asked);
    });
    const client = await hear(live.port, path);
    client.pause();
    await still(() => pulled);
    expect(pulled).toBeLessThan(onItsWayMax);
    client.resume();
    const heard = await client.hears(frames);
    expect(heard.map(({ id }) => Number(id))).toEqual(Array.from({ length: frames }, (_, index) => index));
  });

  test('is left alone as long as it is there', async () => {
    let pulled = 0;
    const live = await open(
      async function* tell(asked) {
        if (asked.after === undefined) yield* one(asked);
        else for (; pulled < frames; pulled += 1) yield snapshot(pulled, { text });
      },
      { heartbeatMs: 40 },
    );
    const stalled = await hear(live.port, `${path}?after=1`);
    stalled.pause();
    await still(() => pulled);
    const other = await hear(live.port, path);
    await other.until(() => other.comments() >= 5);
    expect(await openSubscriptions(live.app)).toBe(2);
    stalled.resume();
    await stalled.hears(frames);
  });

  test('leaves nothing behind when it is gone', async () => {
    let pulled = 0;
    const live = await open(async function* tell() {
      for (; pulled < frames; pulled += 1) yield snapshot(pulled, { text });
    });
    const client = await hear(live.port, path);
    client.pause();
    await still(() => pulled);
    client.close();
    await eventually(async () => (await openSubscriptions(live.app)) === 0);
    expect(live.ended).toBe(1);
    expect(pulled).toBeLessThan(onItsWayMax);
  });

  test('does not keep the server from stopping', async () => {
    let pulled = 0;
    const live = await open(async function* tell() {
      for (; pulled < frames; pulled += 1) yield snapshot(pulled, { text });
    });
    const client = await hear(live.port, path);
    client.pause();
    await still(() => pulled);
    await live.app.close();
    expect(live.ended).toBe(1);
    client.close();
  });
});

describe('a client that leaves', () => {
  test.each(['close', 'end', 'reset'] as const)('leaves nothing behind: %s', async (way) => {
    const live = await open(one);
    const client = await hear(live.port, path);
    await client.hears(1);
    expect(await openSubscriptions(live.app)).toBe(1);
    if (way === 'close') client.close();
    if (way === 'end') client.socket.end();
    if (way === 'reset') client.socket.resetAndDestroy();
    await eventually(async () => (await openSubscriptions(live.app)) === 0);
    expect(live.ended).toBe(1);
  });

  test('leaves nothing behind before it heard anything', async () => {
    // oxlint-disable-next-line require-yield
    const live = await open(async function* tell(asked) {
      await aborted(asked);
    });
    const socket = connect(live.port, '127.0.0.1');
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    await eventually(() => live.begun === 1);
    socket.destroy();
    await eventually(async () => (await openSubscriptions(live.app)) === 0);
    expect(live.ended).toBe(1);
  });
});

describe('a server that stops', () => {
  test('says bye to each client, and closes', async () => {
    const live = await open(one);
    const clients = await Promise.all([1, 2, 3].map(async () => hear(live.port, path)));
    for (const client of clients) await client.hears(1);
    await live.app.close();
    for (const client of clients) {
      await client.closed;
      expect(client.heard.at(-1)).toEqual({ event: 'bye', id: undefined, data: {} });
    }
    expect(live.ended).toBe(3);
  });

  test('says bye to who has heard nothing yet', async () => {
    // oxlint-disable-next-line require-yield
    const live = await open(async function* tell(asked) {
      await aborted(asked);
    });
    const client = hear(live.port, path);
    await eventually(() => live.begun === 1);
    await live.app.close();
    await (
      await client
    ).closed;
    expect((await client).heard).toMatchObject([{ event: 'bye' }]);
  });

  test('says bye when there is nothing more to tell', async () => {
    const live = await open(async function* tell() {
      yield snapshot(1);
    });
    const client = await hear(live.port, path);
    await client.closed;
    expect(client.heard.map(({ event }) => event)).toEqual(['snapshot', 'bye']);
  });
});

describe('something that goes wrong on the way', () => {
  test('is told as a fault, and the stream ends', async () => {
    const live = await open(async function* tell() {
      yield snapshot(1);
      throw new TimelineError('store-closed', 'The store is closed');
    });
    const client = await hear(live.port, path);
    await client.closed;
    expect(client.heard.slice(1)).toMatchObject([
      { event: 'fault', data: { type: '/problems/store-closed', status: 503 } },
    ]);
  });

  test('cuts the connection when nobody foresaw it, and says nothing of it', async () => {
    const live = await open(async function* tell() {
      yield snapshot(1);
      throw new Error('a secret of the house');
    });
    const client = await hear(live.port, path);
    await client.closed;
    expect(client.heard.map(({ event }) => event)).toEqual(['snapshot']);
    await eventually(async () => (await openSubscriptions(live.app)) === 0);
  });
});

describe('the limit of subscriptions', () => {
  test('refuses one more until another has left', async () => {
    const live = await open(one, { subscriptionsMax: 1 });
    const first = await hear(live.port, path);
    const refused = await hear(live.port, path);
    await refused.closed;
    expect(refused.status).toBe(503);
    expect(refused.headers['retry-after']).toBe('1');
    expect(JSON.parse(refused.body())).toMatchObject({
      type: '/problems/too-many-subscriptions',
      detail: 'There are 1 subscriptions; no more than 1 are served at once',
      subscriptionsMax: 1,
    });
    first.close();
    await eventually(async () => (await openSubscriptions(live.app)) === 0);
    expect((await hear(live.port, path)).status).toBe(200);
  });
});

/** Waits until a count is the same for a while. */
async function still(count: () => number): Promise<void> {
  for (let same = 0, last = -1; same < 20; last = count()) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    same = last === count() ? same + 1 : 0;
  }
}

test('a connection takes one subscription: what is asked for behind it takes no place', async () => {
  const live = await open(one);
  const socket = connect(live.port, '127.0.0.1');
  closing.unshift(async () => void socket.destroy());
  const request = `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  socket.write(request.repeat(20));
  await eventually(() => text.includes('event: snapshot'));
  expect(await openSubscriptions(live.app)).toBe(1);
  expect(live.begun).toBe(1);
});
