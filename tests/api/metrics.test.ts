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
