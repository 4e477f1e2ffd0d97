import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { linesOf, note, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
  for (const [stream, id] of [
    ['notes-a', 'a0'],
    ['notes-b', 'b0'],
    ['notes-a', 'a1'],
    ['notes-a', 'a2'],
  ] as const) {
    served.tick(1000);
    await served.post(`/v1/streams/${stream}/events`, note(id, '2025-07-03'));
  }
});
afterAll(async () => served.close());

const idsOf = (events: readonly { id: string }[]) => events.map(({ id }) => id);
const ndjson = { accept: 'application/x-ndjson' };

describe('the streams', () => {
  test('are listed with their last event', async () => {
    expect((await served.get('/v1/streams')).json()).toEqual({
      streams: [
        { stream: 'notes-a', revision: 2, position: 4, recordedAt: '2025-07-10T09:00:04Z' },
        { stream: 'notes-b', revision: 0, position: 2, recordedAt: '2025-07-10T09:00:02Z' },
      ],
      head: { position: 4, recordedAt: '2025-07-10T09:00:04Z' },
    });
  });

  test('come in lines when asked for', async () => {
    expect(linesOf(await served.get('/v1/streams', ndjson))).toMatchObject([
      { stream: 'notes-a' },
      { stream: 'notes-b' },
    ]);
  });
});

describe('a stream', () => {
  test('is read page by page, forwards', async () => {
    const first = (await served.get('/v1/streams/notes-a/events?limit=2')).json();
    expect(idsOf(first.events)).toEqual(['a0', 'a1']);
    expect(first).toEqual({ events: first.events, next: 2 });
    const second = (await served.get(`/v1/streams/notes-a/events?limit=2&from=${first.next}`)).json();
    expect(idsOf(second.events)).toEqual(['a2']);
    expect(second).not.toHaveProperty('next');
  });

  test('is read page by page, backwards', async () => {
    const first = (await served.get('/v1/streams/notes-a/events?limit=2&direction=backwards')).json();
    expect(idsOf(first.events)).toEqual(['a2', 'a1']);
    const second = (
      await served.get(`/v1/streams/notes-a/events?direction=backwards&from=${first.next}`)
    ).json();
    expect(idsOf(second.events)).toEqual(['a0']);
  });

  test('gives events as CloudEvents', async () => {
    const { events } = (await served.get('/v1/streams/notes-a/events?limit=1')).json();
    expect(events).toEqual([
      {
        specversion: '1.0',
        id: 'a0',
        source: '/v1/streams/notes-a',
        type: 'NoteAdded',
        subject: 'notes-a',
        datacontenttype: 'application/json',
        dataschema: '/v1/schemas/NoteAdded/1',
        recordedtime: '2025-07-10T09:00:01Z',
        sequence: '00000000000000000001',
        revision: 0,
        occurred: '2025-07-03',
        data: { title: 'Note a0', about: [], sources: [] },
      },
    ]);
  });

  test('beyond its end has no events', async () => {
    expect((await served.get('/v1/streams/notes-a/events?from=3')).json()).toMatchObject({ events: [] });
  });

  test.each(['notes-none', '%00', '..%2F..%2Fetc%2Fpasswd', "'; DROP TABLE event; --"])(
    'that is not there is not found: %s',
    async (name) => {
      const response = await served.get(
        `/v1/streams/${name.includes('%') ? name : encodeURIComponent(name)}/events`,
      );
      expect(response.statusCode).toBe(404);
      expect(response.json()).toMatchObject({ type: '/problems/unknown-stream' });
    },
  );

  test('that is not there is not found in lines either', async () => {
    const response = await served.get('/v1/streams/notes-none/events', ndjson);
    expect(response.statusCode).toBe(404);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  test.each([
    [undefined, ['a0', 'a1', 'a2']],
    ['limit=2', ['a0', 'a1']],
    ['direction=backwards', ['a2', 'a1', 'a0']],
    ['direction=backwards&from=1', ['a1', 'a0']],
    ['from=3', []],
  ])('comes in lines when asked for: %s', async (query, ids) => {
    const response = await served.get(`/v1/streams/notes-a/events?${query ?? ''}`, ndjson);
    expect(response.headers['content-type']).toBe('application/x-ndjson');
    expect(linesOf(response).map(({ id }) => id)).toEqual(ids);
  });
});

describe('the log', () => {
  test('is read page by page, by position', async () => {
    const first = (await served.get('/v1/log?limit=3')).json();
    expect(idsOf(first.events)).toEqual(['a0', 'b0', 'a1']);
    const second = (await served.get(`/v1/log?limit=3&after=${first.next}`)).json();
    expect(idsOf(second.events)).toEqual(['a2']);
    expect(second).not.toHaveProperty('next');
    expect(second.head).toEqual({ position: 4, recordedAt: '2025-07-10T09:00:04Z' });
  });

  test('comes whole in lines when asked for', async () => {
    const lines = linesOf(await served.get('/v1/log', ndjson));
    expect(lines.map(({ id }) => id)).toEqual(['a0', 'b0', 'a1', 'a2']);
    expect(linesOf(await served.get('/v1/log?after=1&limit=2', ndjson)).map(({ id }) => id)).toEqual([
      'b0',
      'a1',
    ]);
  });

  test('is empty before the first event', async () => {
    const empty = await serve();
    expect((await empty.get('/v1/log')).json()).toEqual({
      events: [],
      head: { position: 0, recordedAt: null },
    });
    expect((await empty.get('/v1/log', ndjson)).body).toBe('');
    expect((await empty.get('/v1/timeline')).json()).toMatchObject({
      moment: { knownAt: null, position: 0 },
      entries: [],
    });
    await empty.close();
  });

  test.each(['application/json', '*/*', 'application/x-ndjson;q=0, application/json', 'text/html'])(
    'is one document for a caller who accepts %s',
    async (accept) => {
      const response = await served.get('/v1/log', { accept });
      expect(response.headers['content-type']).toContain('application/json');
      expect(response.headers['vary']).toBe('Accept');
    },
  );

  test.each([
    '/v1/log?limit=0',
    '/v1/log?limit=1001',
    '/v1/log?limit=ten',
    '/v1/log?after=-1',
    '/v1/log?after=99999999999999999999',
    '/v1/log?from=1',
    '/v1/log?limit=',
    '/v1/streams?after=1',
    '/v1/streams/notes-a/events?direction=up',
  ])('and the streams refuse a parameter that means nothing: %s', async (url) => {
    const response = await served.get(url);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      type: '/problems/invalid-request',
      parameter: expect.stringMatching(/^(limit|after|from|direction)$/),
    });
  });

  test('is answered to HEAD with its headers alone', async () => {
    for (const accept of ['application/json', 'application/x-ndjson']) {
      const response = await served.ask({ method: 'HEAD', url: '/v1/log', headers: { accept } });
      expect(response.statusCode).toBe(200);
      expect(response.headers['content-type']).toContain(accept);
      expect(response.body).toBe('');
    }
  });
});
