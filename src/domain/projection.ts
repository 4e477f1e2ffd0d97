import type { z } from 'zod';

import type { FactRead } from './reading.ts';

/** Which facts are meant, as they read at the moment. Values within one field are alternatives; both fields must hold. */
export interface FactFilter {
  readonly types?: readonly string[] | undefined;
  /** Tags of what a fact is about. */
  readonly about?: readonly string[] | undefined;
}

/** The facts that a value depends on, and what it is a part of. */
export interface Dependence extends FactFilter {
  /** The steps of a JSON Pointer to what comes before the value or with it: a state that has nothing there has the value neither, and no state before it had. */
  readonly since?: readonly string[] | undefined;
}

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
  /**
   * Returns what `evolve` is handed in place of a fact, plain JSON data, and undefined for a fact that changes no state. Members that are
   * undefined are dropped, as JSON does.
   *
   * It is kept apart from the log, packed, for projections without keys, so that states are folded without reading whole events. Like
   * `key` it is asked of every fact, those that were retracted among them.
   */
  select?(fact: FactRead): unknown;
  /**
   * Returns which facts the value at a path depends on, `path` being the steps of a JSON Pointer; undefined for all of them.
   *
   * From `initial` or any other state on, to fold only the facts that pass must give the same value there as to fold all of them.
   * It makes questions about one value cheap and changes no state.
   */
  dependsOn?(path: readonly string[]): Dependence | undefined;
  /** With `true`, `evolve` also sees facts that were retracted, with `reading.status` `retracted`. */
  readonly seesRetracted?: boolean;
  /** The shape of the state, for documentation and types. */
  readonly schema?: z.ZodType;
}

/** A projection whose `evolve` is handed what `select` makes of each fact, in place of the fact. */
export interface SelectingProjection<State, Selected> extends Omit<Projection<State>, 'evolve' | 'select'> {
  select(fact: FactRead): Selected | undefined;
  evolve(state: State, selected: Selected, key?: string): State;
}

/** Returns the projection as given; it is there so that a module of one's own gets its types checked. */
export function defineProjection<State>(projection: Projection<State>): Projection<State>;
/** Returns the projection as given, one that selects: the engine hands its `evolve` what it selected. */
export function defineProjection<State, Selected>(
  projection: SelectingProjection<State, Selected>,
): Projection<State>;
/** Returns the projection as given. */
export function defineProjection<State, Selected>(
  projection: Projection<State> | SelectingProjection<State, Selected>,
): Projection<State> {
  // Nobody calls `evolve` of one that selects but with what it selected: see `handedFor`.
  return projection as Projection<State>;
}
