import { afterAll, afterEach, describe, expect, test } from 'vitest';

import { defineProjection } from '../../src/domain/projection.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { ServeOptions, Served } from './served.ts';
import { note, serve } from './served.ts';

const titles = defineProjection<readonly string[]>({
  name: 'titles',
  version: 3,
  description: 'The titles, in the order they occurred.',
  initial: [],
  evolve: (state, { data }) => [...state, String(data['title'])],
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

const temp = makeTempFolder();
afterAll(() => temp.remove());

const opened: Served[] = [];
afterEach(async () => {
  for (const served of opened.splice(0)) await served.close();
});

async function open(options: ServeOptions): Promise<Served> {
  const served = await serve(options);
  opened.push(served);
  return served;
}

describe('the metrics', () => {
  test('are lines that Prometheus reads, and say how the projections are', async () => {
    const served = await open({
      projections: [titles, broken],
      checkpoints: { facts: 1, unsettledShare: 1 },
    });
    await served.post('/v1/streams/notes-a/events', [note('a', '2025-07-03'), note('b', '2025-07-01')]);
    await served.timeline.caughtUp();
    const response = await served.get('/metrics');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const metrics = metricsIn(response.body);
    expect(metrics.get('asof_head_position')).toBe(2);
    expect(metrics.get('asof_projection_lag_positions{projection="titles"}')).toBe(0);
    expect(metrics.get('asof_projection_faulted{projection="titles"}')).toBe(0);
    expect(metrics.get('asof_projection_faulted{projection="broken"}')).toBe(1);
    const [info] = served.timeline.projections();
    expect(metrics.get('asof_projection_checkpoints{projection="titles"}')).toBe(info?.checkpoints.count);
    expect(metrics.get('asof_projection_checkpoint_bytes{projection="titles"}')).toBe(
      info?.checkpoints.bytes,
    );
    expect(metrics.get('process_start_time_seconds')).toBeGreaterThan(0);
  });

  test('say how far a build is while there is one, and nothing of it before and after', async () => {
    const building = { version: 4, share: 0.25, eventsPerSecond: 1200, secondsLeft: 7 };
    let isBuilding = true;
    const served = await open({
      projections: [titles],
      watching: (timeline) => ({
        ...timeline,
        projections: () => timeline.projections().map((info) => (isBuilding ? { ...info, building } : info)),
      }),
    });
    const labels = '{projection="titles",version="4"}';
    const during = metricsIn((await served.get('/metrics')).body);
    expect(during.get(`asof_projection_build_share${labels}`)).toBe(0.25);
    expect(during.get(`asof_projection_build_events_per_second${labels}`)).toBe(1200);
    expect(during.get(`asof_projection_build_seconds_left${labels}`)).toBe(7);
    isBuilding = false;
    await served.timeline.caughtUp();
    const after = [...metricsIn((await served.get('/metrics')).body).keys()];
    expect(after.filter((name) => name.startsWith('asof_projection_build'))).toEqual([]);
  });

  test('are those of each server, where there are several in a process', async () => {
    const [one, other] = [await open({ projections: [titles] }), await open({ projections: [titles] })];
    await one.post('/v1/streams/notes-a/events', note('a'));
    const positions = await Promise.all(
      [one, other].map(async (served) =>
        metricsIn((await served.get('/metrics')).body).get('asof_head_position'),
      ),
    );
    expect(positions).toEqual([1, 0]);
  });

  test('are unavailable when the store is closed', async () => {
    const served = await open({ store: `sqlite:${temp.file()}`, projections: [titles] });
    await served.timeline.close();
    expect((await served.get('/metrics')).statusCode).toBe(503);
  });
});

describe('the totals', () => {
  test.each(['memory:', 'sqlite'])('of %s move by what was done, and by nothing else', async (kind) => {
    const served = await open({
      store: kind === 'sqlite' ? `sqlite:${temp.file()}` : kind,
      projections: [titles],
      checkpoints: false,
    });
    const moved = movesOf(served);
    expect(await moved()).toEqual({});
    await served.post('/v1/streams/notes-a/events', [note('a', '2025-07-03'), note('b', '2025-07-01')]);
    await served.post('/v1/streams/notes-a/events', note('c', '2025-07-04'));
    // The second of the first append occurred before the first.
    const three = { appends: 2, appended_events: 3, commits: 2, late_events: 1 };
    expect(await moved()).toEqual(three);
    await served.post('/v1/streams/notes-a/events', note('c', '2025-07-04'));
    await served.post('/v1/streams/notes-a/events?expectedRevision=none', note('d'));
    expect(await moved()).toEqual({ 'refused_requests{code="wrong-expected-revision"}': 1 });
    // What is dated ahead makes nothing late; a correction is not late, wherever it leads.
    await served.post('/v1/streams/notes-a/events', note('ahead', '2999'));
    await served.post('/v1/streams/notes-a/events', note('e', '2025-07-05'));
    await served.post('/v1/events/e/corrections', { reason: 'r', occurred: '2020' });
    expect(await moved()).toEqual({ appends: 3, appended_events: 3, commits: 3 });
    await served.get('/v1/projections/titles?asOf=2025-07-06T00:00:00Z');
    expect(await moved()).toEqual({ folded_events: 4 });
    await served.get('/v1/projections/none');
    await served.get('/none');
    expect(await moved()).toEqual({
      'refused_requests{code="unknown-projection"}': 1,
      'refused_requests{code="unknown-route"}': 1,
    });
  });

  test('count one commit for all appends that share it, and none for what is not recorded', async () => {
    const served = await open({ store: `sqlite:${temp.file()}`, projections: [titles] });
    const moved = movesOf(served);
    const appends = Array.from({ length: 7 }, async (_, index) =>
      served.timeline.append(`notes-${index}`, [note(`of-${index}`)]),
    );
    const refused = served.timeline.append('notes-0', [note('late')], { expectedRevision: 5 });
    expect((await Promise.allSettled([...appends, refused])).map(({ status }) => status)).toEqual([
      ...appends.map(() => 'fulfilled'),
      'rejected',
    ]);
    expect(await moved()).toMatchObject({ appends: 7, appended_events: 7, commits: 1 });
  });

  test('count what an import records, and nothing of one that is only tried', async () => {
    const served = await open({ store: `sqlite:${temp.file()}`, projections: [titles], checkpoints: false });
    const moved = movesOf(served);
    const events = ['x', 'y', 'z'].map((id) => ({ ...note(id, '2025'), stream: 'notes-a' }));
    await served.timeline.import(events, { dryRun: true });
    expect(await moved()).toEqual({});
    await served.timeline.import(events);
    await served.timeline.import(events);
    expect(await moved()).toEqual({ imported_events: 3, commits: 1 });
  });

  test('count whether a fold had something to begin from', async () => {
    const served = await open({ projections: [titles], checkpoints: { facts: 1000 } });
    await served.post('/v1/streams/notes-a/events', [note('a', '2025-07-01'), note('b', '2025-07-02')]);
    await served.timeline.caughtUp();
    const moved = movesOf(served);
    const ask = async (asOf: string) => served.get(`/v1/projections/titles?asOf=${asOf}T12:00:00Z`);
    await ask('2025-07-01');
    expect(await moved()).toMatchObject({ checkpoint_misses: 1, folded_events: 1 });
    await ask('2025-07-03');
    expect(await moved()).toMatchObject({ checkpoint_hits: 1, folded_events: 1 });
  });

  test('count subscriptions by their kind, and what is sent to them', async () => {
    const served = await open({ projections: [titles] });
    const url = await served.app.listen({ host: '127.0.0.1', port: 0 });
    await served.post('/v1/streams/notes-a/events', note('a'));
    const moved = movesOf(served);
    const controller = new AbortController();
    const { signal } = controller;
    const paths = ['/v1/projections/titles/updates', '/v1/timeline/updates', '/v1/timeline/updates'];
    for (const path of paths) {
      const { body } = await fetch(`${url}${path}`, { signal });
      await body?.getReader().read();
    }
    const metrics = metricsIn((await served.get('/metrics')).body);
    const open3 = ['projection', 'timeline', 'replay'].map((kind) =>
      metrics.get(`asof_subscriptions{kind="${kind}"}`),
    );
    expect(open3).toEqual([1, 2, 0]);
    expect(metrics.get('asof_open_subscriptions')).toBe(3);
    expect((await moved())['updates_sent']).toBeGreaterThanOrEqual(3);
    controller.abort();
  });
});

describe('the durations', () => {
  test('are counted for each route, method and class of status, and for each append', async () => {
    const served = await open({ projections: [titles] });
    await served.post('/v1/streams/notes-a/events', note('a'));
    await served.get('/v1/projections/titles');
    await served.get('/v1/projections/titles');
    await served.get('/v1/projections/none');
    await served.ask({ method: 'HEAD', url: '/v1/projections/titles' });
    const metrics = metricsIn((await served.get('/metrics')).body);
    const counted = (labels: string) => metrics.get(`asof_http_request_seconds_count{${labels}}`);
    const route = 'route="/v1/projections/:name"';
    expect(counted(`${route},method="GET",status="2xx"`)).toBe(2);
    expect(counted(`${route},method="GET",status="4xx"`)).toBe(1);
    expect(counted(`${route},method="HEAD",status="2xx"`)).toBe(1);
    expect(counted('route="/v1/streams/:stream/events",method="POST",status="2xx"')).toBe(1);
    expect(
      metrics.get(`asof_http_request_seconds_bucket{${route},method="GET",status="2xx",le="+Inf"}`),
    ).toBe(2);
    expect(metrics.get('asof_append_seconds_count')).toBe(1);
    expect(metrics.get('asof_append_seconds_bucket{le="+Inf"}')).toBe(1);
    expect(metrics.get('asof_append_seconds_sum')).toBeGreaterThan(0);
  });
});

/** Returns what tells by how much each total has moved since it was last asked; what has not moved is left out. */
function movesOf(served: Served): () => Promise<Readonly<Record<string, number>>> {
  let before: ReadonlyMap<string, number> = new Map();
  return async () => {
    const now = metricsIn((await served.get('/metrics')).body);
    const moved = [...now].flatMap(([name, value]) => {
      const [, total = '', labels = ''] = /^asof_(\w+)_total(.*)$/.exec(name) ?? [];
      const by = value - (before.get(name) ?? 0);
      return total === '' || by === 0 ? [] : [[`${total}${labels}`, by] as const];
    });
    before = now;
    return Object.fromEntries(moved);
  };
}

/** Reads the text format of Prometheus, strictly: each sample after the type of its metric, each name of a metric once. */
function metricsIn(text: string): ReadonlyMap<string, number> {
  const types = new Map<string, string>();
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    const [, typed, type] = /^# TYPE (\w+) (gauge|counter|histogram|summary)$/.exec(line) ?? [];
    if (typed !== undefined && type !== undefined) {
      expect(types.has(typed), line).toBe(false);
      types.set(typed, type);
    } else if (line !== '' && !/^# HELP \w+ \S/.test(line)) {
      const [, series = '', name = '', value = ''] =
        /^((\w+)(?:\{(?:\w+="(?:[^"\\\n]|\\.)*",?)*\})?) (\S+)$/.exec(line) ?? [];
      expect(
        [...types.keys()].some((one) => name.startsWith(one)),
        line,
      ).toBe(true);
      expect(samples.has(series), line).toBe(false);
      samples.set(series, value === 'Nan' ? Number.NaN : Number(value));
    }
  }
  return samples;
}
