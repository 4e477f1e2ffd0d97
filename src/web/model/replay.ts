import type { ReadonlySignal } from '@preact/signals';
import { computed, signal } from '@preact/signals';

import type { PageModel, Replay, ReplayAxis, ScrubbedMoment } from '../model.ts';
import type { Stops } from './replay-stops.ts';
import { nextStop, stopBefore } from './replay-stops.ts';

/** What a replay takes. */
export interface ReplayOptions {
  /** The changes along an axis, ascending, as times of that axis. */
  readonly stopsOf: (axis: ReplayAxis) => ReadonlySignal<Stops>;
  /** Where the moment stands along an axis, as a time of it; undefined where it is the end that moves. */
  readonly placeOf: (axis: ReplayAxis) => number | undefined;
  /** Returns the moment at a time of an axis. */
  readonly momentAt: (axis: ReplayAxis, time: number) => Partial<ScrubbedMoment>;
  readonly looking: Pick<PageModel, 'scrub' | 'change'>;
  readonly isMoving: ReadonlySignal<boolean>;
  /** Whether everything as of the moment is on the screen; `lost` where it cannot be had now. */
  readonly shows: ReadonlySignal<'all' | 'not-yet' | 'lost'>;
  readonly clock: () => number;
  readonly frame: (callback: () => void) => void;
  /** Whether nothing may slide: then the moment leaps from change to change. */
  readonly isStill: () => boolean;
}

/** The longest wait between two changes where gaps are skipped, and the shortest stay at a change where nothing slides, in milliseconds. */
const waits = { gapMsMax: 1500, stillMsLeast: 700 };

/** Between changes the moment stands at whole seconds where these are longer than one. */
const secondMs = 1000;

function between(from: number, to: number, share: number): number {
  const time = from + (to - from) * share;
  return to - from < 60 * secondMs ? time : Math.max(from, Math.floor(time / secondMs) * secondMs);
}

/** Creates the replay of a page; it stands still until it is played. */
export function createReplay(options: ReplayOptions): Replay {
  const { stopsOf, placeOf, momentAt, looking, isMoving, shows, clock, frame, isStill } = options;
  const stand = signal<Replay['stand']['value']>('stopped');
  const axis = signal<ReplayAxis>('occurred');
  const speed = signal(3600);
  const skipsGaps = signal(true);
  const isOn = (): boolean => stand.peek() === 'playing' || stand.peek() === 'waiting';
  let run: object | undefined;

  /** Goes on until another run is begun, or none. */
  function play(): void {
    const stops = stopsOf(axis.peek()).peek();
    const [first, last] = [stops[0], stops.at(-1)];
    if (first === undefined || last === undefined || isOn()) return;
    const mine = {};
    run = mine;
    const from = placeOf(axis.peek());
    // Where nothing was recorded there is no time: nothing is missed right before the first change.
    let place = from === undefined || from >= last ? first - 1 : Math.max(from, first - 1);
    let shownAt = clock();
    let wasAt = place;
    let isAtStop = false;
    stand.value = 'playing';
    looking.scrub(momentAt(axis.peek(), place));

    const tick = (): void => {
      if (run !== mine) return;
      // Somebody moved the moment: it is theirs.
      if (!isMoving.peek()) return stop('stopped');
      frame(tick);
      const time = clock();
      if (isAtStop && shows.peek() !== 'all') {
        stand.value = shows.peek() === 'lost' ? 'waiting' : 'playing';
        shownAt = time;
        return undefined;
      }
      stand.value = 'playing';
      const next = nextStop(stopsOf(axis.peek()).peek(), place);
      if (next === undefined) return stop('ended');
      const passed = time - shownAt;
      const wait = waitOf(next - wasAt);
      if (passed < wait) {
        if (isStill()) return undefined;
        isAtStop = false;
        return looking.scrub(momentAt(axis.peek(), between(wasAt, next, passed / wait)));
      }
      [place, wasAt, shownAt, isAtStop] = [next, next, time, true];
      return looking.scrub(momentAt(axis.peek(), next));
    };
    frame(tick);
  }

  /** How long it takes to the next change, in milliseconds. */
  function waitOf(distance: number): number {
    const wait = distance / speed.peek();
    const most = skipsGaps.peek() ? Math.min(wait, waits.gapMsMax) : wait;
    return isStill() ? Math.max(most, waits.stillMsLeast) : most;
  }

  function stop(next: Replay['stand']['value']): void {
    run = undefined;
    stand.value = next;
    looking.scrub(undefined);
  }

  return {
    stand,
    axis,
    speed,
    skipsGaps,
    progress: computed(() => {
      const stops = stopsOf(axis.value).value;
      const place = placeOf(axis.value) ?? Infinity;
      return { done: stopBefore(stops, place) + 1, all: stops.length };
    }),
    play,
    pause() {
      if (isOn()) stop('paused');
    },
    go(end) {
      const stops = stopsOf(axis.peek()).peek();
      const place = end === 'end' ? stops.at(-1) : stops[0];
      if (place === undefined) return;
      run = undefined;
      stand.value = end === 'end' ? 'ended' : 'stopped';
      looking.change(momentAt(axis.peek(), end === 'end' ? place : place - 1));
    },
  };
}
