import type { ReadonlySignal } from '@preact/signals';
import { computed, effect, signal, untracked } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import type { MarksInView, View } from '../model.ts';
import { sentenceOf } from './fault.ts';
import { noMarks, readReadings, readingsMax } from './readings.ts';
import { until } from './until.ts';
import type { TimeWindow } from './window.ts';
import { isWithin } from './window.ts';
import type { World } from './world.ts';

/** The readings that are looked at, kept as the log goes on. */
export interface MarksLoading {
  readonly marks: ReadonlySignal<MarksInView>;
  /** Reads what was recorded up to a position; returns what puts it on the screen. */
  prepare(position: number, signal: AbortSignal): Promise<() => void>;
}

/** What readings are loaded by. */
export interface MarksLoadingOptions {
  readonly client: Pick<Client, 'readings'>;
  readonly view: ReadonlySignal<View>;
  /** The last position that is shown; undefined until it is known. */
  readonly shown: ReadonlySignal<number | undefined>;
  readonly wait: World['wait'];
  /** Counts how often the server was there again: what failed is asked for anew then, and what hangs from before it went. */
  readonly again: ReadonlySignal<number>;
}

/** How long a window stands still before its readings are asked for, where all are too many, in milliseconds. */
const settleMs = 120;

const nothing: MarksInView = { kind: 'loading', marks: noMarks, inAll: 0, isWhole: false };

/** Loads readings as the filter and the lanes change: all of them, or where they are too many those in the window and beside it. */
export function createMarksLoading({ client, view, shown, wait, again }: MarksLoadingOptions): MarksLoading {
  const marks = signal(nothing);
  const asked = computed(() => JSON.stringify([view.value.filter, view.value.lanes]));
  const isKnown = computed(() => shown.value !== undefined);
  const inView = computed(() => view.value.window);
  let loading = new AbortController();
  /** How often the server had been there when that was begun. */
  let since = 0;
  /** The position up to which readings were wanted last, which may be about to be shown. */
  let wanted = 0;
  /** What there is to show where all readings are too many. */
  let tooMany: MarksInView | undefined;
  /** The range that is loaded where all are too many. */
  let loaded: TimeWindow | undefined;

  function begin(): AbortSignal {
    loading.abort();
    loading = new AbortController();
    since = again.peek();
    return loading.signal;
  }

  const question = (range: TimeWindow | undefined) => {
    const { filter, lanes } = view.peek();
    return { filter, lanes, range, knownAt: Math.max(shown.peek() ?? 0, wanted) };
  };

  async function load(): Promise<void> {
    const ending = begin();
    tooMany = undefined;
    await read(undefined, ending);
    if (ending.aborted || marks.peek().kind !== 'too-many') return;
    tooMany = marks.peek();
    await loadWindow(ending);
  }

  /** Reads a range, or all, and shows it as it comes. */
  async function read(range: TimeWindow | undefined, ending: AbortSignal): Promise<void> {
    marks.value = { ...marks.peek(), kind: 'loading', isWhole: false, fault: undefined };
    loaded = undefined;
    try {
      for await (const { marks: some, inAll, isOver, isDone } of readReadings(
        client,
        question(range),
        ending,
      )) {
        if (ending.aborted) return;
        const kind = isOver ? 'too-many' : isDone ? 'marks' : 'loading';
        // Within a range that holds too many, a narrower one may not.
        if (isDone) loaded = range;
        marks.value = { kind, marks: some, inAll, isWhole: kind === 'marks' && range === undefined };
      }
    } catch (error) {
      if (!ending.aborted) marks.value = { ...marks.peek(), kind: 'failed', fault: sentenceOf(error) };
    }
  }

  /** Reads the window and as much on each side of it, or where that is too many, the window alone. */
  async function loadWindow(ending: AbortSignal): Promise<void> {
    const { window } = view.peek();
    if (window === undefined) return;
    for (const beside of [window.to - window.from, 0]) {
      await read({ from: window.from - beside, to: window.to + beside }, ending);
      if (ending.aborted || marks.peek().kind !== 'too-many') return;
    }
  }

  effect(() => {
    if (asked.value !== '' && isKnown.value) void untracked(load);
  });
  effect(() => {
    const isBack = again.value !== since && since > 0;
    const { kind } = marks.peek();
    if (kind === 'failed' || (kind === 'loading' && isBack)) void untracked(load);
  });
  effect(() => {
    const window = inView.value;
    if (tooMany === undefined || isWithin(window, loaded)) return;
    const ending = untracked(begin);
    if (window === undefined) marks.value = tooMany;
    else void wait(settleMs, ending).then(async () => (ending.aborted ? undefined : loadWindow(ending)));
  });

  return {
    marks,
    async prepare(position, ending) {
      // What is on its way is of the position that is shown: what comes is put to it.
      await until(() => marks.value.kind !== 'loading', ending);
      ending.throwIfAborted();
      const before = marks.peek();
      let told: MarksInView | undefined = before.kind === 'too-many' ? before : undefined;
      if (before.kind === 'marks') {
        const later = { ...question(loaded), knownAt: position, after: shown.peek() ?? 0 };
        for await (const { marks: all, isDone } of readReadings(client, later, ending, before.marks))
          if (isDone && all.count <= readingsMax) told = { ...before, marks: all, inAll: all.count };
      }
      return () => {
        wanted = Math.max(wanted, position);
        // Meanwhile something else was asked for, or it is too much at once, or in all: then all is read anew.
        if (told === undefined || marks.peek() !== before) void load();
        else marks.value = told;
      };
    },
  };
}
