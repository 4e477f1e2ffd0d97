import type { ReadonlySignal, Signal } from '@preact/signals';
import { computed, effect } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import type { PastChanged, View } from '../model.ts';
import type { Looking } from './looking.ts';
import { mentioned } from './past-changes.ts';
import { until } from './until.ts';
import type { World } from './world.ts';

/** What watching the past takes. */
export interface PastWatching extends Pick<World, 'wait' | 'ending'> {
  readonly client: Pick<Client, 'changes'>;
  readonly looking: Pick<Looking, 'view' | 'moment' | 'isMoving'>;
  /** The last position that is on the screen; undefined until it is known. */
  readonly shown: ReadonlySignal<number | undefined>;
  /** The last position that the log is known to have come to; undefined until it is known. */
  readonly newest: ReadonlySignal<number | undefined>;
  readonly pastChanged: Signal<PastChanged | undefined>;
}

/**
 * How long a moment is looked at before it is worth asking what changed it, how long before it is asked again, and how long after that
 * failed, in milliseconds.
 */
const waits = { settleMs: 400, nextMs: 1000, againMs: 5000 };

/**
 * Hears what changes the past that is looked at, be it late, corrected or retracted, and tells which events taught it; of another moment the notice
 * says nothing.
 *
 * It hears of every fact, and not only of those that change a number: all are on the timeline. It asks when the log has gone on, up to where
 * that has come to, and keeps no connection: the one that tells of the log is enough.
 */
export function watchPast(options: PastWatching): void {
  const { looking, shown, pastChanged, ending } = options;
  const { view, moment, isMoving } = looking;
  const certainty = computed(() => view.value.certainty);
  const asOf = computed(() => moment.value.asOf);
  const isKnown = computed(() => shown.value !== undefined);
  effect(() => {
    const past = { asOf: asOf.value, certainty: certainty.value };
    if (isMoving.value || past.asOf === 'now' || !isKnown.value) return undefined;
    const leaving = new AbortController();
    const signal = AbortSignal.any([leaving.signal, ending]);
    void watch({ asOf: past.asOf, certainty: past.certainty }, signal, options);
    return () => leaving.abort();
  });
  // Another state of knowledge of the same past leaves the notice; what was told of now is told of the newest.
  const toldOf = computed(() => (asOf.value === 'now' ? moment.value : asOf.value));
  effect(() => {
    if (toldOf.value !== undefined) pastChanged.value = undefined;
  });
}

interface Past {
  readonly asOf: number;
  readonly certainty: View['certainty'];
}

async function watch(
  past: Past,
  signal: AbortSignal,
  { client, shown, newest, pastChanged, wait }: PastWatching,
): Promise<void> {
  let asked = 0;
  await wait(waits.settleMs, signal);
  while (!signal.aborted) {
    const after = Math.max(asked, pastChanged.peek()?.position ?? 0, shown.peek() ?? 0);
    await until(() => (newest.value ?? 0) > after, signal);
    if (signal.aborted) return;
    try {
      for await (const { event, data } of client.changes({ ...past, after, signal })) {
        if (signal.aborted) return;
        const { position } = data.moment;
        // What is on the screen by now is no news.
        if (event === 'changes' && data.changes.length > 0 && position > (shown.peek() ?? 0))
          pastChanged.value = mentioned(pastChanged.peek(), data.changes, position);
        if (event !== 'caught-up') continue;
        asked = position;
        break;
      }
      await wait(waits.nextMs, signal);
    } catch {
      // The connection to the log tells that the server is away.
      await wait(waits.againMs, signal);
    }
  }
}
