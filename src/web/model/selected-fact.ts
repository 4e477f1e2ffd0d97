import type { ReadonlySignal } from '@preact/signals';
import { computed } from '@preact/signals';

import type { FactOut } from '../../client/index.ts';
import type { Asked, View } from '../model.ts';
import { createAsking } from './asking.ts';
import type { CutMoment } from './cut.ts';
import { sentenceOf } from './fault.ts';
import type { World } from './world.ts';

/** What the selected fact is asked with. */
export interface SelectedFactOptions {
  readonly world: Pick<World, 'client' | 'frame'>;
  readonly view: ReadonlySignal<View>;
  /** The moment; undefined until the log is known. */
  readonly at: ReadonlySignal<CutMoment | undefined>;
  /** The last instant at which some fact came to stand otherwise. */
  readonly edge: ReadonlySignal<number>;
  readonly isMoving: ReadonlySignal<boolean>;
  readonly again: ReadonlySignal<unknown>;
}

/** Returns the fact that is selected as it reads at the moment, asked for only where it may read or stand otherwise. */
export function createSelectedFact(options: SelectedFactOptions): ReadonlySignal<Asked<FactOut>> {
  const { world, view, at, edge, isMoving, again } = options;
  const selected = computed(() => view.value.selected);
  return createAsking<CutMoment & { readonly id: string }, FactOut>({
    question() {
      if (selected.value === undefined || at.value === undefined) return undefined;
      const { asOf, position } = at.value;
      return { id: selected.value, asOf, position, key: `${selected.value} ${edge.value} ${position}` };
    },
    ask: async ({ id, asOf, position }, signal) => world.client.fact(id, { asOf, knownAt: position, signal }),
    faultOf: sentenceOf,
    frame: world.frame,
    isMoving: () => isMoving.peek(),
    again,
  });
}
