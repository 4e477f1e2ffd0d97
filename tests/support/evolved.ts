import type { Projection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';

/** Returns the state after one fact more as the contract of a projection says it, with what it selects written and read as JSON. */
export function evolvedByHand<State>(
  projection: Projection<State>,
  state: State,
  fact: FactRead,
  key?: string,
): State {
  if (projection.select === undefined) return projection.evolve(state, fact, key);
  const selected = projection.select(fact);
  if (selected === undefined) return state;
  const handed: unknown = JSON.parse(JSON.stringify(selected));
  return projection.evolve(state, handed as FactRead, key);
}
