import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { note, serve, serveFounding } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serveFounding();
});
afterAll(async () => served.close());

const read = async (query: string, from: Served = served) => {
  const response = await from.get(`/v1/readings?${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json();
};

describe('readings', () => {
  test('are sent by columns, most of them as differences', async () => {
    const own = await serve();
    await own.post('/v1/streams/notes-a/events', [
      { ...note('a', '2025-07-03'), data: { title: 'A', about: ['actor:x', 'actor:y'] } },
      note('b', '2025-07-02T10:00:00Z/2025-07-02T11:00Z'),
    ]);
    own.tick(1500);
    await own.post('/v1/events/a/corrections', { reason: 'It was later', occurred: '2025-07-04~/..' });
    expect(await read('lanes=actor', own)).toEqual({
      head: { position: 3, recordedAt: '2025-07-10T09:00:01.500Z' },
      inAll: 3,
      exact: true,
      types: ['NoteAdded'],
      streams: ['notes-a'],
      lanes: ['actor:x', 'actor:y'],
      readings: {
        position: [2, -1, 2],
        recordedTo: [null, 2, null],
        recordedAt: [Date.UTC(2025, 6, 10, 9), 0, 1500],
        fact: [0, 0, 2],
        from: [Date.UTC(2025, 6, 2, 10), 14 * 3_600_000, 24 * 3_600_000],
        fromLatest: [0, 24 * 3_600_000 - 1, 24 * 3_600_000 - 1],
        to: [3_600_000, null, null],
        toLatest: [59_999, null, null],
        isOpen: [0, 0, 1],
        status: [0, 0, 1],
        qualifier: [0, 0, 2],
        type: [0, 0, 0],
        stream: [0, 0, 0],
        laneCount: [0, 2, 2],
        laneOf: [0, 1, 0, 1],
      },
    });
    const titled = await read('titles=true&after=2', own);
    expect(titled.readings).toMatchObject({ id: ['a', 'a'], title: ['A', 'A'], recordedTo: [2, null] });
    await own.close();
  });

  test('are all there are of the founding streams, in pages as in one', async () => {
    const all = await read('');
    expect(all).toMatchObject({ head: { position: 34 }, inAll: 34, exact: true });
    expect(all.readings.position).toHaveLength(34);
    const positions: number[] = [];
    let page = '';
    do {
      const part = await read(`limit=5${page}`);
      expect(part).toMatchObject({ head: { position: 34 }, inAll: 34 });
      positions.push(...summed(part.readings.position));
      page = part.next === undefined ? '' : `&page=${part.next}`;
    } while (page !== '');
    expect(positions).toEqual(summed(all.readings.position));
  });

  test.each([
    ['about=place:kyiv&type=AttackReported', 1],
    ['stream=supply-us-ukraine', 2],
    ['stream=supply-us-ukraine&stream=positions-donald-trump', 4],
    ['q=patriot&stream=supply-us-ukraine', 2],
    ['source=Air-raid%20alerts,%20consolidated%20dataset', 8],
    ['knownAt=5', 5],
    ['knownAt=2025-07-04T09:12:04Z', 1],
    ['after=33', 1],
    ['from=2030-01-01T00:00:00Z', 0],
    ['to=2025-07-02T00:00:00Z', 2],
    ['from=2025-07-04T00:00:00Z&to=2025-07-04T00:00:00Z', 18],
  ])('are asked for with %s', async (query, count) => {
    const { readings, inAll, exact } = await read(query);
    expect({ inAll, exact, listed: readings.position.length }).toEqual({
      inAll: count,
      exact: true,
      listed: count,
    });
  });

  test('of a page that was asked for are those known then, whatever was recorded since', async () => {
    const own = await serveFounding();
    const first = await read('limit=20', own);
    await own.post('/v1/streams/notes-a/events', note('since', '2025-12-31'));
    const second = await read(`limit=20&page=${first.next}`, own);
    expect(second).toMatchObject({ head: { position: 34 }, inAll: 34 });
    expect(second.readings.position).toHaveLength(14);
    expect(second).not.toHaveProperty('next');
    expect(await read('limit=1', own)).toMatchObject({ head: { position: 35 }, inAll: 35 });
    await own.close();
  });

  test('of an empty log are none', async () => {
    const own = await serve();
    expect(await read('', own)).toMatchObject({
      head: { position: 0, recordedAt: null },
      inAll: 0,
      exact: true,
      readings: { position: [], laneOf: [] },
    });
    expect((await read('titles=true', own)).readings).not.toHaveProperty('title');
    await own.close();
  });

  test.each([
    ['asOf=2025-07-03T00:00:00Z', 400, 'invalid-request'],
    ['limit=0', 400, 'invalid-request'],
    ['limit=100001', 400, 'invalid-request'],
    ['limit=1001&titles=true', 400, 'invalid-query'],
    ['lanes=colour', 400, 'invalid-request'],
    ['titles=yes', 400, 'invalid-request'],
    ['after=-1', 400, 'invalid-request'],
    ['from=2025-07', 400, 'invalid-request'],
    ['from=2025-07-05T00:00:00Z&to=2025-07-04T00:00:00Z', 400, 'invalid-query'],
    ['page=nonsense', 400, 'invalid-query'],
    ['knownAt=soon', 400, 'invalid-moment'],
    ['minPosition=99', 503, 'position-not-reached'],
  ])('are refused with %s', async (query, status, code) => {
    const response = await served.get(`/v1/readings?${query}`);
    expect(response.statusCode, response.body).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });

  test('of a page with other filters are refused, and other lanes are none of these', async () => {
    const { next } = await read('limit=5');
    const other = await served.get(`/v1/readings?limit=5&about=place:kyiv&page=${next}`);
    expect(other.json()).toMatchObject({ type: '/problems/invalid-query' });
    expect((await read(`limit=5&lanes=actor&page=${next}`)).readings.position).toHaveLength(5);
  });

  test('are given again from memory until something is recorded', async () => {
    let asked = 0;
    const own = await serve({
      watching: (timeline) => ({
        ...timeline,
        readings: async (query) => {
          asked += 1;
          return timeline.readings(query);
        },
      }),
    });
    await own.post('/v1/streams/notes-a/events', note('a'));
    const first = await own.get('/v1/readings');
    expect((await own.get('/v1/readings')).body).toBe(first.body);
    expect(asked).toBe(1);
    await own.post('/v1/streams/notes-a/events', note('b'));
    expect((await read('', own)).head.position).toBe(2);
    expect(asked).toBe(2);
    await own.close();
  });
});

function summed(differences: readonly number[]): readonly number[] {
  let sum = 0;
  return differences.map((difference) => (sum += difference));
}
