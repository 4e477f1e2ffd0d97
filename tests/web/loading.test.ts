import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import type { View } from '../../src/web/model.ts';
import { readNewestCommits, readOlderCommits, withCommits } from '../../src/web/model/commits.ts';
import { createExtent, extentOf } from '../../src/web/model/extent.ts';
import type { Commits } from '../../src/web/model/linking.ts';
import { createMarksLoading } from '../../src/web/model/marks-loading.ts';
import { noMarks } from '../../src/web/model/readings.ts';
import { usualView } from '../../src/web/model/view.ts';
import { scrubberWindow, shownWindow } from '../../src/web/model/window.ts';
import { readSliderKey } from '../../src/web/time/slider-keys.ts';
import { answered, loadingFrom } from './answered-readings.ts';
import { marksByHand } from './marks-by-hand.ts';

/** A log of so many commits, one a second. */
const logOf = (count: number): Pick<Client, 'commits' | 'density'> => ({
  async commits({ before = Infinity, to = Infinity, limit = 100 } = {}) {
    const last = Math.min(before - 1, typeof to === 'number' ? Math.floor(to / 1000) : count, count);
    const first = Math.max(1, last - limit + 1);
    const commits = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
      const position = last - index;
      return { position, first: position, recordedAt: new Date(position * 1000).toISOString(), events: 1 };
    });
    return { commits, head: { position: count, recordedAt: null }, ...(first > 1 ? { next: first } : {}) };
  },
  async density({ buckets = 100, to = 0 } = {}) {
    const bucketMs = Math.ceil((Number(to) + 1 - 1000) / buckets);
    const moment = { asOf: '', knownAt: '', position: count, certainty: 'possible' } as const;
    const range = { from: new Date(1000).toISOString(), to: new Date(Number(to)).toISOString() };
    return {
      axis: 'recorded',
      moment,
      ...range,
      bucketMs,
      counts: Array.from({ length: buckets }, () => 1),
    };
  },
});

const settled = async (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('readings', () => {
  test('are read page by page once the log is known', async () => {
    const one = loadingFrom(({ page }) =>
      page === undefined ? answered([1, 2], 4, 'p') : answered([3, 4], 4),
    );
    await settled();
    expect(one.asked).toEqual([]);
    one.shown.value = 9;
    await settled();
    expect(one.asked.map(({ page, knownAt }) => [page, knownAt])).toEqual([
      [undefined, 9],
      ['p', 9],
    ]);
    expect(one.marks.value).toMatchObject({ kind: 'marks', inAll: 4, isWhole: true });
    expect([...one.marks.value.marks.from]).toEqual([1, 2, 3, 4]);
  });

  test('that are too many are those in the window and beside it, read anew only where it leaves them', async () => {
    const one = loadingFrom(({ from }) =>
      from === undefined ? answered([1], 200_000, 'p') : answered([1000, 2000], 2),
    );
    one.shown.value = 9;
    await settled();
    expect(one.marks.value).toMatchObject({ kind: 'too-many', inAll: 200_000, isWhole: false });
    expect(one.marks.value.marks.count).toBe(0);
    one.view.value = { ...usualView, window: { from: 1000, to: 2000 } };
    await settled();
    expect(one.asked.at(-1)).toMatchObject({ from: 0, to: 3000 });
    expect(one.marks.value).toMatchObject({ kind: 'marks', inAll: 2, isWhole: false });
    const count = one.asked.length;
    one.view.value = { ...usualView, window: { from: 1500, to: 2500 } };
    await settled();
    expect(one.asked).toHaveLength(count);
    one.view.value = { ...usualView, window: { from: 2500, to: 3500 } };
    await settled();
    expect(one.asked.at(-1)).toMatchObject({ from: 1500, to: 4500 });
    one.view.value = usualView;
    await settled();
    expect(one.marks.value).toMatchObject({ kind: 'too-many', inAll: 200_000 });
  });

  test('of a filter that was left are never shown, however late they come', async () => {
    const gates = new Map<string, () => void>();
    const view = signal<View>(usualView);
    const loading = createMarksLoading({
      client: {
        async readings({ types = [] } = {}) {
          await new Promise<void>((resolve) => gates.set(types.join(), resolve));
          return types.length === 0 ? answered([1, 2, 3], 3) : answered([7], 1);
        },
      },
      view,
      shown: signal(9),
      wait: async () => undefined,
      again: signal(0),
    });
    await settled();
    view.value = { ...usualView, filter: { ...usualView.filter, types: ['NoteAdded'] } };
    await settled();
    gates.get('NoteAdded')?.();
    await settled();
    expect([...loading.marks.value.marks.from]).toEqual([7]);
    gates.get('')?.();
    await settled();
    expect([...loading.marks.value.marks.from]).toEqual([7]);
  });

  test('that cannot be had are said to have failed, and are read when it is worth it', async () => {
    let isAway = true;
    const again = signal(0);
    const loading = createMarksLoading({
      client: {
        async readings() {
          if (isAway) throw new Error('No Asof answers there');
          return answered([1], 1);
        },
      },
      view: signal<View>(usualView),
      shown: signal(9),
      wait: async () => undefined,
      again,
    });
    await settled();
    expect(loading.marks.value).toMatchObject({ kind: 'failed', fault: 'No Asof answers there.' });
    isAway = false;
    again.value = 1;
    await settled();
    expect(loading.marks.value).toEqual({
      kind: 'marks',
      marks: expect.objectContaining({ count: 1 }),
      inAll: 1,
      isWhole: true,
    });
  });
});

describe('commits', () => {
  const { signal: never } = new AbortController();

  test('are all read where they are not very many', async () => {
    const log = logOf(2500);
    const newest = await readNewestCommits(log, 2500, never);
    expect(newest.commits.map(({ position }) => position)).toEqual(
      Array.from({ length: 1000 }, (_, index) => 1501 + index),
    );
    const older = await readOlderCommits(log, newest.before ?? 0, never);
    expect(older.thinnedTo).toBe(0);
    expect(older.commits).toHaveLength(1500);
  });

  test('that are very many are thinned, evenly in time, and ascend without a repeat', async () => {
    const older = await readOlderCommits(logOf(50_000), 49_001, never);
    expect(older.thinnedTo).toBe(39_001);
    const positions = older.commits.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].toSorted((one, other) => one - other));
    expect(positions.slice(-10_000)[0]).toBe(39_001);
    const thinned = positions.slice(0, -10_000);
    expect(thinned.length).toBeGreaterThan(390);
    const gaps = thinned.map((position, index) => position - (thinned[index - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(150);
  });

  test('that become very many while the page is open are thinned from the old end', () => {
    let kept: { readonly commits: Commits; readonly thinnedTo: number } = { commits: [], thinnedTo: 0 };
    const counts: number[] = [];
    for (let position = 1; position <= 30_000; position += 100) {
      const later = Array.from({ length: 100 }, (_, index) => ({
        position: position + index,
        recordedAt: (position + index) * 1000,
        events: 1,
      }));
      kept = withCommits(kept, later);
      counts.push(kept.commits.length);
    }
    expect(Math.max(...counts)).toBeLessThan(13_000);
    const positions = kept.commits.map(({ position }) => position);
    expect(positions).toEqual([...new Set(positions)].toSorted((one, other) => one - other));
    expect(positions.at(-1)).toBe(30_000);
    const whole = positions.filter((position) => position > kept.thinnedTo);
    expect(whole).toEqual(Array.from({ length: whole.length }, (_, index) => kept.thinnedTo + 1 + index));
    expect(whole.length).toBeGreaterThanOrEqual(10_000);
    // What is left of the old ones goes back to the first and lies about evenly.
    const some = positions.filter((position) => position <= kept.thinnedTo);
    expect(some[0]).toBeLessThan(200);
    expect(some.length).toBeGreaterThan(200);
    const gaps = some.map((position, index) => position - (some[index - 1] ?? 0));
    expect(Math.max(...gaps)).toBeLessThan(400);
  });

  test('are as they are while they are not very many', () => {
    const [one, two] = [1, 2].map((position) => ({ position, recordedAt: position, events: 1 }));
    const before = { commits: one === undefined ? [] : [one], thinnedTo: 0 };
    expect(withCommits(before, two === undefined ? [] : [two])).toEqual({
      commits: [one, two],
      thinnedTo: 0,
    });
  });
});

/** An extent that is asked for once, and a page that stays. */
const still = { wait: async () => new Promise<void>(() => undefined), ending: new AbortController().signal };

describe('what is shown', () => {
  const marks = marksByHand([
    { position: 1, recordedTo: Infinity, fact: 1, from: 100, status: 0 },
    { position: 2, recordedTo: Infinity, fact: 2, from: 500_100, status: 0 },
  ]);

  test('is all there is, with some room beside it, or what the address names', () => {
    expect(extentOf(marks)).toEqual({ from: 100, to: 500_100 });
    expect(shownWindow(usualView, extentOf(marks))).toEqual({ from: -59_900, to: 560_100 });
    const window = { from: 1, to: 2 };
    expect(shownWindow({ ...usualView, window }, extentOf(marks))).toBe(window);
  });

  test('is a day around now while there is nothing', () => {
    const page = { view: signal(usualView), extent: signal(undefined), now: signal(1e9) };
    expect(scrubberWindow(page)).toEqual({ from: 1e9 - 43_200_000, to: 1e9 + 43_200_000 });
  });

  test('does not leap while words are looked for', async () => {
    const view = signal<View>(usualView);
    const all = { kind: 'marks', marks, inAll: 2, isWhole: true } as const;
    const shownMarks = signal<Parameters<typeof createExtent>[0]['marks']['value']>(all);
    const asked: unknown[] = [];
    const client = {
      async density(question: unknown) {
        asked.push(question);
        throw new Error('It was not to be asked');
      },
    };
    const extent = createExtent({ ...still, client, view, marks: shownMarks, shown: signal(2) });
    view.value = { ...usualView, filter: { ...usualView.filter, text: 'first' } };
    const [first] = [marksByHand([{ position: 1, recordedTo: Infinity, fact: 1, from: 100, status: 0 }])];
    shownMarks.value = { ...all, marks: first };
    await settled();
    expect(extent.value).toEqual({ from: 100, to: 500_100 });
    expect(asked).toEqual([]);
  });
});

/** A log in which one thing occurs each day, one for each position. */
function askingExtents() {
  const asked: number[] = [];
  const client: Pick<Client, 'density'> = {
    async density({ knownAt = 0 } = {}) {
      asked.push(Number(knownAt));
      if (asked.length === 2) throw new Error('Away');
      return {
        axis: 'occurred',
        moment: { asOf: '', knownAt: '', position: Number(knownAt), certainty: 'possible' },
        from: new Date(0).toISOString(),
        to: new Date(Number(knownAt) * 86_400_000).toISOString(),
        bucketMs: 1,
        counts: [1],
      };
    },
  };
  return { client, asked };
}

describe('what is shown of a long log', () => {
  test('goes on with the log, asked for now and then and again where it failed', async () => {
    const { client, asked } = askingExtents();
    let rest = Promise.withResolvers<void>();
    const wait = async (): Promise<void> => rest.promise;
    const rested = async (): Promise<void> => {
      rest.resolve();
      rest = Promise.withResolvers();
      await settled();
    };
    const shown = signal(2);
    const extent = createExtent({
      ...still,
      client,
      wait,
      view: signal<View>(usualView),
      marks: signal({ kind: 'too-many', marks: noMarks, inAll: 200_000, isWhole: false } as const),
      shown,
    });
    await settled();
    expect(extent.value).toEqual({ from: 0, to: 2 * 86_400_000 });
    for (const position of [3, 4, 5]) {
      shown.value = position;
      await settled();
    }
    expect(asked).toEqual([2]);
    await rested();
    expect(asked).toEqual([2, 5]);
    expect(extent.value?.to).toBe(2 * 86_400_000);
    await rested();
    expect(asked).toEqual([2, 5, 5]);
    expect(extent.value?.to).toBe(5 * 86_400_000);
    await rested();
    await rested();
    expect(asked).toEqual([2, 5, 5]);
    shown.value = 6;
    await settled();
    expect(asked).toEqual([2, 5, 5, 6]);
  });
});

describe('a key on a scrubber', () => {
  test.each([
    ['ArrowRight', false, { to: 'small', direction: 1 }],
    ['ArrowDown', false, { to: 'small', direction: -1 }],
    ['ArrowUp', true, { to: 'change', direction: 1 }],
    ['PageDown', true, { to: 'large', direction: -1 }],
    ['Home', false, { to: 'begin' }],
    ['End', true, { to: 'end' }],
    ['a', false, undefined],
    ['Tab', true, undefined],
  ])('%s, with Shift %s', (key, shiftKey, meaning) => {
    expect(readSliderKey({ key, shiftKey })).toEqual(meaning);
  });
});
