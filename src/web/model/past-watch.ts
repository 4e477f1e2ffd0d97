import type { ReadonlySignal, Signal } from '@preact/signals';
import { computed, effect } from '@preact/signals';

import type { Client, FactChange } from '../../client/index.ts';
import type { PastChanged, View } from '../model.ts';
import type { Looking } from './looking.ts';
import { mentioned } from './past-changes.ts';
import type { World } from './world.ts';

/** What watching the past takes. */
export interface PastWatching extends Pick<World, 'wait' | 'ending'> {
  readonly client: Pick<Client, 'updates' | 'changes'>;
  readonly looking: Pick<Looking, 'view' | 'moment' | 'isMoving'>;
  /** The last position that is on the screen; undefined until it is known. */
  readonly shown: ReadonlySignal<number | undefined>;
  /** The projection that is on the screen; undefined where there is none of a single state. */
  readonly projection: ReadonlySignal<string | undefined>;
  readonly pastChanged: Signal<PastChanged | undefined>;
}

/** How long a moment is looked at before it is worth a subscription, and how long before one that failed is tried again, in milliseconds. */
const waits = { settleMs: 400, againMs: 5000 };

/** Hears what changes the past that is looked at, and tells which events taught it; of another moment the notice says nothing. */
export function watchPast(options: PastWatching): void {
  const { looking, shown, projection, pastChanged, ending } = options;
  const { view, moment, isMoving } = looking;
  const certainty = computed(() => view.value.certainty);
  const asOf = computed(() => moment.value.asOf);
  const isKnown = computed(() => shown.value !== undefined);
  effect(() => {
    const name = projection.value;
    const past = { asOf: asOf.value, certainty: certainty.value };
    if (isMoving.value || past.asOf === 'now' || !isKnown.value) return undefined;
    const leaving = new AbortController();
    const signal = AbortSignal.any([leaving.signal, ending]);
    void watch({ asOf: past.asOf, certainty: past.certainty }, name, signal, options);
    return () => leaving.abort();
  });
  effect(() => {
    if (moment.value !== undefined) pastChanged.value = undefined;
  });
}

interface Past {
  readonly asOf: number;
  readonly certainty: View['certainty'];
}

async function watch(
  past: Past,
  name: string | undefined,
  signal: AbortSignal,
  { client, shown, pastChanged, wait }: PastWatching,
): Promise<void> {
  const after = (): number => Math.max(pastChanged.peek()?.position ?? 0, shown.peek() ?? 0);
  await wait(waits.settleMs, signal);
  while (!signal.aborted) {
    try {
      const asked = { ...past, after: after(), signal };
      for await (const { causes, position } of name === undefined
        ? changesOf(client, asked)
        : updatesOf(client, name, asked)) {
        if (signal.aborted) return;
        // What is on the screen by now is no news.
        if (causes.length > 0 && position > after())
          pastChanged.value = mentioned(pastChanged.peek(), causes, position);
      }
    } catch {
      // The connection to the log tells that the server is away.
    }
    await wait(waits.againMs, signal);
  }
}

interface Asked extends Past {
  readonly after: number;
  readonly signal: AbortSignal;
}

interface Told {
  readonly causes: readonly FactChange[];
  readonly position: number;
}

async function* updatesOf(
  client: PastWatching['client'],
  name: string,
  asked: Asked,
): AsyncGenerator<Told, void, undefined> {
  for await (const { event, data } of client.updates(name, asked))
    if (event === 'patch') yield { causes: data.causes, position: data.moment.position };
}

async function* changesOf(
  client: PastWatching['client'],
  asked: Asked,
): AsyncGenerator<Told, void, undefined> {
  for await (const { event, data } of client.changes(asked))
    if (event === 'changes') yield { causes: data.changes, position: data.moment.position };
}
