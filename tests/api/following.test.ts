import { afterEach, describe, expect, test } from 'vitest';

import { openMemoryAccess } from '../../src/access/memory.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { FollowingStatus, LogHealth, Parked } from '../../src/store/port.ts';
import type { Served, ServeOptions } from './served.ts';
import { note, serve, startMs } from './served.ts';

let served: Served | undefined;
afterEach(async () => {
  await served?.close();
  served = undefined;
});

describe('a server whose store follows a cluster', () => {
  test('says how it follows, and that it is ready', async () => {
    const { get } = await following({ health: 'ok', ...live });
    expect((await get('/readyz')).json()).toMatchObject({
      status: 'ready',
      store: {
        kind: 'memory',
        health: 'ok',
        following: { state: 'live', since: '2025-07-10T09:00:00Z', lagBytes: 0, lagMs: 0, reconnects: 2 },
      },
    });
  });

  test('is ready while the cluster is away, for what it has can be read', async () => {
    const { get, post } = await following({ health: 'unreachable', ...away });
    await post('/v1/streams/notes-a/events', note('a'));
    const response = await get('/readyz');
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      store: { health: 'unreachable', following: { state: 'connecting', lagMs: 5000, why: away.why } },
      head: { position: 1 },
    });
  });

  test('is not ready before it was caught up once', async () => {
    const status = {
      ...live,
      state: 'catching-up',
      share: 0.25,
      eventsPerSecond: 900,
      secondsLeft: 7,
    } as const;
    const { get } = await following({ health: 'catching-up', ...status });
    const response = await get('/readyz');
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ type: '/problems/store-catching-up', share: 0.25 });
  });

  test('is not ready once following stopped, and says so to everybody, but not where', async () => {
    const { get } = await following({
      health: 'poisoned',
      ...live,
      state: 'stopped',
      why: 'a gap at 10.0.0.7',
    });
    const response = await get('/readyz');
    expect(response.json()).toMatchObject({
      type: '/problems/store-poisoned',
      detail: 'The store stopped following the log of the cluster',
    });
    expect(response.body).not.toContain('10.0.0.7');
  });

  test('says why it is not live only to those who may do everything', async () => {
    const access = openMemoryAccess(() => startMs);
    const tokens = (['read', 'admin'] as const).map(
      (scope) => access.create({ name: scope, scopes: [scope] }, 'os:tester').token,
    );
    const { get } = await following({ health: 'unreachable', ...away }, { access });
    const [reader, operator] = await Promise.all(
      tokens.map(async (token) => get('/readyz', { authorization: `Bearer ${token}` })),
    );
    expect(reader?.json().store.following).toMatchObject({ state: 'connecting' });
    expect(reader?.body).not.toContain('10.0.0.7');
    expect(operator?.json().store.following).toMatchObject({ why: away.why });
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' });
  });

  test('has gauges of it', async () => {
    const { get } = await following({ health: 'unreachable', ...away });
    const { body } = await get('/metrics');
    for (const line of [
      'asof_store_takes_events 0',
      'asof_following_state{state="connecting"} 1',
      'asof_following_state{state="live"} 0',
      'asof_following_lag_bytes 4096',
      'asof_following_lag_seconds 5',
      'asof_following_reconnects_total 3',
      'asof_following_parked_events 1',
      'asof_following_left_out_events 12',
      'asof_following_staged_events 4',
      'asof_following_clock_skew_seconds -0.25',
    ])
      expect(body.split('\n')).toContain(line);
  });
});

describe('parked events', () => {
  test('are listed page by page, with where they stand and why', async () => {
    const { get } = await following({ health: 'ok', ...live }, {}, [1, 2, 3].map(parkedAt));
    const first = (await get('/v1/parked?limit=2')).json();
    expect(first).toEqual({
      parked: [
        {
          clusterPosition: '1/1',
          clusterStream: 'news.notes-a',
          clusterRevision: 1,
          wireId: '0197f3a4-8c00-4000-8000-000000000001',
          type: 'NoteAdded',
          reason: 'It has no envelope',
        },
        expect.objectContaining({ clusterPosition: '2/2', code: 'unknown-event' }),
      ],
      next: '2/2',
    });
    const { parked, next } = (await get(`/v1/parked?limit=2&after=${first.next}`)).json();
    expect([parked.length, parked[0].clusterPosition, next]).toEqual([1, '3/3', undefined]);
  });

  test.each(['after=first', 'after=1', 'after=1/2/3', 'limit=0', 'limit=1001', 'from=1'])(
    'are not listed for %s',
    async (query) => {
      const { get } = await following({ health: 'ok', ...live });
      expect((await get(`/v1/parked?${query}`)).statusCode).toBe(400);
    },
  );
});

describe('a store whose log is its own', () => {
  test('follows nothing, has nothing parked and is ready at once', async () => {
    served = await serve();
    const { timeline, get } = served;
    expect(timeline.following()).toBeUndefined();
    await timeline.ready(new AbortController().signal);
    expect((await get('/v1/parked')).json()).toEqual({ parked: [] });
    expect((await get('/v1/parked?after=7/7')).json()).toEqual({ parked: [] });
    expect((await get('/readyz')).json().store).toEqual({ kind: 'memory', health: 'ok' });
    expect((await get('/metrics')).body).not.toContain('asof_following');
  });
});

const live: FollowingStatus = {
  state: 'live',
  since: startMs,
  lagBytes: 0,
  lagMs: 0,
  reconnects: 2,
  parked: 0,
  leftOut: 0,
  staged: 0,
};
const away: FollowingStatus = {
  state: 'connecting',
  since: startMs,
  lagBytes: 4096,
  lagMs: 5000,
  reconnects: 3,
  parked: 1,
  leftOut: 12,
  staged: 4,
  clockSkewMs: -250,
  why: 'No connection to 10.0.0.7:2113.',
};

function parkedAt(at: number): Parked {
  return {
    position: `${at}/${at}`,
    stream: 'news.notes-a',
    revision: at,
    wireId: `0197f3a4-8c00-4000-8000-${String(at).padStart(12, '0')}`,
    type: 'NoteAdded',
    reason: 'It has no envelope',
    ...(at === 2 ? { code: 'unknown-event' } : {}),
  };
}

/** Serves a timeline that says of itself that it follows a cluster. */
async function following(
  { health, ...status }: FollowingStatus & { readonly health: LogHealth },
  options: ServeOptions = {},
  parked: readonly Parked[] = [],
): Promise<Served> {
  const list: Timeline['parked'] = ({ after, limit = 100 } = {}) => {
    const from = after === undefined ? 0 : parked.findIndex(({ position }) => position === after) + 1;
    return parked.slice(from, from + limit);
  };
  served = await serve({
    ...options,
    watching: (timeline) => ({
      ...timeline,
      health: () => health,
      following: () => status,
      parked: (range) => (parked.length === 0 ? timeline.parked(range) : list(range)),
    }),
  });
  return served;
}
