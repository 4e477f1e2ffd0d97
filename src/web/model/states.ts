import type { ReadonlySignal } from '@preact/signals';

import type { MomentOut } from '../../client/index.ts';
import type { Asked, View } from '../model.ts';
import { createAsking } from './asking.ts';
import { sentenceOf } from './fault.ts';
import type { World } from './world.ts';

/** A state and the moment it is of. */
export interface StateThere {
  readonly moment: MomentOut;
  readonly state: unknown;
  /** The ids of the facts that are in it although they may not have happened yet. */
  readonly uncertain: ReadonlySet<string>;
}

interface Question {
  readonly asOf: number;
  readonly position: number;
  readonly certainty: View['certainty'];
}

/** What states are asked with. */
export interface StatesOptions {
  readonly world: Pick<World, 'client' | 'frame'>;
  readonly view: ReadonlySignal<View>;
  /** The moment to ask for, with nothing left open; undefined until the log is known. */
  readonly asked: ReadonlySignal<{ readonly asOf: number; readonly position: number } | undefined>;
  readonly isMoving: ReadonlySignal<boolean>;
  readonly again: ReadonlySignal<number>;
}

/** Returns what gives the state of a projection as of the moment: the same signal for the same name and key. */
export function createStates({ world, view, asked, isMoving, again }: StatesOptions) {
  const known = new Map<string, ReadonlySignal<Asked<StateThere>>>();
  return (projection: string, key?: string): ReadonlySignal<Asked<StateThere>> => {
    const name = JSON.stringify([projection, key]);
    const before = known.get(name);
    if (before !== undefined) return before;
    const made = createAsking<Question, StateThere>({
      question() {
        const { certainty } = view.value;
        if (asked.value === undefined) return undefined;
        const { asOf, position } = asked.value;
        return { asOf, position, certainty, key: `${asOf} ${position} ${certainty}` };
      },
      async ask({ asOf, position, certainty }, ending) {
        const asking = { asOf, knownAt: position, certainty, key, signal: ending };
        const { moment, state, uncertain } = await world.client.state(projection, asking);
        return { moment, state, uncertain: new Set(uncertain.map(({ id }) => id)) };
      },
      faultOf: sentenceOf,
      frame: world.frame,
      isMoving: () => isMoving.peek(),
      again,
      returns: again,
    });
    known.set(name, made);
    return made;
  };
}
