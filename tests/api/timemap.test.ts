import type { LightMyRequestResponse } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Timeline } from '../../src/engine/timeline.ts';
import type { ReadLink } from '../support/links.ts';
import { linksWith, readLinks } from '../support/links.ts';
import type { Served } from './served.ts';
import { note, serve, serveFounding } from './served.ts';

const id = '0197d69c-3578-70c1-abb1-a9877af4e1cd';

let served: Served;
afterEach(async () => served.close());

describe('a timemap', () => {
  beforeEach(async () => {
    served = await serveFounding();
  });

  test.each([
    ['/v1/timeline', ''],
    ['/v1/timeline', '?asOf=2025-07-05T00:00:00Z&certainty=certain'],
    ['/v1/projections/situation', ''],
    ['/v1/projections/situation', '?asOf=2025-07-05T00:00:00%2B03:00'],
    ['/v1/projections/actors', '?key=actor:russia'],
    [`/v1/events/${id}`, ''],
  ])('names its resource and itself, and lists mementos that are as it says: %s%s', async (path, query) => {
    const links = linksOf(await served.get(`${path}/timemap${query}`));
    const [original, self, ...mementos] = links;
    expect(original?.rels).toEqual(['original', 'timegate']);
    expect((await served.get(original?.uri ?? '')).statusCode).toBe(200);
    expect(new URL(original?.uri ?? '', 'http://localhost').pathname).toBe(path);
    expect(self?.rels).toEqual(['self']);
    expect((await served.get(self?.uri ?? '')).statusCode).toBe(200);
    expect(self?.attributes).toMatchObject({
      type: 'application/link-format',
      from: mementos[0]?.attributes['datetime'],
      until: mementos.at(-1)?.attributes['datetime'],
    });
    for (const { uri, rels, attributes } of mementos) {
      expect(rels).toContain('memento');
      const memento = await served.get(uri);
      expect(memento.statusCode).toBe(200);
      expect(memento.headers['memento-datetime']).toBe(attributes['datetime']);
      expect(memento.headers['content-location']).toBe(uri);
      expect(memento.headers['cache-control']).toContain('immutable');
      const asked = new URLSearchParams(query);
      for (const name of ['certainty', 'key'])
        expect(new URL(uri, 'http://localhost').searchParams.get(name)).toBe(asked.get(name));
    }
    expect(linksWith(links, 'first')).toEqual([mementos[0]]);
    expect(linksWith(links, 'last')).toEqual([mementos.at(-1)]);
  });

  test('of the timeline and of a state has every commit', async () => {
    for (const resource of ['/v1/timeline', '/v1/projections/situation']) {
      const mementos = mementosOf(linksOf(await served.get(`${resource}/timemap`)));
      expect(mementos.map(positionIn)).toEqual(Array.from({ length: 34 }, (_, index) => index + 1));
    }
  });

  test('of a fact has only the commits at which it began to read otherwise', async () => {
    served.tick(1000);
    await served.post('/v1/streams/notes-a/events', [note('one'), note('two')]);
    served.tick(1000);
    await served.post('/v1/streams/notes-a/events', note('beside'));
    served.tick(1000);
    await served.post('/v1/events/one/corrections', { reason: 'Earlier', occurred: '2025-07-01' });
    served.tick(1000);
    await served.post('/v1/events/one/retractions', { reason: 'It was not so' });
    const mementos = mementosOf(linksOf(await served.get('/v1/events/one/timemap')));
    // The commit that stated it has two events: it is known with the second.
    expect(mementos.map(positionIn)).toEqual([36, 38, 39]);
    const told = await Promise.all(mementos.map(async ({ uri }) => (await served.get(uri)).json().status));
    expect(told).toEqual(['stated', 'corrected', 'retracted']);
    expect(mementosOf(linksOf(await served.get('/v1/events/two/timemap'))).map(positionIn)).toEqual([36]);
  });

  test('says the same in JSON', async () => {
    const query = '?asOf=2025-07-05T00:00:00Z';
    for (const resource of ['/v1/timeline', `/v1/events/${id}`, '/v1/projections/situation']) {
      const links = linksOf(await served.get(`${resource}/timemap${query}`));
      const response = await served.get(`${resource}/timemap${query}`, { accept: 'application/json' });
      const { original, self, mementos, next } = response.json();
      expect(original).toBe(links[0]?.uri);
      expect(self.uri).toBe(links[1]?.uri);
      expect(dateOf(self.from)).toBe(links[1]?.attributes['from']);
      expect(dateOf(self.until)).toBe(links[1]?.attributes['until']);
      expect(next).toBeUndefined();
      const told: { uri: string; recordedAt: string; position: number }[] = mementos;
      expect(told.map(({ uri, recordedAt }) => [uri, dateOf(recordedAt)])).toEqual(
        mementosOf(links).map(({ uri, attributes }) => [uri, attributes['datetime']]),
      );
      expect(told.map(({ position }) => position)).toEqual(mementosOf(links).map(positionIn));
    }
  });

  test.each([
    [undefined, 'application/link-format'],
    ['*/*', 'application/link-format'],
    ['text/html, */*;q=0.8', 'application/link-format'],
    ['application/json', 'application/json; charset=utf-8'],
    ['application/json;q=0.5, application/link-format', 'application/link-format'],
    ['application/link-format;q=0.5, application/json', 'application/json; charset=utf-8'],
    ['image/png', 'application/link-format'],
  ])('for a caller who accepts %s is %s', async (accept, type) => {
    const headers = accept === undefined ? undefined : { accept };
    const response = await served.get('/v1/timeline/timemap', headers);
    expect(response.headers['content-type']).toBe(type);
    expect(response.headers['vary']).toBe('Accept');
  });

  test.each([
    ['/v1/timeline/timemap?knownAt=3', 400],
    ['/v1/timeline/timemap?q=drones', 400],
    ['/v1/timeline/timemap?after=-1', 400],
    ['/v1/timeline/timemap?asOf=yesterday', 400],
    ['/v1/projections/none/timemap', 404],
    ['/v1/projections/actors/timemap', 400],
    ['/v1/projections/situation/timemap?key=a', 400],
    ['/v1/projections/situation/timemap?asOf=yesterday', 400],
    ['/v1/events/none/timemap', 404],
    [`/v1/events/${id}/timemap?key=a`, 400],
  ])('refuses what its resource refuses, and what it cannot take on: %s', async (url, status) => {
    expect((await served.get(url)).statusCode).toBe(status);
  });

  test('beyond the last memento has none, and spans no time', async () => {
    for (const resource of ['/v1/timeline', `/v1/events/${id}`]) {
      const [, self, ...mementos] = linksOf(await served.get(`${resource}/timemap?after=1000`));
      expect(mementos).toEqual([]);
      expect(self?.attributes).toEqual({ rel: 'self', type: 'application/link-format' });
    }
  });
});

describe('a timemap of more mementos than a page holds', () => {
  const commits = 2500;

  test('is read page by page to its end, each page told by the one before, at a cost that does not grow', async () => {
    const asked: number[] = [];
    const watching = (timeline: Timeline): Timeline => ({
      ...timeline,
      commits(options) {
        const answer = timeline.commits(options);
        asked.push(answer.commits.length);
        return answer;
      },
    });
    served = await serve({ watching, checkpoints: false });
    await appendApart(commits);
    const positions: number[] = [];
    let url: string | undefined = '/v1/timeline/timemap?asOf=2025-07-05T00:00:00Z';
    let told: ReadLink | undefined;
    let pages = 0;
    while (url !== undefined) {
      asked.length = 0;
      const links: readonly ReadLink[] = linksOf(await served.get(url));
      const [self] = linksWith(links, 'self');
      expect(self?.uri).toBe(url);
      if (told !== undefined) expect(self?.attributes).toMatchObject(spanOf(told));
      positions.push(...mementosOf(links).map(positionIn));
      expect(asked.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2001);
      expect(linksWith(links, 'first')).toHaveLength(pages === 0 ? 1 : 0);
      [told] = linksWith(links, 'timemap');
      expect(linksWith(links, 'last')).toHaveLength(told === undefined ? 1 : 0);
      url = told?.uri;
      pages += 1;
    }
    expect(pages).toBe(3);
    expect(positions).toEqual(Array.from({ length: commits }, (_, index) => index + 1));
  });

  test('of a fact is, too', async () => {
    served = await serve({ checkpoints: false });
    await served.timeline.append('notes-a', [note('one')]);
    for (let number = 1; number < 1200; number += 1) {
      served.tick(1000);
      await served.timeline.correct('one', { reason: `Correction ${number}`, occurred: '2025-07-02' });
    }
    const first = (await served.get('/v1/events/one/timemap', { accept: 'application/json' })).json();
    expect(first.mementos).toHaveLength(1000);
    const second = (await served.get(first.next.uri, { accept: 'application/json' })).json();
    expect(second.mementos).toHaveLength(200);
    expect(second.self).toEqual({ ...first.next });
    expect(second).not.toHaveProperty('next');
  });
});

async function appendApart(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    served.tick(1000);
    await served.timeline.append('notes-a', [note(`note-${number}`)]);
  }
}

function linksOf({ headers, body }: LightMyRequestResponse): readonly ReadLink[] {
  expect(headers['content-type']).toBe('application/link-format');
  return readLinks(body);
}

function mementosOf(links: readonly ReadLink[]): readonly ReadLink[] {
  return linksWith(links, 'memento');
}

function positionIn({ uri }: ReadLink): number {
  return Number(new URL(uri, 'http://localhost').searchParams.get('knownAt'));
}

function spanOf({ attributes: { from, until } }: ReadLink) {
  expect([from, until]).toEqual([expect.any(String), expect.any(String)]);
  return { from, until };
}

function dateOf(instant: string): string {
  return new Date(instant).toUTCString();
}
