import { isDeepStrictEqual } from 'node:util';

import { afterAll, describe, expect, test } from 'vitest';

import { newsEvents } from '../../src/domain/events/news.ts';
import { valueAt } from '../../src/domain/json-pointer.ts';
import type { SeriesAnswer } from '../../src/engine/change-answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openTimeline } from '../../src/open.ts';
import { newsProjections } from '../../src/projections/index.ts';
import { dayOneMs, dense, minuteMs } from '../support/bad-days.ts';
import { tallied, tallying } from '../support/tally.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const startMs = Date.UTC(2025, 6, 10);
const day = (date: number) => Date.UTC(2025, 6, date);
const injured = '/casualties/injured/best';
const told = (publisher: string, count: number) => ({
  title: `${count} injured`,
  attack: 'kyiv',
  injured: { best: count },
  sources: [{ publisher }],
});

/** Two reports of the injured, recorded one second after each other, of which the second is corrected a second later. */
async function openNews(): Promise<Timeline> {
  let now = startMs;
  const timeline = await openTimeline({
    store: 'memory:',
    events: newsEvents,
    projections: newsProjections,
    clock: () => now,
  });
  const tick = () => {
    now += 1000;
  };
  await timeline.append('strikes-kyiv', [
    { id: 'post', type: 'CasualtiesReported', occurred: '2025-07-04', data: told('Post', 14) },
    {
      id: 'other',
      type: 'DamageReported',
      occurred: '2025-07-05',
      data: { title: 'Damage', about: ['place:kyiv'] },
    },
  ]);
  tick();
  await timeline.append('strikes-kyiv', [
    { id: 'agency', type: 'CasualtiesReported', occurred: '2025-07-06', data: told('Agency', 23) },
  ]);
  tick();
  await timeline.correct('agency', { id: 'mend', reason: 'miscounted', data: told('Agency', 20) });
  return timeline;
}

const drawn = ({ points }: SeriesAnswer) => points.map(({ at, position, value }) => [at, position, value]);

describe('a series along occurred time', () => {
  test('has a point at its beginning, and one at each instant where the value changes', async () => {
    const timeline = await openNews();
    const series = await timeline.series('situation', { path: injured, from: day(1), to: day(9) });
    expect(series).toMatchObject({ projection: 'situation', version: 1, path: injured, axis: 'occurred' });
    expect(series).toMatchObject({ from: day(1), to: day(9), exact: true });
    expect(series.moment).toMatchObject({ asOf: day(9), position: 4 });
    expect(drawn(series)).toEqual([
      [day(1), 4, undefined],
      [day(4), 4, 14],
      [day(6), 4, 20],
    ]);
    expect(series.points[0]).not.toHaveProperty('value');
    await timeline.close();
  });

  test('begins with the first fact there is and ends at the moment, when no range is given', async () => {
    const timeline = await openNews();
    const series = await timeline.series('situation', {
      path: injured,
      asOf: '2025-07-05T00:00:00Z',
      knownAt: 3,
    });
    expect([series.from, series.to]).toEqual([day(4), day(5)]);
    expect(drawn(series)).toEqual([[day(4), 3, 14]]);
    await timeline.close();
  });

  test('does not begin with a fact whose start nobody knows, yet has it', async () => {
    const timeline = await openNews();
    await timeline.append('strikes-kyiv', [
      { type: 'CasualtiesReported', occurred: '../2025-07-01', data: { ...told('Post', 3), attack: 'old' } },
    ]);
    const series = await timeline.series('situation', { path: injured, asOf: '2025-07-05T00:00:00Z' });
    expect(series.from).toBe(day(4));
    expect(series.points[0]?.value).toBe(17);
    await timeline.close();
  });

  test('with certainty has a fact from when it is certain', async () => {
    const timeline = await openNews();
    const range = { from: day(1), to: day(9), certainty: 'certain' as const };
    const series = await timeline.series('situation', { path: injured, ...range });
    const endOf = (date: number) => day(date + 1) - 1;
    expect(series.exact).toBe(true);
    expect(drawn(series)).toEqual([
      [day(1), 4, undefined],
      [endOf(4), 4, 14],
      [endOf(6), 4, 20],
    ]);
    await timeline.close();
  });
});

describe('a series along recorded time', () => {
  test('has a point where each commit changed the value as of one fixed time', async () => {
    const timeline = await openNews();
    const series = await timeline.series('situation', {
      path: injured,
      axis: 'recorded',
      asOf: '2025-07-09T00:00:00Z',
    });
    expect(series).toMatchObject({ from: startMs, to: startMs + 2000, exact: true });
    expect(drawn(series)).toEqual([
      [startMs, 2, 14],
      [startMs + 1000, 3, 23],
      [startMs + 2000, 4, 20],
    ]);
    await timeline.close();
  });

  test('is cut at the head, and begins before the first event if it is asked to', async () => {
    const timeline = await openNews();
    const range = { from: startMs - 5000, to: startMs + 9_000_000 };
    const series = await timeline.series('situation', { path: injured, axis: 'recorded', ...range });
    expect([series.from, series.to]).toEqual([startMs - 5000, startMs + 2000]);
    expect(drawn(series)[0]).toEqual([startMs - 5000, 0, undefined]);
    expect(series.moment.position).toBe(4);
    await timeline.close();
  });

  test('has no value of a key before it was known', async () => {
    const timeline = await openNews();
    const series = await timeline.series('places', {
      path: '/casualties',
      key: 'place:kyiv',
      axis: 'recorded',
      from: startMs - 1000,
      asOf: '2025-07-01T00:00:00Z',
    });
    expect(drawn(series)).toEqual([
      [startMs - 1000, 0, undefined],
      [startMs, 2, {}],
    ]);
    await expect(
      timeline.series('places', { path: '', key: 'place:kyiv', axis: 'recorded', to: startMs - 1 }),
    ).rejects.toMatchObject({ code: 'unknown-key' });
    await timeline.close();
  });
});

describe('a series', () => {
  test.each(['occurred', 'recorded'] as const)('of an empty log along %s time is one point', async (axis) => {
    const timeline = await openTimeline({
      store: 'memory:',
      events: newsEvents,
      projections: newsProjections,
      clock: () => startMs,
    });
    const series = await timeline.series('situation', { path: '/damage', axis });
    expect(series).toMatchObject({ from: startMs, to: startMs, exact: true });
    expect(drawn(series)).toEqual([[startMs, 0, []]]);
    await timeline.close();
  });

  test.each([
    [{ path: 'damage' }, 'invalid-query'],
    [{ path: '', from: day(2), to: day(1) }, 'invalid-query'],
    [{ path: '', from: day(2), asOf: day(1) }, 'invalid-query'],
    [{ path: '', axis: 'recorded', from: day(2), to: day(1) }, 'invalid-query'],
    [{ path: '', axis: 'sideways' as 'recorded' }, 'invalid-query'],
    [{ path: '', points: 1 }, 'invalid-query'],
    [{ path: '', points: 1001 }, 'invalid-query'],
    [{ path: '', from: 0.5 }, 'invalid-query'],
    [{ path: '', key: 'x' }, 'invalid-query'],
    [{ path: '', knownAt: 'x' }, 'invalid-moment'],
  ] as const)('asked with %j is refused', async (query, code) => {
    const timeline = await openNews();
    await expect(timeline.series('situation', query)).rejects.toMatchObject({ code });
    await timeline.close();
  });
});

describe('in a long log, every point of a series is the value in the state there', () => {
  const facts = 1500;

  test.each([
    { store: 'memory', checkpoints: dense, isTelling: false },
    { store: 'memory', checkpoints: false, isTelling: true },
    { store: 'file', checkpoints: dense, isTelling: true },
    { store: 'file', checkpoints: dense, isTelling: false },
  ] as const)(
    '$store, checkpoints $checkpoints, saying what values depend on: $isTelling',
    async ({ store, checkpoints, isTelling }) => {
      for (const isKeyed of [false, true]) {
        const timeline = await openTimeline({
          store: store === 'memory' ? 'memory:' : `sqlite:${folder.file()}`,
          events: testEvents,
          projections: [tallying({ isTelling, isKeyed })],
          checkpoints,
          clock: () => dayOneMs + facts * minuteMs,
        });
        await timeline.import(tallied(facts));
        await timeline.caughtUp();
        await timeline.correct('fact-800', { reason: 'later', occurred: '2025-01-01T15:00:30Z' });
        await timeline.retract('fact-1000', { reason: 'not so' });
        const key = isKeyed ? { key: 'place:kyiv' } : {};
        for (const query of [
          { asOf: dayOneMs + 2 * facts * minuteMs },
          { asOf: dayOneMs + 900 * minuteMs, knownAt: facts },
          { asOf: dayOneMs + 1480 * minuteMs, certainty: 'certain' as const },
        ])
          for (const axis of ['occurred', 'recorded'] as const)
            for (const path of ['/seen', '/heard', '/open']) {
              const series = await timeline.series('tally', { ...query, ...key, path, axis, points: 20 });
              if (path === '/heard' && axis === 'occurred' && isTelling && !isKeyed)
                expect(series.exact).toBe(true);
              if (path === '/seen') expect(series.points.length).toBeGreaterThan(10);
              for (const [index, point] of series.points.entries()) {
                const asOf = axis === 'occurred' ? point.at : series.moment.asOf;
                const { state } = await timeline.state('tally', {
                  ...query,
                  ...key,
                  asOf,
                  knownAt: point.position,
                });
                expect(point.value).toEqual(valueAt(state, [path.slice(1)]));
                expect(index > 0 && isDeepStrictEqual(series.points[index - 1]?.value, point.value)).toBe(
                  false,
                );
              }
            }
        await timeline.close();
      }
    },
  );
});
