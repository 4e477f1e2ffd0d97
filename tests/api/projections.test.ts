import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { defineProjection } from '../../src/domain/projection.ts';
import type { Served } from './served.ts';
import { note, serve } from './served.ts';

const titles = defineProjection<readonly string[]>({
  name: 'titles',
  version: 3,
  description: 'The titles, in the order they occurred.',
  initial: [],
  evolve: (state, { data }) => [...state, String(data['title'])],
});

const byStream = defineProjection<number>({
  name: 'by-stream',
  version: 1,
  description: 'How many facts a stream states.',
  initial: 0,
  evolve: (state) => state + 1,
  key: ({ stream }) => [stream],
});

const broken = defineProjection<null>({
  name: 'broken',
  version: 1,
  description: 'Fails on everything.',
  initial: null,
  evolve() {
    throw new Error('cannot count');
  },
});

let served: Served;
beforeEach(async () => {
  served = await serve({ projections: [titles, byStream, broken] });
  await served.post('/v1/streams/notes-a/events', [note('a', '2025-07-03'), note('b', '2025-07-01')]);
  await served.post('/v1/streams/notes-b/events', note('c', '2025-07-02'));
});
afterEach(async () => served.close());

describe('a state', () => {
  test('is of the moment asked for, and says which', async () => {
    expect((await served.get('/v1/projections/titles?asOf=2025-07-02T12:00:00Z')).json()).toEqual({
      projection: { name: 'titles', version: 3 },
      moment: {
        asOf: '2025-07-02T12:00:00Z',
        knownAt: '2025-07-10T09:00:00Z',
        position: 3,
        certainty: 'possible',
      },
      state: ['Note b', 'Note c'],
      uncertain: [
        {
          id: 'c',
          position: 3,
          stream: 'notes-b',
          type: 'NoteAdded',
          occurred: '2025-07-02',
          title: 'Note c',
        },
      ],
      underWay: [],
    });
  });

  test('is what was known then', async () => {
    expect((await served.get('/v1/projections/titles?knownAt=2')).json()).toMatchObject({
      state: ['Note b', 'Note a'],
    });
  });

  test('of a keyed projection is that of the key', async () => {
    expect((await served.get('/v1/projections/by-stream?key=notes-a')).json()).toMatchObject({
      key: 'notes-a',
      state: 2,
    });
  });

  test.each([
    ['/v1/projections/nothing', 404, 'unknown-projection'],
    ['/v1/projections/__proto__', 404, 'unknown-projection'],
    ['/v1/projections/by-stream', 400, 'key-required'],
    ['/v1/projections/by-stream?key=notes-z', 404, 'unknown-key'],
    ['/v1/projections/by-stream?key=a&key=b', 400, 'invalid-request'],
    ['/v1/projections/titles?key=a', 400, 'invalid-query'],
    ['/v1/projections/titles?q=a', 400, 'invalid-request'],
    ['/v1/projections/titles/keys', 400, 'invalid-query'],
    ['/v1/projections/titles?asOf=soon', 400, 'invalid-moment'],
  ])('is refused: %s', async (url, status, code) => {
    const response = await served.get(url);
    expect(response.statusCode).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });
});

describe('the keys of a projection', () => {
  test('are listed as of the moment, with how many facts each has', async () => {
    expect((await served.get('/v1/projections/by-stream/keys')).json()).toMatchObject({
      projection: { name: 'by-stream', version: 1 },
      moment: { position: 3 },
      keys: [
        { key: 'notes-a', facts: 2 },
        { key: 'notes-b', facts: 1 },
      ],
    });
    expect((await served.get('/v1/projections/by-stream/keys?knownAt=1')).json()).toMatchObject({
      keys: [{ key: 'notes-a', facts: 1 }],
    });
  });
});

describe('a projection that fails', () => {
  test('is named with the event, is listed as faulted, and the others go on', async () => {
    const response = await served.get('/v1/projections/broken');
    expect(response.statusCode).toBe(500);
    expect(response.json()).toMatchObject({
      type: '/problems/projection-faulted',
      projection: 'broken',
      eventId: 'b',
      position: 2,
    });
    await served.timeline.caughtUp();
    const { projections } = (await served.get('/v1/projections')).json();
    expect(projections).toMatchObject([
      {
        name: 'titles',
        health: 'ok',
        keyed: false,
        position: 3,
        lag: 0,
        checkpoints: { count: 0, bytes: 0 },
      },
      { name: 'by-stream', health: 'ok', keyed: true, lag: 0 },
      {
        name: 'broken',
        health: 'faulted',
        fault: 'Projection broken failed on event b at position 2: cannot count',
      },
    ]);
    expect((await served.get('/readyz')).statusCode).toBe(200);
    expect((await served.get('/v1/projections/titles')).statusCode).toBe(200);
  });
});
