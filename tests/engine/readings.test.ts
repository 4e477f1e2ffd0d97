import { setImmediate } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { createTimeline } from '../../src/engine/create.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { EventLog } from '../../src/store/port.ts';
import { catalogue, handedOver, noonMs, seen } from '../store/contract/setup.ts';
import { errorOf } from '../support/asking.ts';

/** A timeline of many facts, and what is put between it and its store. */
async function timelineOf(count: number, watching: (store: EventLog) => EventLog = (store) => store) {
  const store = openMemoryStore({ catalogue, clock: () => noonMs });
  const events = Array.from({ length: count }, (_, index) =>
    seen(`e${index}`, new Date(noonMs - (index % 97) * 1000).toISOString()),
  );
  await store.import(handedOver(events.map((event) => ({ stream: 'seen-kyiv', event }))));
  const options = { catalogue, projections: [], clock: () => noonMs, newId: () => 'unused', waitMsMax: 5 };
  return createTimeline({ store: watching(store), ...options });
}

describe('readings', () => {
  test('are read a part at a time, and others get their turn in between', async () => {
    const asked: number[] = [];
    const timeline = await timelineOf(9000, (store) => ({
      ...store,
      listReadings(query) {
        asked.push(query.limit);
        return store.listReadings(query);
      },
    }));
    let turns = 0;
    const counting = (async () => {
      while (asked.length < 3) {
        await setImmediate();
        turns += 1;
      }
    })();
    const { readings, inAll, next } = await timeline.readings({ limit: 8999 });
    await counting;
    expect(asked).toEqual([4000, 4000, 1000]);
    expect(turns).toBeGreaterThan(1);
    expect(readings).toHaveLength(8999);
    expect(new Set(readings.map(({ position }) => position)).size).toBe(8999);
    expect(inAll).toBe(9000);
    expect((await timeline.readings({ limit: 8999, page: next })).readings).toHaveLength(1);
    await timeline.close();
  });

  test('are counted up to a limit, beyond which there are at least so many; on one page they are counted already', async () => {
    const asked: number[] = [];
    const timeline = await timelineOf(3, (store) => ({
      ...store,
      countReadings(_filter, most) {
        asked.push(most);
        return most;
      },
    }));
    expect(await timeline.readings()).toMatchObject({ inAll: 3, exact: true });
    expect(await timeline.readings({ limit: 3 })).toMatchObject({ inAll: 3, exact: true });
    expect(asked).toEqual([]);
    const first = await timeline.readings({ limit: 1 });
    expect(first).toMatchObject({ inAll: 100_000, exact: false });
    // What was counted goes on with the pages.
    expect(await timeline.readings({ limit: 1, page: first.next })).toMatchObject({
      inAll: 100_000,
      exact: false,
    });
    expect(asked).toEqual([100_001]);
    await timeline.close();
  });

  test.each([
    { limit: 100_001 },
    { limit: 1001, titles: true },
    { limit: 0 },
    { after: 0.5 },
    { from: 2, to: 1 },
    { from: 0.5 },
    { lanes: 'colour' as 'actor' },
    { page: 'x' },
  ])('are refused with %j', async (query) => {
    const timeline = await timelineOf(1);
    expect(await errorOf(timeline.readings(query))).toMatchObject({ code: 'invalid-query' });
    await timeline.close();
  });
});
