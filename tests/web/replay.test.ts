import { computed, signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { ScrubbedMoment } from '../../src/web/model.ts';
import { createReplay } from '../../src/web/model/replay.ts';

const second = 1000;
const hour = 3_600_000;

/** A replay over some stops, whose clock and frames go on by hand. */
function playing(
  stops: readonly number[],
  options: { readonly isStill?: boolean; readonly from?: number } = {},
) {
  const moment = signal<Partial<ScrubbedMoment>>(options.from === undefined ? {} : { asOf: options.from });
  const isMoving = signal(false);
  const shows = signal<'all' | 'not-yet' | 'lost'>('all');
  const shown: (number | 'now' | undefined)[] = [];
  let time = 0;
  let due: (() => void)[] = [];
  const all = computed(() => stops);
  const replay = createReplay({
    stopsOf: () => all,
    placeOf: () => (typeof moment.value.asOf === 'number' ? moment.value.asOf : undefined),
    momentAt: (_axis, at) => ({ asOf: at }),
    looking: {
      scrub(part) {
        isMoving.value = part !== undefined;
        if (part === undefined) return;
        moment.value = part;
        shown.push(part.asOf);
      },
      change: (part) => {
        isMoving.value = false;
        moment.value = part;
      },
    },
    isMoving,
    shows,
    clock: () => time,
    frame: (callback) => void due.push(callback),
    isStill: () => options.isStill ?? false,
  });
  return {
    replay,
    moment,
    isMoving,
    shows,
    shown,
    /** Lets so many milliseconds pass, a frame each 20. */
    pass(ms: number) {
      for (let passed = 0; passed < ms; passed += 20) {
        time += 20;
        const now = due;
        due = [];
        for (const callback of now) callback();
      }
    },
    stopsShown: () => shown.filter((at) => typeof at === 'number' && stops.includes(at)),
  };
}

describe('a replay', () => {
  const stops = [0, hour, 3 * hour, 3 * hour + 1, 100 * hour];

  test('begins before the first change where the moment is now, and shows every change once, in order', () => {
    const one = playing(stops);
    one.replay.play();
    one.pass(20 * second);
    expect(one.stopsShown()).toEqual(stops);
    expect(one.replay.stand.value).toBe('ended');
    expect(one.moment.value).toEqual({ asOf: 100 * hour });
    expect(one.isMoving.value).toBe(false);
  });

  test('takes its time: an hour a second, and a gap no longer than it has to be', () => {
    const one = playing(stops);
    one.replay.play();
    one.pass(900);
    expect(one.stopsShown()).toEqual([0]);
    one.pass(200);
    expect(one.stopsShown()).toEqual([0, hour]);
    one.pass(1400);
    expect(one.stopsShown()).toEqual([0, hour]);
    one.pass(300);
    expect(one.stopsShown()).toEqual(stops.slice(0, 4));
  });

  test('waits out the gaps where they are not skipped', () => {
    const one = playing(stops, { from: 3 * hour + 1 });
    one.replay.skipsGaps.value = false;
    one.replay.play();
    one.pass(96 * second);
    expect(one.stopsShown()).toEqual([3 * hour + 1]);
    one.pass(2 * second);
    expect(one.stopsShown()).toEqual([3 * hour + 1, 100 * hour]);
  });

  test('begins right before the first change where the moment is long before it, or has no time at all', () => {
    for (const from of [-1000 * hour, -Infinity]) {
      const one = playing(stops, { from });
      one.replay.skipsGaps.value = false;
      one.replay.play();
      expect(one.moment.value).toEqual({ asOf: -1 });
      one.pass(20);
      expect(one.stopsShown()).toEqual([0]);
    }
  });

  test('slides from change to change, and where nothing may slide leaps', () => {
    const one = playing(stops);
    one.replay.play();
    one.pass(500);
    expect(new Set(one.shown).size).toBeGreaterThan(10);
    const still = playing(stops, { isStill: true });
    still.replay.play();
    still.pass(20 * second);
    expect(still.shown).toEqual([-1, ...stops]);
  });

  test('passes over nothing while a change cannot be shown, and goes on from the same one', () => {
    const one = playing(stops);
    one.replay.play();
    one.pass(500);
    one.shows.value = 'lost';
    one.pass(60 * second);
    expect(one.stopsShown()).toEqual([0, hour]);
    expect(one.replay.stand.value).toBe('waiting');
    one.shows.value = 'not-yet';
    one.pass(100);
    expect(one.stopsShown()).toEqual([0, hour]);
    one.shows.value = 'all';
    one.pass(20 * second);
    expect(one.stopsShown()).toEqual(stops);
  });

  test('pauses where it is, and goes on from there', () => {
    const one = playing(stops);
    one.replay.play();
    one.pass(500);
    one.replay.pause();
    const at = one.moment.value.asOf;
    one.pass(60 * second);
    expect(one.moment.value.asOf).toBe(at);
    expect(one.replay.stand.value).toBe('paused');
    one.replay.play();
    one.pass(60 * second);
    expect(one.stopsShown()).toEqual(stops);
  });

  test('ends where somebody moves the moment: it is theirs', () => {
    const one = playing(stops);
    one.replay.play();
    one.pass(500);
    one.isMoving.value = false;
    one.moment.value = { asOf: 7 };
    one.pass(second);
    expect(one.replay.stand.value).toBe('stopped');
    expect(one.moment.value).toEqual({ asOf: 7 });
  });

  test('goes to its ends, and tells how far it is', () => {
    const one = playing(stops);
    one.replay.go('begin');
    expect(one.moment.value).toEqual({ asOf: -1 });
    expect(one.replay.progress.value).toEqual({ done: 0, all: 5 });
    one.replay.go('end');
    expect(one.moment.value).toEqual({ asOf: 100 * hour });
    expect(one.replay.progress.value).toEqual({ done: 5, all: 5 });
  });

  test('does nothing where nothing changes', () => {
    const one = playing([]);
    one.replay.play();
    one.replay.go('end');
    one.pass(second);
    expect(one.replay.stand.value).toBe('stopped');
    expect(one.shown).toEqual([]);
  });
});
