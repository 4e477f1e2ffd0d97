import { TimelineError } from '../domain/errors.ts';
import { handedFor } from '../domain/handed.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';

/** Returns the state after one fact more; throws `projection-faulted`. */
export function evolved(
  projection: Projection,
  state: unknown,
  fact: FactRead,
  key: string | undefined,
): unknown {
  return guarded(projection, fact, () => {
    const handed = handedFor(projection, fact);
    return handed === undefined ? state : projection.evolve(state, handed, key);
  });
}

/** Returns whether a fact has a key; throws `projection-faulted`. */
export function hasKey(projection: Projection, fact: FactRead, key: string): boolean {
  return guarded(projection, fact, () => projection.key?.(fact).includes(key) === true);
}

/** Returns what a projection selects of a fact, undefined where that is nothing or it does not select; throws `projection-faulted`. */
export function selectedOf(projection: Projection, fact: FactRead): unknown {
  return projection.select === undefined
    ? undefined
    : guarded(projection, fact, () => handedFor(projection, fact));
}

/** Returns the keys that a projection gives a fact, each once; throws `projection-faulted`. */
export function keysOf(projection: Projection, fact: FactRead): readonly string[] {
  return [...new Set(guarded(projection, fact, () => projection.key?.(fact) ?? []))];
}

/** Runs code of a projection on a fact; throws `projection-faulted`, with the fact named, for whatever it throws. */
function guarded<Result>(projection: Projection, fact: FactRead, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw faultOf(projection, fact, error);
  }
}

/** Returns the error `projection-faulted` for what the code of a projection threw on a fact. */
export function faultOf(projection: Projection, fact: FactRead, error: unknown): TimelineError {
  const why = error instanceof Error ? error.message : String(error);
  return new TimelineError(
    'projection-faulted',
    `Projection ${projection.name} failed on event ${fact.id} at position ${fact.position}: ${why}`,
    { projection: projection.name, eventId: fact.id, position: fact.position },
    error,
  );
}
