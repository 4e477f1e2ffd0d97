import { setImmediate } from 'node:timers/promises';

import { TimelineError } from '../domain/errors.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog, HistoryFilter, HistoryQuery } from '../store/port.ts';

/** Facts that are read from the store at a time; between two reads others get their turn. */
const factsAtATime = 1000;

/** Reads the history as of a moment, oldest first. It stays the same while appends go on. */
export async function* readHistory(
  store: EventLog,
  moment: ResolvedMoment,
  filter: HistoryFilter & Partial<Pick<HistoryQuery, 'withRetracted' | 'order'>> = {},
): AsyncGenerator<readonly FactRead[]> {
  const { position, asOf, certainty } = moment;
  const query = { order: 'oldest-first' as const, ...filter, position, asOf, certainty, limit: factsAtATime };
  let facts = store.history(query);
  while (facts.length > 0) {
    yield facts;
    const last = facts.at(-1);
    if (last === undefined || facts.length < factsAtATime) return;
    await setImmediate();
    facts = store.history({ ...query, after: { from: last.when.from, position: last.position } });
  }
}

/** Folds a projection over the history as of a moment: the state of `key`, or the one state when `key` is undefined. */
export async function foldState(
  store: EventLog,
  projection: Projection,
  moment: ResolvedMoment,
  key: string | undefined,
): Promise<{ readonly state: unknown; readonly facts: number }> {
  let state = projection.initial;
  let folded = 0;
  for await (const facts of readHistory(store, moment, { withRetracted: projection.seesRetracted ?? false }))
    for (const fact of facts)
      state = guarded(projection, fact, () => {
        if (key !== undefined && projection.key?.(fact).includes(key) !== true) return state;
        folded += 1;
        return projection.evolve(state, fact, key);
      });
  return { state, facts: folded };
}

/** Counts the facts of each key of a projection in the history as of a moment. */
export async function countKeys(
  store: EventLog,
  projection: Projection,
  moment: ResolvedMoment,
): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for await (const facts of readHistory(store, moment, { withRetracted: projection.seesRetracted ?? false }))
    for (const fact of facts)
      for (const key of new Set(guarded(projection, fact, () => projection.key?.(fact) ?? [])))
        counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Runs code of a projection on a fact; throws `projection-faulted`, with the fact named, for whatever it throws. */
export function guarded<Result>(projection: Projection, fact: FactRead, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TimelineError(
      'projection-faulted',
      `Projection ${projection.name} failed on event ${fact.id} at position ${fact.position}: ${why}`,
      { projection: projection.name, eventId: fact.id, position: fact.position },
      error,
    );
  }
}
