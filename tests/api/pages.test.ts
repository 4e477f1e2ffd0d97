import { afterEach, describe, expect, test } from 'vitest';

import { accessToUrl } from '../../src/cli/access-url.ts';
import { untilAborted } from '../support/cli.ts';
import type { Served } from './served.ts';
import { linesOf, note, serve } from './served.ts';

const lines = { accept: 'application/x-ndjson' };
let served: Served;
afterEach(async () => served.close());

/** What a list is asked by, what it gives, and how more of it comes to be. */
interface List {
  readonly url: string;
  /** The parameter that a `next` goes into. */
  readonly goesOnBy: string;
  namesIn(page: Record<string, never>): readonly string[];
}

const ofItems = (list: string, name: string) => (page: Record<string, never>) =>
  [page[list] ?? []].flat().map((item: Record<string, string>) => String(item[name]));

const lists: readonly (readonly [string, List])[] = [
  ['streams', { url: '/v1/streams', goesOnBy: 'page', namesIn: ofItems('streams', 'stream') }],
  ['keys', { url: '/v1/projections/places/keys', goesOnBy: 'page', namesIn: ofItems('keys', 'key') }],
  ['the timeline', { url: '/v1/timeline', goesOnBy: 'page', namesIn: ofItems('entries', 'id') }],
  ['the log', { url: '/v1/log', goesOnBy: 'after', namesIn: ofItems('events', 'id') }],
  ['a stream', { url: '/v1/streams/notes-a/events', goesOnBy: 'from', namesIn: ofItems('events', 'id') }],
];

describe.each(lists)('pages of %s', (_, { url, goesOnBy, namesIn }) => {
  test.each([1, 2, 3, 7])(
    'of %s list nothing twice, and all that was there at the first page',
    async (limit) => {
      served = await serve();
      for (const id of ['b', 'd', 'f', 'h', 'j', 'l']) await appendEverywhere(id);
      const before = namesIn((await served.get(url)).json());
      expect(before.length).toBeGreaterThanOrEqual(6);
      const found: string[] = [];
      let next: string | number | undefined;
      for (let pages = 0; pages < 60; pages += 1) {
        const address = `${url}?limit=${limit}${next === undefined ? '' : `&${goesOnBy}=${next}`}`;
        const page = (await served.get(address)).json();
        expect(namesIn(page).length).toBeLessThanOrEqual(limit);
        found.push(...namesIn(page));
        next = page.next;
        if (next === undefined) break;
        // Before, among and after what was listed so far; an occurred time of its own for each.
        if (pages < 5) await appendEverywhere(['a', 'c', 'g', 'k', 'z'][pages] ?? '');
      }
      expect(next).toBeUndefined();
      expect(new Set(found).size).toBe(found.length);
      expect(before.filter((name) => !found.includes(name))).toEqual([]);
    },
  );
});

describe('the list of streams', () => {
  test('comes whole in lines, and as many of it as are asked for', async () => {
    served = await serve();
    for (let index = 0; index < 230; index += 1)
      await served.post(`/v1/streams/notes-${index}/events`, note(`n${index}`));
    const whole = linesOf(await served.get('/v1/streams', lines));
    expect(whole).toHaveLength(230);
    expect(whole).toEqual((await served.get('/v1/streams')).json().streams);
    expect(linesOf(await served.get('/v1/streams?limit=150', lines))).toEqual(whole.slice(0, 150));
    const { next } = (await served.get('/v1/streams?limit=5')).json();
    expect(linesOf(await served.get(`/v1/streams?page=${next}`, lines))).toEqual(whole.slice(5));
  });

  test('that is long comes a thousand at a time, and the command line follows it to its end', async () => {
    served = await serve();
    const count = 1001;
    const events = Array.from({ length: count }, (_, index) => ({
      ...note(`n${index}`),
      stream: `notes-${index}`,
    }));
    await served.timeline.import(events);
    const first = (await served.get('/v1/streams')).json();
    expect(first.streams).toHaveLength(1000);
    expect((await served.get(`/v1/streams?page=${first.next}`)).json().streams).toHaveLength(1);
    const { streams } = await access().streams();
    expect(new Set(streams.map(({ stream }) => stream)).size).toBe(count);
  });
});

describe('the keys of a projection', () => {
  test('are of one moment on all pages', async () => {
    served = await serve();
    for (const id of ['a', 'b', 'c']) await appendEverywhere(id);
    const first = (await served.get('/v1/projections/places/keys?limit=2')).json();
    await appendEverywhere('d');
    const second = (await served.get(`/v1/projections/places/keys?page=${first.next}`)).json();
    expect(second.moment).toEqual(first.moment);
    expect([...first.keys, ...second.keys]).toEqual(
      ['a', 'b', 'c'].map((id) => ({ key: `place:${id}`, facts: 1 })),
    );
    expect(second).not.toHaveProperty('next');
    expect(await access().keys('places', {})).toMatchObject({ keys: { length: 4 } });
  });

  test('come whole in lines, with their moment in a header', async () => {
    served = await serve();
    for (const id of ['a', 'b', 'c']) await appendEverywhere(id);
    const response = await served.get('/v1/projections/places/keys?knownAt=4', lines);
    expect(linesOf(response)).toEqual(['a', 'b'].map((id) => ({ key: `place:${id}`, facts: 1 })));
    expect(JSON.parse(String(response.headers['asof-moment']))).toMatchObject({ position: 4 });
  });
});

test.each(['/v1/streams', '/v1/projections/places/keys'])(
  'a page of %s that was made up, or is of another list, is refused',
  async (url) => {
    served = await serve();
    for (const id of ['a', 'b', 'c']) await appendEverywhere(id);
    const others = [
      '/v1/streams',
      '/v1/projections/places/keys',
      '/v1/projections/actors/keys',
      '/v1/timeline',
    ]
      .filter((other) => other !== url)
      .map(async (other) => (await served.get(`${other}?limit=1`)).json().next);
    const pages = [...(await Promise.all(others)), 'x', 'bnVsbA', 'e30'].filter((page) => page !== undefined);
    expect(pages.length).toBeGreaterThan(4);
    for (const page of pages) {
      const response = await served.get(`${url}?page=${page}`);
      expect([response.statusCode, response.json().parameter]).toEqual([400, 'page']);
    }
    for (const query of ['limit=0', 'limit=1001', 'limit=x', 'page='])
      expect((await served.get(`${url}?${query}`)).statusCode).toBe(400);
  },
);

test('a page of keys at a position that was not reached is not waited for without end', async () => {
  served = await serve();
  for (const id of ['a', 'b']) await appendEverywhere(id);
  const { next } = (await served.get('/v1/projections/places/keys?limit=1')).json();
  const forged = JSON.parse(Buffer.from(next, 'base64url').toString());
  forged.moment.position = 1e12;
  const page = Buffer.from(JSON.stringify(forged)).toString('base64url');
  const response = await served.get(`/v1/projections/places/keys?page=${page}`);
  expect([response.statusCode, response.json().type]).toEqual([503, '/problems/position-not-reached']);
});

/** Appends a fact to a stream of its own, with a key of its own, and one to the stream of all. */
async function appendEverywhere(id: string): Promise<void> {
  const occurred = `2025-07-03T12:00:${String(id.charCodeAt(0) - 96).padStart(2, '0')}Z`;
  const data = { title: `Of ${id}`, about: [`place:${id}`, 'actor:one', `actor:${id}`] };
  const event = { type: 'NoteAdded', occurred, data };
  await served.post(`/v1/streams/notes-${id}-own/events`, { ...event, id: `${id}-own` });
  await served.post('/v1/streams/notes-a/events', { ...event, id, data: { title: `Of ${id}` } });
}

function access() {
  return accessToUrl('http://localhost', { fetch: askServed, wait: untilAborted });
}

async function askServed(url: URL, { headers }: RequestInit): Promise<Response> {
  const answer = await served.get(url.pathname + url.search, Object.fromEntries(new Headers(headers)));
  return new Response(answer.body, { status: answer.statusCode });
}
