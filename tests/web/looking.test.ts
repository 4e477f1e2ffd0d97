import { computed, signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { Client } from '../../src/client/index.ts';
import type { MarksInView } from '../../src/web/model.ts';
import { createLooking } from '../../src/web/model/looking.ts';
import { createPageReplay } from '../../src/web/model/page-replay.ts';
import { noMarks } from '../../src/web/model/readings.ts';

const second = 1000;
const epoch = 1_750_000_000_000;

/** Three commits, a second apart. */
const commits = signal(
  [1, 2, 3].map((position) => ({ position, recordedAt: epoch + position * second, events: 1 })),
);

/** What is looked at without a page, with an address that is kept here. */
function looking(query = '') {
  return createLooking(
    {
      address: { read: () => query, write: () => undefined, onMoved: () => undefined },
      wait: async () => undefined,
    },
    commits,
    () => undefined,
  );
}

/** The replay of a page whose clock and frames go on by hand; of too many facts where it says so. */
function replaying(marks: Partial<MarksInView> = {}) {
  const seen = looking();
  const asked: Parameters<Client['density']>[0][] = [];
  const waits: (() => void)[] = [];
  let time = 0;
  let due: (() => void)[] = [];
  const at = computed(() => {
    const { asOf, knownAt } = seen.moment.value;
    return { asOf: asOf === 'now' ? epoch : asOf, position: knownAt === 'head' ? 3 : knownAt };
  });
  const client = {
    async density(question: (typeof asked)[number]) {
      asked.push(question);
      return { from: '2025-06-15T00:00:00Z', bucketMs: second, counts: [1, 0, 1] };
    },
  } as unknown as Client;
  const replay = createPageReplay({
    client,
    clock: () => time,
    frame: (callback) => void due.push(callback),
    wait: async (_ms, ending) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      waits.push(resolve);
      ending.addEventListener('abort', () => resolve());
      return promise;
    },
    isStill: () => false,
    looking: seen,
    at,
    commits,
    marks: signal({ kind: 'marks', marks: noMarks, inAll: 0, isWhole: true, ...marks }),
    extent: signal({ from: epoch, to: epoch + 3 * second }),
    state: () => signal({ state: 'there' as const, answer: undefined }),
    situation: signal(undefined),
    live: signal({ kind: 'live' as const }),
  });
  return {
    looking: seen,
    replay,
    asked,
    /** Lets everything come to rest that waits for it. */
    async rest() {
      for (const resolve of waits.splice(0)) resolve();
      await new Promise((resolve) => setTimeout(resolve));
    },
    /** Lets so many milliseconds pass, a frame each 20. */
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 20) {
        time += 20;
        for (const callback of due.splice(0)) callback();
      }
    },
  };
}

describe('a moment that is moved', () => {
  test('goes on moving while anything else is changed', () => {
    const { view, moment, isMoving, change, scrub } = looking('?asOf=2025-07-01T00:00:00Z');
    scrub({ asOf: 7 });
    change({ lanes: 'type' });
    change({ selected: 'x', panel: 'fact' }, 'push');
    change({});
    expect(isMoving.value).toBe(true);
    expect(moment.value).toEqual({ asOf: 7, knownAt: 'head' });
    expect(view.value).toMatchObject({ asOf: Date.UTC(2025, 6, 1), lanes: 'type', selected: 'x' });
    scrub(undefined);
    expect(isMoving.value).toBe(false);
    expect(view.value).toMatchObject({ asOf: 7, lanes: 'type' });
  });

  test('is that of who sets one of its clocks, and the other one stays where it has come to', () => {
    const { view, isMoving, change, scrub } = looking('?asOf=2025-07-01T00:00:00Z');
    scrub({ asOf: 7 });
    change({ knownAt: 2 });
    expect(isMoving.value).toBe(false);
    expect(view.value).toMatchObject({ asOf: 7, knownAt: 2 });
  });

  test('becomes one of linked clocks from where it has come to', () => {
    const { view, isMoving, change, scrub } = looking();
    scrub({ asOf: epoch + 2 * second });
    change({ linked: true });
    expect(isMoving.value).toBe(false);
    expect(view.value).toMatchObject({ asOf: epoch + 2 * second, knownAt: 2, linked: true });
  });

  test('goes back to where it was when both clocks are set so', () => {
    const { view, moment, change, scrub } = looking('?asOf=2025-07-01T00:00:00Z');
    const { asOf, knownAt } = view.peek();
    scrub({ asOf: 7, knownAt: 1 });
    change({ asOf, knownAt });
    expect(moment.value).toEqual({ asOf, knownAt: 'head' });
  });
});

describe('the replay of a page', () => {
  test('goes on while anything else is changed', () => {
    const one = replaying();
    one.replay.axis.value = 'recorded';
    one.replay.speed.value = 1;
    one.replay.play();
    one.pass(1400);
    expect(one.looking.moment.value.knownAt).toBe(2);
    one.looking.change({ selected: 'x' });
    one.looking.change({ window: { from: 0, to: 9 } });
    one.pass(40);
    expect(one.replay.stand.value).toBe('playing');
    one.pass(3000);
    expect(one.replay.stand.value).toBe('ended');
    expect(one.looking.view.value).toMatchObject({ knownAt: 3, selected: 'x' });
  });

  test('along the clock of the log goes on from where nothing was recorded, also where gaps are waited out', () => {
    const one = replaying();
    one.replay.axis.value = 'recorded';
    one.replay.speed.value = 1;
    one.replay.skipsGaps.value = false;
    one.replay.go('begin');
    expect(one.looking.moment.value.knownAt).toBe(0);
    one.replay.play();
    one.pass(60);
    expect(one.looking.moment.value.knownAt).toBe(1);
    one.pass(2100);
    expect(one.looking.moment.value.knownAt).toBe(3);
  });

  test('of too many facts asks when they are once the clock of the log rests, and only along that of the world', async () => {
    const one = replaying({ kind: 'too-many', isWhole: false });
    await one.rest();
    expect(one.asked.map((question) => question?.knownAt)).toEqual([3]);
    expect(one.replay.progress.value.all).toBe(2);
    for (const knownAt of [2, 1, 0, 1]) one.looking.scrub({ knownAt });
    await one.rest();
    expect(one.asked.map((question) => question?.knownAt)).toEqual([3, 1]);
    one.replay.axis.value = 'recorded';
    one.looking.scrub({ knownAt: 2 });
    await one.rest();
    expect(one.asked).toHaveLength(2);
    one.replay.axis.value = 'occurred';
    await one.rest();
    expect(one.asked.map((question) => question?.knownAt)).toEqual([3, 1, 2]);
  });
});
