import { isEqualJson } from '../domain/equal-json.ts';
import { frozen, whereNotPlain } from '../domain/frozen.ts';
import { handedFor } from '../domain/handed.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';

/** Hears that a fold is not as it must be, and why. */
export type Failing = (law: 'pure' | 'plain', why: string) => void;

/**
 * Folds facts into states by key, fact by fact, with nothing that may be changed, and looks at each state.
 *
 * The state of a projection without keys is under the empty text.
 */
export function foldWithCare(
  projection: Projection,
  facts: readonly FactRead[],
  fails: Failing,
): Readonly<Record<string, unknown>> {
  const { key, name } = projection;
  const states: Record<string, unknown> = {};
  if (key === undefined) states[''] = frozen(projection.initial);
  for (const fact of facts) {
    const keys = key === undefined ? [''] : keysOf(projection, fact, fails);
    for (const one of keys) {
      const before = frozen(states[one] ?? projection.initial);
      const after = guarded(fact, fails, () => {
        const handed = handedFor(projection, fact);
        if (!isEqualJson(handed, handedFor(projection, fact)))
          fails('pure', `of event ${fact.id} it selects something else when it is asked again`);
        return handed === undefined
          ? before
          : projection.evolve(before, handed, key === undefined ? undefined : one);
      });
      const pointer = whereNotPlain(after);
      if (pointer !== undefined)
        fails(
          'plain',
          `after event ${fact.id} the state is no JSON data at ${pointer || 'its whole'}, in ${name}`,
        );
      states[one] = frozen(after);
    }
  }
  return states;
}

function keysOf(projection: Projection, fact: FactRead, fails: Failing): readonly string[] {
  const ask = (): readonly string[] => guarded(fact, fails, () => projection.key?.(fact) ?? []);
  const keys = ask();
  if (!isEqualJson(keys, ask()))
    fails('pure', `event ${fact.id} has other keys when it is asked for them again`);
  return [...new Set(keys)];
}

function guarded<Result>(fact: FactRead, fails: Failing, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    // Whatever is thrown is the projection's own.
    if (error instanceof TypeError && /read only|not extensible|delete property/.test(error.message))
      fails('pure', `on event ${fact.id} it changes what it is given: ${error.message}`);
    throw error;
  }
}
