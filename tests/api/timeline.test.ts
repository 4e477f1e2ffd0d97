import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { linesOf, note, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
  const post = async (stream: string, event: object) => {
    served.tick(1000);
    expect((await served.post(`/v1/streams/${stream}/events`, event)).statusCode).toBe(201);
  };
  await post('notes-kyiv', note('instant', '2025-07-03T20:00:00+03:00', 'Sirens'));
  await post('notes-kyiv', note('day', '2025-07-04', 'Smoke over the city'));
  await post('alerts-kyiv', {
    id: 'night',
    type: 'AlertStarted',
    occurred: '2025-07-03T21:00:00Z/2025-07-04T06:00:00Z',
    causationId: 'instant',
    data: { title: 'Alert', about: ['place:kyiv'], sources: [{ publisher: 'Air Force' }] },
  });
  await post('notes-lviv', note('ancient', '-0043', 'Caesar'));
  await post('notes-lviv', note('planned', '2999-01-01', 'Later'));
});
afterAll(async () => served.close());

const idsAt = async (query: string) =>
  (await served.get(`/v1/timeline?${query}`)).json().entries.map(({ id }: { id: string }) => id);

describe('the timeline', () => {
  test('lists what had occurred by a moment, oldest first, and names the moment', async () => {
    const answer = (await served.get('/v1/timeline?asOf=2025-07-05T00:00:00Z')).json();
    expect(answer.moment).toEqual({
      asOf: '2025-07-05T00:00:00Z',
      knownAt: '2025-07-10T09:00:05Z',
      position: 5,
      certainty: 'possible',
    });
    expect(answer.entries.map(({ id }: { id: string }) => id)).toEqual([
      'ancient',
      'instant',
      'night',
      'day',
    ]);
  });

  test('gives each entry flat, with its occurred time resolved', async () => {
    const { entries } = (await served.get('/v1/timeline?stream=alerts-kyiv')).json();
    expect(entries).toEqual([
      {
        specversion: '1.0',
        id: 'night',
        source: '/v1/streams/alerts-kyiv',
        type: 'AlertStarted',
        subject: 'alerts-kyiv',
        datacontenttype: 'application/json',
        recordedtime: '2025-07-10T09:00:03Z',
        sequence: '00000000000000000003',
        position: 3,
        revision: 0,
        occurred: '2025-07-03T21:00:00Z/2025-07-04T06:00:00Z',
        occurredfrom: '2025-07-03T21:00:00Z',
        occurredfromlatest: '2025-07-03T21:00:00Z',
        occurredto: '2025-07-04T06:00:00Z',
        occurredtolatest: '2025-07-04T06:00:00Z',
        precision: 'second',
        causationid: 'instant',
        status: 'stated',
        readingfrom: 3,
        corrections: 0,
        certain: true,
        data: { title: 'Alert', about: ['place:kyiv'], sources: [{ publisher: 'Air Force' }] },
      },
    ]);
  });

  test('says what may not have happened yet, and what is under way', async () => {
    const noon = (await served.get('/v1/timeline?asOf=2025-07-04T05:00:00Z')).json();
    expect(noon.uncertain).toMatchObject([{ id: 'day', title: 'Smoke over the city' }]);
    expect(noon.underWay).toMatchObject([{ id: 'night', type: 'AlertStarted', position: 3 }]);
    expect(noon.entries.map(({ certain }: { certain: boolean }) => certain)).toEqual([
      true,
      true,
      true,
      false,
    ]);
    expect(await idsAt('asOf=2025-07-04T05:00:00Z&certainty=certain')).toEqual([
      'ancient',
      'instant',
      'night',
    ]);
  });

  test.each([
    ['knownAt=2', ['instant', 'day']],
    ['knownAt=2025-07-10T09:00:01Z', ['instant']],
    ['minPosition=5&stream=notes-lviv', ['ancient']],
    ['from=2025-07-04T00:00:00Z', ['day']],
    ['to=2025-07-03T17:00:00Z', ['ancient', 'instant']],
    ['type=AlertStarted&type=AlertEnded', ['night']],
    ['stream=notes-kyiv&stream=notes-lviv', ['ancient', 'instant', 'day']],
    ['about=place:kyiv', ['night']],
    ['source=Air%20Force', ['night']],
    ['source=Air+Force', ['night']],
    ['q=smoke%20CITY', ['day']],
    ['order=newest-first', ['day', 'night', 'instant', 'ancient']],
    ['asOf=2999-12-31T00:00:00Z&stream=notes-lviv', ['ancient', 'planned']],
    ['asOf=now&knownAt=now&type=AlertStarted', ['night']],
    ['asOf=-000043-06-01T00:00:00Z', ['ancient']],
    ['type=NothingOfTheKind', []],
  ])('can be asked with %s', async (query, ids) => {
    expect(await idsAt(query)).toEqual(ids);
  });

  test('reads a plus that was not encoded as the plus it was', async () => {
    for (const query of ['asOf=2025-07-03T20:00:00+03:00', 'asOf=2025-07-03T20:00:00.000%2B03:00'])
      expect((await served.get(`/v1/timeline?${query}`)).json().moment.asOf).toBe('2025-07-03T17:00:00Z');
    const far = await served.get('/v1/timeline?asOf=+012999-01-01T00:00:00Z');
    expect(far.json().moment.asOf).toBe('+012999-01-01T00:00:00Z');
  });

  test('goes on from page to page without a gap, whatever is appended meanwhile', async () => {
    const pages = await serve();
    const ids = Array.from({ length: 7 }, (_, index) => `n${index}`);
    await pages.post(
      '/v1/streams/notes-a/events',
      ids.map((id) => note(id, '2025-07-03')),
    );
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const page = (
        await pages.get(`/v1/timeline?limit=3${next === undefined ? '' : `&page=${next}`}`)
      ).json();
      seen.push(...page.entries.map(({ id }: { id: string }) => id));
      next = page.next;
      await pages.post('/v1/streams/notes-a/events', note(`late-${seen.length}`, '2025-07-01'));
    } while (next !== undefined);
    expect(seen).toEqual(ids);
    await pages.close();
  });

  test('comes whole in lines when asked for, with its moment in a header', async () => {
    const response = await served.get('/v1/timeline?asOf=2025-07-05T00:00:00Z', {
      accept: 'application/x-ndjson',
    });
    expect(linesOf(response).map(({ id }) => id)).toEqual(['ancient', 'instant', 'night', 'day']);
    expect(JSON.parse(String(response.headers['asof-moment']))).toMatchObject({
      position: 5,
      asOf: '2025-07-05T00:00:00Z',
    });
    const two = await served.get('/v1/timeline?limit=2', { accept: 'application/x-ndjson' });
    expect(linesOf(two)).toHaveLength(2);
  });

  test.each([
    ['asof=2025-07-03T00:00:00Z', 'invalid-request', 'asof'],
    ['asOf=2025-07-03T00:00:00Z&asOf=2025-07-04T00:00:00Z', 'invalid-request', 'asOf'],
    ['knownAt=1&knownAt=2', 'invalid-request', 'knownAt'],
    ['asOf=2025-07-03', 'invalid-moment', 'asOf'],
    ['asOf=2025-07-03T12:00:00', 'invalid-moment', 'asOf'],
    ['asOf=', 'invalid-request', 'asOf'],
    ['asOf=17', 'invalid-moment', 'asOf'],
    ['knownAt=yesterday', 'invalid-moment', 'knownAt'],
    ['knownAt=-1', 'invalid-moment', 'knownAt'],
    ['knownAt=99999999999999999999', 'invalid-moment', 'knownAt'],
    ['certainty=maybe', 'invalid-request', 'certainty'],
    ['minPosition=x', 'invalid-request', 'minPosition'],
    ['from=2025', 'invalid-request', 'from'],
    ['order=asc', 'invalid-request', 'order'],
    ['limit=1001', 'invalid-request', 'limit'],
    ['page=nonsense', 'invalid-query', 'page'],
    ['retracted=yes', 'invalid-request', 'retracted'],
    ['q=%20', 'invalid-request', 'q'],
    ['about=', 'invalid-request', 'about'],
    ['__proto__=1', 'invalid-request', '__proto__'],
  ])('refuses %s', async (query, code, parameter) => {
    const response = await served.get(`/v1/timeline?${query}`);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ type: `/problems/${code}`, parameter });
  });

  test('refuses a page of other filters, and one that was made up', async () => {
    const { next } = (await served.get('/v1/timeline?limit=1')).json();
    expect((await served.get(`/v1/timeline?page=${next}&type=NoteAdded`)).json()).toMatchObject({
      type: '/problems/invalid-query',
    });
    const forged = JSON.parse(Buffer.from(next, 'base64url').toString());
    forged.moment.asOf = 9e15;
    const page = Buffer.from(JSON.stringify(forged)).toString('base64url');
    expect((await served.get(`/v1/timeline?page=${page}`)).json()).toMatchObject({
      type: '/problems/invalid-query',
    });
  });

  test.each(['knownAt=6', 'minPosition=6'])(
    'waits for a position, and asks to come back when it is not reached: %s',
    async (query) => {
      const response = await served.get(`/v1/timeline?${query}`);
      expect(response.statusCode).toBe(503);
      expect(response.headers['retry-after']).toBe('1');
      expect(response.json()).toMatchObject({ type: '/problems/position-not-reached', position: 6, head: 5 });
    },
  );
});

describe('a fact', () => {
  test('is read as of a moment, with what it came from and led to', async () => {
    expect((await served.get('/v1/events/instant')).json()).toMatchObject({
      id: 'instant',
      time: '2025-07-03T17:00:00Z',
      standing: 'past',
      causes: [],
      effects: [{ id: 'night', title: 'Alert' }],
      moment: { position: 5 },
    });
    expect((await served.get('/v1/events/night')).json()).toMatchObject({
      causes: [{ id: 'instant' }],
      effects: [],
    });
    expect((await served.get('/v1/events/instant?knownAt=2')).json()).toMatchObject({ effects: [] });
  });

  test.each([
    ['planned', 'future'],
    ['day', 'uncertain'],
    ['ancient', 'past'],
  ])('says where it stands: %s is %s', async (id, standing) => {
    expect((await served.get(`/v1/events/${id}?asOf=2025-07-04T12:00:00Z`)).json()).toMatchObject({
      standing,
    });
  });

  test('is not found when it was not known by then', async () => {
    const response = await served.get('/v1/events/day?knownAt=1');
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: '/problems/unknown-event', eventId: 'day' });
  });

  test('takes the parameters of a moment and no others', async () => {
    expect((await served.get('/v1/events/day?limit=1')).json()).toMatchObject({ parameter: 'limit' });
  });
});
