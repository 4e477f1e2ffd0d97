import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Client, ConnectOptions } from '../../src/client/index.ts';
import { connect } from '../../src/client/index.ts';
import { errorOf, waitNoTime } from '../support/asking.ts';
import type { ServedStore } from '../support/served-store.ts';
import { serveStore } from '../support/served-store.ts';

let served: ServedStore;
let client: Client;
let asked: { readonly url: URL; readonly headers: Headers }[];

/** A proxy that serves the server below /asof. */
const proxied: NonNullable<ConnectOptions['fetch']> = async (url, init) => {
  asked.push({ url, headers: new Headers(init.headers) });
  expect(url.pathname).toMatch(/^\/asof\/v1\//);
  return fetch(new URL(`${url.pathname.slice('/asof'.length)}${url.search}`, served.url), init);
};

beforeAll(async () => {
  served = await serveStore();
});
beforeEach(() => {
  asked = [];
  client = connect('https://news.example/asof/', { fetch: proxied, wait: waitNoTime, token: 'secret' });
});
afterAll(async () => served.close());

const answerAt = async (path: string): Promise<unknown> => (await fetch(served.url + path)).json();
const evening = '2025-07-03T20:00:00Z';
const note = (title: string) => ({ type: 'NoteAdded', occurred: '2025-07-05', data: { title, text: title } });

/** Connects to a server that refuses everything with an error that nobody here knows. */
function saying(status: number): Client {
  const problem = { type: '/problems/not-invented-yet', title: 'x', status, detail: 'New.' };
  return connect('http://127.0.0.1:9', { fetch: async () => Response.json(problem, { status }) });
}

describe('a client asks', () => {
  test.each(['https://news.example//', 'https://news.example//evil.example', 'https://news.example/a?b#c'])(
    'the host that it was told of and no other: %s',
    async (address) => {
      const hosts: string[] = [];
      const hearing = connect(address, {
        token: 'secret',
        async fetch({ host, search, hash }) {
          hosts.push(host + search + hash);
          return Response.json({});
        },
      });
      await hearing.get('/v1/schemas');
      expect(hosts).toEqual(['news.example']);
    },
  );

  test('what HTTP answers, behind a proxy that has the server under a path', async () => {
    const moment = { asOf: evening, knownAt: 20 };
    const at = `asOf=${evening}&knownAt=20`;
    expect(await client.state('situation', moment)).toEqual(
      await answerAt(`/v1/projections/situation?${at}`),
    );
    expect(await client.keys('places', moment)).toEqual(await answerAt(`/v1/projections/places/keys?${at}`));
    expect(await client.state('places', { ...moment, key: 'place:kyiv' })).toMatchObject({
      key: 'place:kyiv',
    });
    expect(await client.explain('situation', '/casualties', { knownAt: 20, asOf: evening })).toEqual(
      await answerAt(`/v1/projections/situation/explain?path=/casualties&${at}`),
    );
    const killed = { path: '/casualties/killed/best', axis: 'recorded', asOf: evening } as const;
    expect(await client.series('situation', killed)).toMatchObject({ axis: 'recorded' });
    expect(await client.density({ ...moment, buckets: 3 })).toEqual(
      await answerAt(`/v1/density?${at}&buckets=3`),
    );
    expect(await client.commits({ limit: 2 })).toEqual(await answerAt('/v1/commits?limit=2'));
    expect(await client.projections()).toMatchObject({ projections: expect.arrayContaining([]) });
    expect(await client.get('/v1/schemas')).toEqual(await answerAt('/v1/schemas'));
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(
      asked.map(() => 'Bearer secret'),
    );
  });

  test('for instants in milliseconds as well as in text', async () => {
    const [inText, inMs] = [evening, Date.parse(evening)];
    expect(await client.timeline({ from: inMs, asOf: inMs, knownAt: 20 })).toEqual(
      await client.timeline({ from: inText, asOf: inText, knownAt: '20' }),
    );
  });

  test('for the timeline by its filters, page by page and entry by entry', async () => {
    const query = {
      knownAt: 34,
      types: ['StatementMade', 'CallHeld'],
      about: ['actor:donald-trump', 'actor:vladimir-putin'],
      limit: 2,
    };
    const ids: string[] = [];
    for await (const { entries } of client.pages(query)) {
      expect(entries.length).toBeLessThanOrEqual(2);
      ids.push(...entries.map(({ id }) => id));
    }
    const all = await client.timeline({ ...query, limit: 1000 });
    expect(ids.length).toBeGreaterThan(2);
    expect(ids).toEqual(all.entries.map(({ id }) => id));
    expect(await Array.fromAsync(client.history(query), ({ id }) => id)).toEqual(ids);
    expect(
      await client.timeline({ asOf: evening, text: 'Patriot', publishers: ['Founding article'] }),
    ).toEqual(await answerAt(`/v1/timeline?asOf=${evening}&q=Patriot&source=Founding%20article`));
  });

  test('for what was recorded', async () => {
    const log = await Array.fromAsync(client.log({ after: 30 }));
    expect(log[0]).toMatchObject({ sequence: '00000000000000000031' });
    expect(await client.streams()).toEqual(await answerAt('/v1/streams'));
    const { events, next } = await client.stream('strikes-kyiv', { from: 1, limit: 2 });
    expect(events.map(({ revision }) => revision)).toEqual([1, 2]);
    expect(next).toBe(3);
  });

  test('for what two moments differ in', async () => {
    const { patch } = await client.diff('situation', { asOf: evening, knownAt: 1 }, { knownAt: 34 });
    expect(patch.length).toBeGreaterThan(0);
    const same = await client.diff('situation', { asOf: evening, knownAt: 34 }, {});
    expect(same.patch).toEqual([]);
  });

  test('for what an event would change, which is not recorded', async () => {
    const head = (await client.log({ after: 33 }).next()).value;
    const of = {
      type: 'CasualtiesReported',
      occurred: '2025-07-05',
      data: { title: 'More', injured: { best: 3 } },
    };
    const proposed = { append: { stream: 'strikes-kyiv', event: of } };
    const { patch, standing, before } = await client.preview('situation', proposed, {
      asOf: '2025-07-06T00:00:00Z',
    });
    expect(patch.map(({ path }) => path)).toContainEqual(expect.stringMatching(/^\/casualties\/injured/));
    expect([standing, before]).toEqual(['past', undefined]);
    expect((await client.log({ after: 33 }).next()).value).toEqual(head);
    const wrong = { append: { stream: 'strikes-kyiv', event: { ...of, data: { title: '' } } } };
    expect(await errorOf(client.preview('situation', wrong))).toMatchObject({
      code: 'invalid-event',
      facts: { pointer: '/data/title' },
    });
  });

  test('and hears the error that the server names, with its code, category and facts', async () => {
    expect(await errorOf(client.state('nothing'))).toMatchObject({
      code: 'unknown-projection',
      category: 'not-found',
      facts: { projection: 'nothing' },
    });
    expect(await errorOf(client.state('places'))).toMatchObject({ code: 'key-required' });
  });

  test('and hears that no Asof answers, whatever else does', async () => {
    const elsewhere = connect('http://127.0.0.1:9/asof', { fetch: async () => new Response('<p>Hello</p>') });
    const error = await errorOf(elsewhere.state('situation'));
    expect(error).toMatchObject({ code: 'store-unreachable', facts: { url: 'http://127.0.0.1:9/asof' } });
    const refusing = connect('http://127.0.0.1:9', {
      fetch: async () => Promise.reject(new TypeError('fetch failed')),
    });
    expect(await errorOf(refusing.log().next())).toMatchObject({ category: 'unavailable' });
    expect(() => connect('ftp://127.0.0.1')).toThrow('is no address');
  });

  test('and hears of an error that only a newer server knows by whose fault it is', async () => {
    expect(await errorOf(saying(503).streams())).toMatchObject({ code: 'internal-error', message: 'New.' });
    expect(await errorOf(saying(418).streams())).toMatchObject({ code: 'invalid-request' });
  });

  test('and gives a question up when it is told to', async () => {
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(client.state('situation', { signal })).rejects.toThrow('enough');
    await expect(client.append('notes-x', [note('x')], { signal })).rejects.toThrow('enough');
  });
});

describe('a client records', () => {
  test('events, corrections and retractions, with expected revisions', async () => {
    const appended = await client.append('notes-client', [{ id: 'client-1', ...note('One') }], {
      expectedRevision: 'none',
    });
    expect(appended).toMatchObject({ repeated: false, events: [{ id: 'client-1', revision: 0 }] });
    const again = await client.append('notes-client', [{ id: 'client-1', ...note('One') }]);
    expect(again).toEqual({ ...appended, repeated: true });
    const conflict = client.append('notes-client', [note('Two')], { expectedRevision: 'none' });
    expect(await errorOf(conflict)).toMatchObject({ code: 'wrong-expected-revision', category: 'conflict' });
    const data = { title: 'One, read again', text: 'x' };
    await client.correct('client-1', { data, reason: 'a slip', expectedRevision: 0 });
    await client.retract('client-1', { reason: 'it was nothing' });
    const { standing, readings } = await client.fact('client-1');
    expect(standing).toBe('retracted');
    expect(readings.map(({ status }) => status)).toEqual(['stated', 'corrected', 'retracted']);
  });

  test('the same request once, by its key', async () => {
    const options = { idempotencyKey: 'request-1' };
    const first = await client.append('notes-client', [note('Once')], options);
    expect(await client.append('notes-client', [note('Once')], options)).toEqual({
      ...first,
      repeated: true,
    });
  });
});
