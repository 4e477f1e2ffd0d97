import type { ReadonlySignal, Signal } from '@preact/signals';
import { batch, computed, effect, signal } from '@preact/signals';

import { readCommitsAfter } from './commits.ts';
import type { Commits } from './linking.ts';
import type { Head } from './log-following.ts';
import type { World } from './world.ts';

/** What puts on the screen what the log has come to. */
export interface Showing {
  /** Whether what there is could not be read: it is tried again after a while. */
  readonly isStuck: ReadonlySignal<boolean>;
  /** Shows what was recorded since; rejects where that cannot be read. */
  showNewest(): Promise<void>;
}

/** What showing the log takes. */
export interface ShowingOptions {
  readonly world: Pick<World, 'client' | 'wait' | 'ending'>;
  readonly shown: Signal<Head | undefined>;
  readonly newest: ReadonlySignal<Head | undefined>;
  readonly unseen: Signal<number>;
  readonly isPaused: ReadonlySignal<boolean>;
  readonly connection: ReadonlySignal<'catching-up' | 'live' | 'reconnecting' | 'offline'>;
  /** Makes what was recorded up to a position ready; returns what puts it on the screen. */
  readonly prepare: (position: number, signal: AbortSignal) => Promise<() => void>;
  /** Takes the commits that were recorded since. */
  readonly onShown: (later: Commits) => void;
}

/** The first wait after what could not be read, and the longest, in milliseconds. */
const waitMs = { first: 1000, most: 10_000 };

/** Shows what is recorded as it comes, unless the past is looked at. */
export function createShowing(options: ShowingOptions): Showing {
  const { world, shown, newest, unseen, isPaused, connection, prepare, onShown } = options;
  const { client, wait, ending } = world;
  const failures = signal(0);
  const isResting = signal(false);
  const isLost = computed(() => connection.value === 'reconnecting' || connection.value === 'offline');
  let leaving = new AbortController();

  async function show(): Promise<void> {
    const [from, to] = [shown.peek(), newest.peek()];
    if (from === undefined || to === undefined || to.position <= from.position) return;
    const counted = unseen.peek();
    const until = AbortSignal.any([ending, leaving.signal]);
    const [later, put] = await Promise.all([
      readCommitsAfter(client, from.position, to.position, until),
      prepare(to.position, until),
    ]);
    batch(() => {
      shown.value = to;
      onShown(later);
      put();
      unseen.value -= counted;
      failures.value = 0;
    });
  }

  let showing = Promise.resolve();
  /** One after the other: each begins where the one before has come to. */
  const showNewest = async (): Promise<void> => {
    showing = showing.catch(() => undefined).then(show);
    return showing;
  };

  async function rest(): Promise<void> {
    // What a lost connection ended is shown when it is back.
    if (isLost.peek() || isResting.peek()) return;
    const ms = Math.min(waitMs.first * 2 ** failures.peek(), waitMs.most);
    batch(() => {
      failures.value += 1;
      isResting.value = true;
    });
    await wait(ms, ending);
    if (!ending.aborted) isResting.value = false;
  }

  effect(() => {
    if (!isLost.value) return;
    // It may hang for ever.
    leaving.abort();
    leaving = new AbortController();
  });
  effect(() => {
    const isBehind = (newest.value?.position ?? 0) > (shown.value?.position ?? 0);
    if (isBehind && !isPaused.value && connection.value === 'live' && !isResting.value)
      void showNewest().catch(rest);
  });
  return { isStuck: computed(() => failures.value > 0), showNewest };
}
