import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Served } from './served.ts';
import { note, serve, serveFounding } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serveFounding();
});
afterAll(async () => served.close());

const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

describe('the density of an axis', () => {
  test.each([
    // One of the 34 events is a correction: it states no fact.
    ['occurred', '2025-07-01T00:00:00Z', 33],
    ['recorded', '2025-07-04T09:12:04Z', 34],
  ] as const)('counts everything that is known: %s', async (axis, from, count) => {
    const answer = (await served.get(`/v1/density?axis=${axis}&buckets=10`)).json();
    expect(answer).toMatchObject({ axis, from, moment: { position: 34 } });
    expect(answer.counts).toHaveLength(10);
    expect(total(answer.counts)).toBe(count);
  });

  test('is of the range and the moment asked for', async () => {
    const answer = (
      await served.get(
        '/v1/density?from=2025-07-03T00:00:00Z&to=2025-07-03T23:59:59.999Z&buckets=24&knownAt=25',
      )
    ).json();
    expect(answer).toMatchObject({ axis: 'occurred', bucketMs: 3_600_000, moment: { position: 25 } });
    expect(answer.counts).toHaveLength(24);
  });

  test.each([
    ['?buckets=0', 400, 'invalid-request'],
    ['?buckets=1001', 400, 'invalid-request'],
    ['?axis=time', 400, 'invalid-request'],
    ['?certainty=certain', 400, 'invalid-request'],
    ['?from=2025', 400, 'invalid-request'],
    ['?from=2025-07-05T00:00:00Z&to=2025-07-04T00:00:00Z', 400, 'invalid-query'],
    ['?knownAt=soon', 400, 'invalid-moment'],
    ['?minPosition=99', 503, 'position-not-reached'],
  ])('is refused: %s', async (query, status, code) => {
    const response = await served.get(`/v1/density${query}`);
    expect(response.statusCode, response.body).toBe(status);
    expect(response.json()).toMatchObject({ type: `/problems/${code}` });
  });
});

describe('the commits', () => {
  test('are listed with what belongs to each, and with the head', async () => {
    const other = await serve();
    await other.post('/v1/streams/notes-a/events', [note('a'), note('b')]);
    other.tick(1000);
    await other.post('/v1/streams/notes-a/events', note('c'));
    expect((await other.get('/v1/commits')).json()).toEqual({
      commits: [
        { position: 2, first: 1, recordedAt: '2025-07-10T09:00:00Z', events: 2 },
        { position: 3, first: 3, recordedAt: '2025-07-10T09:00:01Z', events: 1 },
      ],
      head: { position: 3, recordedAt: '2025-07-10T09:00:01Z' },
    });
    await other.close();
  });

  test('are none while nothing is recorded', async () => {
    const other = await serve();
    expect((await other.get('/v1/commits')).json()).toEqual({
      commits: [],
      head: { position: 0, recordedAt: null },
    });
    await other.close();
  });

  test.each([
    ['oldest-first', 'after'],
    ['newest-first', 'before'],
  ])('are paged: %s', async (order, parameter) => {
    const all = (await served.get(`/v1/commits?order=${order}&limit=1000`)).json();
    expect(all).not.toHaveProperty('next');
    const paged: unknown[] = [];
    for (let next: number | undefined, more = true; more; more = next !== undefined) {
      const place = next === undefined ? '' : `&${parameter}=${next}`;
      const page = (await served.get(`/v1/commits?order=${order}&limit=7${place}`)).json();
      paged.push(...page.commits);
      next = page.next;
    }
    expect(paged).toEqual(all.commits);
    expect(paged).toHaveLength(34);
  });

  test('are those of a range of recorded time', async () => {
    const { commits } = (
      await served.get('/v1/commits?from=2026-01-01T00:00:00Z&before=29&order=newest-first')
    ).json();
    expect(commits.map(({ position }: { position: number }) => position)).toEqual([28, 27]);
  });

  test.each(['?limit=0', '?order=up', '?after=-1', '?asOf=now', '?from=5'])(
    'are refused: %s',
    async (query) => {
      const response = await served.get(`/v1/commits${query}`);
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ type: '/problems/invalid-request' });
    },
  );
});
