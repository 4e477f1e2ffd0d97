import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { linksWith, readLinks } from '../support/links.ts';
import type { Served } from './served.ts';
import { linesOf, note, serve, serveFounding, startMs } from './served.ts';

const id = '0197d69c-3578-70c1-abb1-a9877af4e1cd';

/** Resources that have mementos. */
const resources = [
  '/v1/timeline',
  '/v1/timeline?limit=5&order=newest-first',
  `/v1/events/${id}`,
  '/v1/projections/situation',
  '/v1/projections/situation?asOf=2025-07-05T00:00:00Z&certainty=certain',
  '/v1/projections/actors?key=actor:russia',
  '/v1/projections/places/keys',
];

const noon = 'Fri, 04 Jul 2025 18:05:30 GMT';

let served: Served;
beforeEach(async () => {
  served = await serveFounding();
});
afterEach(async () => served.close());

describe('a resource', () => {
  test('was empty at a time before anything was recorded, and is not shown as it became', async () => {
    const response = await at('/v1/projections/situation', 'Thu, 03 Jul 2025 17:00:00 GMT');
    expect(response.json()).toMatchObject({ moment: { position: 0, knownAt: null }, state: { attacks: {} } });
    expect(response.headers['memento-datetime']).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
    expect(addressOf(response)).toMatch(/&knownAt=0$/);
    expect((await at('/v1/timeline', 'Thu, 03 Jul 2025 17:00:00 GMT')).json().entries).toEqual([]);
    expect((await at(`/v1/events/${id}`, 'Thu, 03 Jul 2025 17:00:00 GMT')).statusCode).toBe(404);
  });

  test.each(resources)('says of which commit an answer is: %s', async (url) => {
    const now = await served.get(url);
    expect(now.headers['memento-datetime']).toBe('Sun, 21 Jun 2026 20:16:28 GMT');
    const then = await at(url, noon);
    expect(then.json().moment).toMatchObject({ position: 10, knownAt: '2025-07-04T18:05:02Z' });
    expect(then.headers['memento-datetime']).toBe('Fri, 04 Jul 2025 18:05:02 GMT');
  });

  test.each(resources)('gives the address under which the same answer is found for ever: %s', async (url) => {
    for (const asked of [await served.get(url), await at(url, noon)]) {
      const memento = await served.get(addressOf(asked));
      expect(memento.statusCode).toBe(200);
      expect(memento.body).toBe(asked.body);
      expect(memento.headers['memento-datetime']).toBe(asked.headers['memento-datetime']);
      expect(memento.headers['cache-control']).toContain('immutable');
      expect(addressOf(memento)).toBe(addressOf(asked));
      expect(asked.headers['cache-control']).toBe('no-cache');
    }
  });

  test.each(resources)('says that what it answers varies with the time asked for: %s', async (url) => {
    for (const headers of [{}, { 'accept-datetime': noon }, { 'accept-datetime': 'yesterday' }])
      expect((await served.get(url, headers)).headers['vary']).toBe('Accept, Accept-Datetime');
  });

  test.each(resources)('leads to itself, its own TimeGate: %s', async (url) => {
    const now = await served.get(url);
    const memento = await served.get(addressOf(now));
    for (const response of [now, memento]) {
      const [original] = linksWith(linksOf(response), 'original');
      expect(original?.rels).toEqual(['original', 'timegate']);
      const there = await served.get(original?.uri ?? '');
      expect(there.statusCode).toBe(200);
      expect(there.json().moment.position).toBe(34);
    }
    expect(linksWith(linksOf(now), 'original')[0]?.uri).toBe(url);
  });

  test('asked for at the time of each memento gives that memento', async () => {
    const dates = served.timeline
      .commits({ limit: 1000 })
      .commits.map(({ recordedAt }) => new Date(recordedAt).toUTCString());
    for (const date of dates) {
      const response = await at('/v1/timeline', date);
      expect(response.headers['memento-datetime']).toBe(date);
    }
    expect(new Set(dates).size).toBe(34);
  });

  test('reads a time as the end of its second: dates of HTTP have no milliseconds, commits have', async () => {
    const empty = await serve();
    for (const name of ['a', 'b', 'c']) {
      empty.tick(400);
      await empty.post(`/v1/streams/notes-${name}/events`, note(name));
    }
    const [first, second] = ['Thu, 10 Jul 2025 09:00:00 GMT', 'Thu, 10 Jul 2025 09:00:01 GMT'];
    const positionAt = async (date: string) => {
      const response = await empty.get('/v1/timeline', { 'accept-datetime': date });
      return [response.json().moment.position, response.headers['memento-datetime']];
    };
    expect(startMs % 1000).toBe(0);
    expect(await positionAt(first)).toEqual([2, first]);
    expect(await positionAt(second)).toEqual([3, second]);
    expect(await positionAt('Thu, 10 Jul 2025 10:00:00 GMT')).toEqual([3, second]);
    await empty.close();
  });

  test('of a key that nothing was known of by then is not found', async () => {
    const response = await at('/v1/projections/places?key=place:nowhere', noon);
    expect(response.statusCode).toBe(404);
  });

  test('comes in lines with the same headers', async () => {
    const whole = await at('/v1/timeline?asOf=2025-07-05T00:00:00Z', noon);
    const lines = await served.get('/v1/timeline?asOf=2025-07-05T00:00:00Z', {
      accept: 'application/x-ndjson',
      'accept-datetime': noon,
    });
    expect(linesOf(lines)).toEqual(whole.json().entries);
    for (const name of ['memento-datetime', 'content-location', 'link', 'vary'])
      expect(lines.headers[name]).toBe(whole.headers[name]);
  });
});

describe('a time to ask for', () => {
  test.each([
    '2025-07-03T17:00:00Z',
    '2025-07-03',
    'Thu, 3 Jul 2025 17:00:00 GMT',
    'Fri, 03 Jul 2025 17:00:00 GMT',
    'Thu, 03 Jul 2025 17:00:00 UTC',
    'Thu, 03 Jul 2025 17:00:00 +0000',
    'thu, 03 jul 2025 17:00:00 gmt',
    'Thursday, 03-Jul-25 17:00:00 GMT',
    'Thu Jul  3 17:00:00 2025',
    'Thu, 31 Jun 2025 17:00:00 GMT',
    'Thu, 03 Jul 2025 24:00:00 GMT',
    'Thu, 03 Jul 2025 17:00:60 GMT',
    'Thu, 03 Jul 2025 17:00:00 GMT, Thu, 03 Jul 2025 17:00:00 GMT',
    'now',
    '',
  ])('is refused where it is not a date as RFC 1123 has it: %j', async (date) => {
    const response = await at('/v1/projections/situation', date);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request', header: 'Accept-Datetime' });
  });

  test('does not count where the address says itself what was known, however it is written', async () => {
    for (const date of [noon, 'yesterday']) {
      const response = await at('/v1/timeline?knownAt=3', date);
      expect(response.json().moment.position).toBe(3);
      const { next } = (await served.get('/v1/timeline?knownAt=20&limit=1')).json();
      const page = await at(`/v1/timeline?limit=1&page=${next}`, date);
      expect(page.json().moment.position).toBe(20);
    }
  });

  test('in the future means what is known now', async () => {
    const response = await at('/v1/timeline', 'Fri, 31 Dec 9999 23:59:59 GMT');
    expect(response.json().moment.position).toBe(34);
  });
});

describe('links between mementos', () => {
  test('lead back to the first, one commit at a time', async () => {
    const seen: number[] = [];
    const { uri: first } = linkTo(await served.get('/v1/projections/situation'), 'first');
    let url = addressOf(await served.get('/v1/projections/situation'));
    for (;;) {
      const memento = await served.get(url);
      seen.push(memento.json().moment.position);
      const [prev] = linksWith(linksOf(memento), 'prev');
      if (prev === undefined) break;
      const there = await served.get(prev.uri);
      expect(there.headers['memento-datetime']).toBe(prev.attributes['datetime']);
      url = prev.uri;
    }
    expect(seen).toEqual(Array.from({ length: 34 }, (_, index) => 34 - index));
    expect(url).toBe(first);
  });

  test('lead on to the last, from the times that the TimeGate is asked for', async () => {
    let response = await at('/v1/timeline', 'Thu, 03 Jul 2025 17:00:00 GMT');
    const last = linkTo(response, 'last');
    let steps = 0;
    for (;;) {
      const [next] = linksWith(linksOf(response), 'next');
      if (next === undefined) break;
      response = await at('/v1/timeline', next.attributes['datetime'] ?? '');
      expect(addressOf(response)).toBe(next.uri);
      steps += 1;
    }
    expect(steps).toBe(34);
    expect(addressOf(response)).toBe(last.uri);
  });

  test('beside what never changes do not tell what came after it: more may come', async () => {
    const memento = await served.get('/v1/timeline?asOf=2025-07-05T00:00:00Z&knownAt=20');
    const relations = linksOf(memento).map(({ rels }) => rels.join(' '));
    expect(relations).toEqual(['original timegate', 'timemap', 'first memento', 'prev memento']);
  });

  test('of a fact are those at which it began to read otherwise', async () => {
    await served.post('/v1/streams/notes-a/events', note('one'));
    const days = ['2025-07-02', '2025-07-01'];
    for (const occurred of days) {
      served.tick(1000);
      await served.post('/v1/streams/notes-b/events', note(`beside-${occurred}`));
      served.tick(1000);
      await served.post('/v1/events/one/corrections', { reason: 'Earlier', occurred });
    }
    const response = await served.get('/v1/events/one');
    const positions = ['first', 'prev'].map((rel) => linkTo(response, rel).uri.replace(/.*knownAt=/, ''));
    expect(positions).toEqual(['35', '37']);
    const before = await served.get(linkTo(response, 'prev').uri);
    expect(before.json().occurred).toBe('2025-07-02');
    expect(linkTo(before, 'prev').uri).toBe(linkTo(response, 'first').uri);
  });

  test('hold whatever stands in a query, written so that it separates nothing', async () => {
    const query = `about=${encodeURIComponent('tag:a,b;c="d">e é')}&about=x%2Fy&from=2025-07-01T00:00:00%2B03:00`;
    const response = await served.get(`/v1/timeline?${query}`);
    for (const { uri } of linksOf(response)) {
      const parameters = new URL(uri, 'http://localhost').searchParams;
      expect(parameters.getAll('about')).toEqual(['tag:a,b;c="d">e é', 'x/y']);
      expect(parameters.get('from')).toBe('2025-07-01T00:00:00+03:00');
      expect((await served.get(uri)).statusCode).toBe(200);
    }
  });

  test('are fewer where each would be long, so that programs take the answer', async () => {
    const about = Array.from({ length: 40 }, (_, index) => `about=${'x'.repeat(150)}${index}`).join('&');
    const url = `/v1/timeline?asOf=2025-07-05T00:00:00Z&${about}`;
    const response = await served.get(url);
    expect(linksOf(response)).toEqual([
      expect.objectContaining({ uri: url, rels: ['original', 'timegate'] }),
    ]);
    const bytes = Object.entries(response.headers).reduce((sum, all) => sum + String(all).length, 0);
    expect(bytes).toBeLessThan(16_384);
    const short = `/v1/timeline?asOf=2025-07-05T00:00:00Z&about=${'x'.repeat(150)}`;
    expect(linksOf(await served.get(short)).length).toBeGreaterThan(2);
  });

  test('name no timemap where it would be one of another resource', async () => {
    expect(await timemapOf('/v1/timeline')).toBe('/v1/timeline/timemap');
    expect(await timemapOf('/v1/projections/places?key=place:kyiv&asOf=2025-07-05T00:00:00Z')).toBe(
      '/v1/projections/places/timemap?key=place:kyiv&asOf=2025-07-05T00:00:00Z',
    );
    expect(await timemapOf('/v1/timeline?q=drones')).toBeUndefined();
    expect(await timemapOf('/v1/projections/places/keys')).toBeUndefined();
  });

  test('are read by a reader that refuses what is not a list of links', () => {
    expect(() => readLinks('</a>; rel="x" </b>')).toThrow(', expected');
    expect(() => readLinks('</a; rel="x"')).toThrow('> expected');
    expect(readLinks('</a?b=1,2;3>; rel="x y"; title="a, <b>; \\"c\\"", </d>;rel=z')).toEqual([
      { uri: '/a?b=1,2;3', rels: ['x', 'y'], attributes: { rel: 'x y', title: 'a, <b>; "c"' } },
      { uri: '/d', rels: ['z'], attributes: { rel: 'z' } },
    ]);
  });
});

describe('docs/http.md', () => {
  test('shows what curl is really answered on the founding streams', async () => {
    const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'http.md'), 'utf8');
    const [, name = '', value = '', url = '', head = '', body = ''] =
      /^curl -i -H '([\w-]+): ([^']+)' 'http:\/\/127\.0\.0\.1:4100([^']+)'\n```\n\n```text\nHTTP\/1\.1 200 OK\n([^]*?)\n…\n\n([^]*?)\n```/m.exec(
        page,
      ) ?? [];
    const response = await served.get(url, { [name]: value });
    expect(response.statusCode).toBe(200);
    for (const line of head.split('\n')) {
      const [header = '', ...rest] = line.split(': ');
      expect(response.headers[header]).toBe(rest.join(': '));
    }
    expect(response.body).toBe(body);
    const noonDay = await at(url, 'Fri, 04 Jul 2025 12:00:00 GMT');
    expect(noonDay.json().moment.position).toBe(8);
    expect(page).toContain(`memento-datetime: ${String(noonDay.headers['memento-datetime'])}`);
  });
});

async function timemapOf(url: string): Promise<string | undefined> {
  return linksWith(linksOf(await served.get(url)), 'timemap')[0]?.uri;
}

async function at(url: string, date: string): Promise<LightMyRequestResponse> {
  return served.get(url, { 'accept-datetime': date });
}

function addressOf({ headers }: LightMyRequestResponse): string {
  return String(headers['content-location']);
}

function linksOf({ headers }: LightMyRequestResponse) {
  return readLinks(String(headers['link']));
}

function linkTo(response: LightMyRequestResponse, rel: string) {
  const [link, ...others] = linksWith(linksOf(response), rel);
  expect(others).toEqual([]);
  if (link === undefined) throw new Error(`There is no link to ${rel}`);
  return link;
}
