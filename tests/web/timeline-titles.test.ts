import { signal } from '@preact/signals';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

import type { AskedReadings } from '../../src/client/index.ts';
import type { PageModel } from '../../src/web/model.ts';
import { planTitles } from '../../src/web/timeline/title-plan.ts';
import { createTitles } from '../../src/web/timeline/titles.ts';
import { manyReadings } from './harness/many.ts';
import { marksOf } from './harness/marks.ts';
import { titleOf } from './harness/stand-in-client.ts';
import { createStandIn } from './harness/stand-in.ts';

describe('what titles are asked with', () => {
  const marks = marksOf(
    Array.from({ length: 5000 }, (_, index) => ({ position: index + 1, from: index * 10 })),
  );

  test('is one range for those near each other, and the position for one alone', () => {
    expect(planTitles(marks, [10, 11, 30, 4000])).toEqual([
      { kind: 'range', from: 100, to: 300 },
      { kind: 'one', position: 4001 },
    ]);
    expect(planTitles(marks, [7, 7])).toEqual([{ kind: 'one', position: 8 }]);
    expect(planTitles(marks, [])).toEqual([]);
  });

  test('never is a range of more readings than come with one page', () => {
    const requests = planTitles(
      marks,
      Array.from({ length: 5000 }, (_, index) => index),
    );
    for (const request of requests)
      if (request.kind === 'range') expect((request.to - request.from) / 10).toBeLessThan(1000);
    expect(requests).toHaveLength(7);
  });

  test('is not more than a few at a time', () => {
    expect(planTitles(marks, [0, 900, 1800, 2700, 3600, 4500])).toHaveLength(6);
    const sparse = marksOf(
      Array.from({ length: 50_000 }, (_, index) => ({ position: index + 1, from: index })),
    );
    expect(
      planTitles(
        sparse,
        Array.from({ length: 50 }, (_, index) => index * 1000),
      ),
    ).toHaveLength(12);
  });
});

describe('titles', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const marks = marksOf(manyReadings({ count: 60 }));
  const asking = () => {
    const { model } = createStandIn({ marks });
    const asked: AskedReadings[] = [];
    const readings: PageModel['client']['readings'] = async (what = {}) => {
      asked.push(what);
      return model.client.readings(what);
    };
    return { titles: createTitles({ ...model, client: { ...model.client, readings } }), asked };
  };

  test('come when what is wanted has held still, in one request, with the sources as lanes', async () => {
    const { titles, asked } = asking();
    titles.want('drawing', [3]);
    titles.want('drawing', [5, 6, 7, 8]);
    titles.want('list', [9]);
    expect(asked).toEqual([]);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({
      titles: true,
      lanes: 'source',
      limit: 1000,
      from: marks.from[5],
      to: marks.from[9],
    });
    for (const reading of [5, 6, 7, 8, 9]) {
      const titled = titles.of(marks.position[reading] ?? -1);
      expect(titled).toEqual({
        id: `fact-${marks.fact[reading]}`,
        title: titleOf(marks, reading),
        sources: ['Regional press office'],
      });
    }
    expect(titles.of(marks.position[3] ?? -1)).toBeUndefined();
    expect(titles.come.value).toBe(1);
  });

  test('are asked for once', async () => {
    const { titles, asked } = asking();
    titles.want('drawing', [5]);
    await vi.advanceTimersByTimeAsync(200);
    titles.want('drawing', [5]);
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toHaveLength(1);
    await titles.ask(marks.position[5] ?? -1);
    expect(asked).toHaveLength(1);
  });

  test('of readings that are gone meanwhile are asked for no more', async () => {
    const { model, setMarks } = createStandIn({ marks });
    const asked: AskedReadings[] = [];
    const readings: PageModel['client']['readings'] = async (what = {}) => {
      asked.push(what);
      return model.client.readings(what);
    };
    const titles = createTitles({ ...model, client: { ...model.client, readings } });
    titles.want('drawing', [5]);
    setMarks(marksOf([]));
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual([]);
  });

  test('of one reading are asked for by the position of the event that made it', async () => {
    const { titles, asked } = asking();
    const position = marks.position[12] ?? -1;
    expect((await titles.ask(position))?.id).toBe(`fact-${marks.fact[12]}`);
    expect(asked).toEqual([
      { lanes: 'source', titles: true, limit: 1000, after: position - 1, knownAt: position, page: undefined },
    ]);
  });

  test('that cannot be had leave things as they are, and are asked for again when wanted again', async () => {
    const fails = signal(true);
    const { model } = createStandIn({ marks });
    const readings: PageModel['client']['readings'] = async (what = {}) => {
      if (fails.value) throw new Error('The server is away');
      return model.client.readings(what);
    };
    const titles = createTitles({ ...model, client: { ...model.client, readings } });
    titles.want('drawing', [5]);
    await vi.advanceTimersByTimeAsync(200);
    expect(titles.of(marks.position[5] ?? -1)).toBeUndefined();
    await expect(titles.ask(marks.position[5] ?? -1)).rejects.toThrow('The server is away');
    fails.value = false;
    titles.want('drawing', [5]);
    await vi.advanceTimersByTimeAsync(200);
    expect(titles.of(marks.position[5] ?? -1)).toBeDefined();
  });
});
