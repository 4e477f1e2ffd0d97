import { setImmediate } from 'node:timers/promises';

import { TimelineError } from '../domain/errors.ts';
import { inOneGo } from '../domain/in-one-go.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog, HistoryFilter, HistoryQuery } from '../store/port.ts';
import { countsOf } from './counters.ts';

/** Facts that are read from the store at a time; between two reads others get their turn. */
const factsAtATime = 1000;
/** Facts between two states that are handed out on the way. */
const factsBetweenStates = 128;

/** A state on the way through a history: everything that occurred up to `occurredMs` is in it. */
export interface Folded {
  /** Milliseconds of the Unix epoch; -Infinity before everything. */
  readonly occurredMs: number;
  readonly state: unknown;
  readonly facts: number;
}

/** Returns the state that a projection starts from. */
export function startOf(projection: Projection): Folded {
  return { occurredMs: Number.NEGATIVE_INFINITY, state: projection.initial, facts: 0 };
}

/** Reads the history as of a moment, oldest first. It stays the same while appends go on. */
export async function* readHistory(
  store: EventLog,
  moment: ResolvedMoment,
  filter: HistoryFilter & Partial<Pick<HistoryQuery, 'withRetracted' | 'order' | 'after' | 'series'>> = {},
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

/** How a history is folded on. */
export interface FoldOptions {
  readonly moment: ResolvedMoment;
  readonly start: Folded;
  /** The key that the state is of, where it is of one. */
  readonly key: string | undefined;
  /** The series that holds the readings of the key; without one every fact is asked for its keys. */
  readonly series?: number | undefined;
  /** Hears of some of the states on the way, each between two facts that did not occur at the same instant; it may keep them. */
  readonly onWay?: (folded: Folded) => void;
}

/** Folds a projection over what the history as of a moment holds after `start`. */
export async function foldOn(store: EventLog, projection: Projection, options: FoldOptions): Promise<Folded> {
  const { moment, start, key, series, onWay } = options;
  const filter = {
    series,
    withRetracted: projection.seesRetracted ?? false,
    ...(start.facts === 0 ? {} : { after: { from: start.occurredMs, position: Number.MAX_SAFE_INTEGER } }),
  };
  const isAll = key === undefined || series !== undefined;
  let folded = start;
  for await (const page of readHistory(store, moment, filter)) {
    const facts = isAll ? page : page.filter((fact) => hasKey(projection, fact, key));
    for (let from = 0; from < facts.length;) {
      const first = facts[from];
      if (onWay !== undefined && first !== undefined && folded.facts > start.facts)
        if (first.when.from > folded.occurredMs) onWay(folded);
      const some = onWay === undefined ? facts : facts.slice(from, from + factsBetweenStates);
      folded = foldFacts(projection, folded, some, key);
      countsOf(store).foldedEvents += some.length;
      from += some.length;
    }
    const last = page.at(-1);
    if (last !== undefined) folded = { ...folded, occurredMs: last.when.from };
  }
  return folded;
}

/**
 * Folds facts that come after a state in history order; throws `projection-faulted`.
 *
 * `onFact` hears of the state after each fact; it must not keep it, for the next fact may change what is new in it.
 */
export function foldFacts(
  projection: Projection,
  start: Folded,
  facts: readonly FactRead[],
  key: string | undefined,
  onFact?: (state: unknown, index: number) => void,
): Folded {
  const last = facts.at(-1);
  if (last === undefined) return start;
  const state = inOneGo(() => {
    let now = start.state;
    for (const [index, fact] of facts.entries()) {
      now = evolved(projection, now, fact, key);
      onFact?.(now, index);
    }
    return now;
  });
  return { occurredMs: last.when.from, state, facts: start.facts + facts.length };
}

/** Returns the state after one fact more; throws `projection-faulted`. */
export function evolved(
  projection: Projection,
  state: unknown,
  fact: FactRead,
  key: string | undefined,
): unknown {
  try {
    return projection.evolve(state, fact, key);
  } catch (error) {
    throw faultOf(projection, fact, error);
  }
}

function hasKey(projection: Projection, fact: FactRead, key: string): boolean {
  return guarded(projection, fact, () => projection.key?.(fact).includes(key) === true);
}

/** Returns the keys that a projection gives a fact, each once; throws `projection-faulted`. */
export function keysOf(projection: Projection, fact: FactRead): readonly string[] {
  return [...new Set(guarded(projection, fact, () => projection.key?.(fact) ?? []))];
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
      for (const key of keysOf(projection, fact)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/** Runs code of a projection on a fact; throws `projection-faulted`, with the fact named, for whatever it throws. */
function guarded<Result>(projection: Projection, fact: FactRead, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw faultOf(projection, fact, error);
  }
}

function faultOf(projection: Projection, fact: FactRead, error: unknown): TimelineError {
  const why = error instanceof Error ? error.message : String(error);
  return new TimelineError(
    'projection-faulted',
    `Projection ${projection.name} failed on event ${fact.id} at position ${fact.position}: ${why}`,
    { projection: projection.name, eventId: fact.id, position: fact.position },
    error,
  );
}
