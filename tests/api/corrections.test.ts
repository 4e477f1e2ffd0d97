import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { note, serve } from './served.ts';

let served: Served;
beforeEach(async () => {
  served = await serve();
  await served.post('/v1/streams/notes-kyiv/events', note('a', '2025-07-03'));
  served.tick(60_000);
});
afterEach(async () => served.close());

describe('a correction', () => {
  test('changes how the fact reads from its position on, with its reason and sources', async () => {
    const response = await served.post('/v1/events/a/corrections', {
      id: 'fix',
      reason: 'The title was wrong',
      sources: [{ publisher: 'Post', grade: 'B2' }],
      data: { title: 'Right' },
    });
    expect(response.statusCode).toBe(201);
    expect(response.headers['location']).toBe('/v1/events/fix');
    expect(response.json()).toMatchObject({
      position: 2,
      events: [{ id: 'fix', stream: 'notes-kyiv', revision: 1 }],
    });
    const { readings, status, data } = (await served.get('/v1/events/a')).json();
    expect(status).toBe('corrected');
    expect(data).toMatchObject({ title: 'Right' });
    expect(readings).toMatchObject([
      {
        number: 0,
        status: 'stated',
        by: 'a',
        recordedFrom: 1,
        recordedTo: 2,
        sources: [],
        data: { title: 'Note a' },
      },
      {
        number: 1,
        status: 'corrected',
        by: 'fix',
        recordedFrom: 2,
        recordedAt: '2025-07-10T09:01:00Z',
        reason: 'The title was wrong',
        sources: [{ publisher: 'Post', grade: 'B2' }],
        data: { title: 'Right' },
      },
    ]);
  });

  test('may restate the occurred time alone', async () => {
    await served.post('/v1/events/a/corrections', { reason: 'A day late', occurred: '2025-07-02' });
    expect((await served.get('/v1/events/a')).json()).toMatchObject({
      occurred: '2025-07-02',
      occurredfrom: '2025-07-02T00:00:00Z',
      data: { title: 'Note a' },
    });
  });

  test('leaves what was known before as it was', async () => {
    await served.post('/v1/events/a/corrections', { reason: 'r', data: { title: 'Right' } });
    const before = (await served.get('/v1/events/a?knownAt=1')).json();
    expect(before).toMatchObject({
      status: 'stated',
      corrections: 0,
      data: { title: 'Note a' },
      moment: { position: 1 },
    });
    expect(before.readings).toHaveLength(1);
  });

  test('sent again with its id is recorded once', async () => {
    const body = { id: 'fix', reason: 'r', at: '2025-07-09', data: { title: 'Right' } };
    expect((await served.post('/v1/events/a/corrections', body)).statusCode).toBe(201);
    expect((await served.post('/v1/events/a/corrections', body)).statusCode).toBe(200);
    expect(served.timeline.head().position).toBe(2);
  });

  test('may expect a revision of the stream', async () => {
    const body = { reason: 'r', data: { title: 'Right' } };
    const response = await served.post('/v1/events/a/corrections?expectedRevision=4', body);
    expect(response.statusCode).toBe(409);
    expect((await served.post('/v1/events/a/corrections', body, { 'if-match': '"0"' })).statusCode).toBe(201);
  });

  test.each([
    ['no reason', { data: { title: 'x' } }, 'invalid-request', '/reason'],
    ['an unknown member', { reason: 'r', titel: 'x' }, 'invalid-request', '/titel'],
    [
      'a source without a publisher',
      { reason: 'r', sources: [{ title: 'x' }] },
      'invalid-request',
      '/sources/0/publisher',
    ],
    ['an occurred time that is none', { reason: 'r', occurred: 'yesterday' }, 'invalid-request', '/occurred'],
    [
      'data that its type does not have',
      { reason: 'r', data: { title: 'x', cows: 1 } },
      'invalid-event',
      '/data/data/cows',
    ],
    ['nothing restated', { reason: 'r' }, 'not-correctable', undefined],
    ['a list', [], 'invalid-request', ''],
  ])('is refused with %s', async (_what, body, code, pointer) => {
    const response = await served.post('/v1/events/a/corrections', body);
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({
      type: `/problems/${code}`,
      ...(pointer === undefined ? {} : { pointer }),
    });
    expect(served.timeline.head().position).toBe(1);
  });

  test.each(['corrections', 'retractions'])('of an unknown event is not found (%s)', async (kind) => {
    const response = await served.post(`/v1/events/nobody/${kind}`, { reason: 'r' });
    expect(response.statusCode).toBe(404);
    expect(response.json()).toMatchObject({ type: '/problems/unknown-event', eventId: 'nobody' });
  });
});

describe('a retraction', () => {
  test('takes the fact out of the timeline, which can still be asked for it', async () => {
    const response = await served.post('/v1/events/a/retractions', { reason: 'It never was' });
    expect(response.statusCode).toBe(201);
    expect((await served.get('/v1/timeline')).json()).toMatchObject({ entries: [] });
    expect((await served.get('/v1/timeline?retracted=true')).json()).toMatchObject({
      entries: [{ id: 'a', status: 'retracted', reason: 'It never was' }],
    });
    expect((await served.get('/v1/events/a')).json()).toMatchObject({ standing: 'retracted' });
  });

  test('is undone by a correction', async () => {
    await served.post('/v1/events/a/retractions', { reason: 'It never was' });
    await served.post('/v1/events/a/corrections', { reason: 'It was, after all' });
    expect((await served.get('/v1/timeline')).json()).toMatchObject({
      entries: [{ id: 'a', status: 'reinstated', corrections: 2 }],
    });
  });

  test('takes no data', async () => {
    const response = await served.post('/v1/events/a/retractions', { reason: 'r', data: { title: 'x' } });
    expect(response.json()).toMatchObject({ type: '/problems/invalid-request', pointer: '/data' });
  });
});
