import type { ReadonlySignal } from '@preact/signals';
import { computed } from '@preact/signals';

import type { Client, FactOut } from '../../client/index.ts';
import type { Asked, View } from '../model.ts';
import { texts } from '../texts.ts';
import { createAsking } from './asking.ts';
import type { CutMoment } from './cut.ts';
import { sentenceOf } from './fault.ts';
import type { World } from './world.ts';

/** What the selected fact is asked with. */
export interface SelectedFactOptions {
  readonly world: Pick<World, 'frame'> & { readonly client: Pick<Client, 'fact'> };
  readonly view: ReadonlySignal<View>;
  /** The moment; undefined until the log is known. */
  readonly at: ReadonlySignal<CutMoment | undefined>;
  /** The last position that is on the screen. */
  readonly shown: ReadonlySignal<number | undefined>;
  /** The last instant at which some fact came to stand otherwise. */
  readonly edge: ReadonlySignal<number>;
  readonly isMoving: ReadonlySignal<boolean>;
  readonly again: ReadonlySignal<number>;
}

/** Returns the fact that is selected as it reads at the moment, asked for only where it may read or stand otherwise. */
export function createSelectedFact(options: SelectedFactOptions): ReadonlySignal<Asked<FactOut>> {
  const { world, view, at, shown, edge, isMoving, again } = options;
  const selected = computed(() => view.value.selected);
  const recordedAt = createRecorded(world.client);
  return createAsking<CutMoment & { readonly id: string }, FactOut>({
    question() {
      if (selected.value === undefined || at.value === undefined) return undefined;
      const { asOf, position } = at.value;
      return { id: selected.value, asOf, position, key: `${selected.value} ${edge.value} ${position}` };
    },
    async ask({ id, asOf, position }, signal) {
      const head = shown.peek() ?? position;
      // What was recorded later would be asked for in vain.
      if (position < head && position < (await recordedAt(id, head, signal)))
        throw new Error(texts.en.moment.notKnownYet);
      return world.client.fact(id, { asOf, knownAt: position, signal });
    },
    faultOf: sentenceOf,
    frame: world.frame,
    isMoving: () => isMoving.peek(),
    again,
    returns: again,
  });
}

/** Returns what tells the position of an event; each is asked for once, as known at the head, where it is found whenever it was recorded. */
function createRecorded(
  client: Pick<Client, 'fact'>,
): (id: string, head: number, signal: AbortSignal) => Promise<number> {
  let last: { readonly id: string; readonly position: number } | undefined;
  return async (id, head, signal) => {
    if (last?.id !== id) {
      const fact = await client.fact(id, { knownAt: head, signal });
      const made = fact.readings.find(({ by }) => by === id);
      last = { id, position: made?.recordedFrom ?? fact.position };
    }
    return last.position;
  };
}
