import { isEqualJson } from '../domain/equal-json.ts';
import { inOneGo, isOfThisGo } from '../domain/in-one-go.ts';
import { valueAt } from '../domain/json-pointer.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import { evolved } from './evolving.ts';

/** A fact that set a value, with the value before and after it. */
export interface Step {
  readonly fact: FactRead;
  readonly before: unknown;
  readonly value: unknown;
}

/** A state, and the value that stands at a path in it. */
export interface Stepped {
  readonly state: unknown;
  readonly value: unknown;
}

/** How the steps of a value are looked for. */
export interface SteppingOptions {
  readonly path: readonly string[];
  /** The key that the state is of, where it is of one. */
  readonly key: string | undefined;
  /** Hears of every step; the values in it stay as they are. */
  readonly onStep: (step: Step) => void;
}

/**
 * Folds facts that come after a state in history order, and finds those that set the value at a path; throws `projection-faulted`.
 *
 * Many facts are folded in one go. A go ends where something that it made, and may still change in place, stands in a value that is kept.
 */
export function foldSteps(
  projection: Projection,
  start: Stepped,
  facts: readonly FactRead[],
  { path, key, onStep }: SteppingOptions,
): Stepped {
  let { state, value } = start;
  let next = 0;
  const go = (): void => {
    for (let fact = facts[next]; fact !== undefined; fact = facts[next]) {
      next += 1;
      state = evolved(projection, state, fact, key);
      const after = valueAt(state, path);
      // One that is equal is not kept in its place: it may have been made by this go.
      if (isEqualJson(after, value)) continue;
      onStep({ fact, before: value, value: after });
      value = after;
      if (holdsWhatThisGoMade(after)) return;
    }
  };
  while (next < facts.length) inOneGo(go);
  return { state, value };
}

/** What is frozen is not looked into: nothing of it is changed any more. */
function holdsWhatThisGoMade(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return false;
  return isOfThisGo(value) || Object.values(value).some(holdsWhatThisGoMade);
}
