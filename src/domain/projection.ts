import type { z } from 'zod';

import type { FactRead } from './reading.ts';

/**
 * A view of the timeline as pure data and one pure function: `initial` and `evolve`.
 *
 * The engine hands `evolve` the facts of a moment's past in history order. State is plain JSON data and is never
 * mutated. With `key` there is one state a key, and a fact is handed to the state of each of its keys.
 */
export interface Projection<State = unknown> {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Raised when `initial` or `evolve` change what they give. */
  readonly version: number;
  readonly description: string;
  readonly initial: State;
  /** `key` is the key of the state, of a projection that has keys. */
  evolve(state: State, fact: FactRead, key?: string): State;
  key?(fact: FactRead): readonly string[];
  /** With `true`, `evolve` also sees facts that were retracted, with `reading.status` `retracted`. */
  readonly seesRetracted?: boolean;
  /** The shape of the state, for documentation and types. */
  readonly schema?: z.ZodType;
}

/** Returns the projection as given; it is there so that a module of one's own gets its types checked. */
export function defineProjection<State>(projection: Projection<State>): Projection<State> {
  return projection;
}
