import { setImmediate } from 'node:timers/promises';

import { inOneGo } from '../domain/in-one-go.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog, HistoryFilter, HistoryQuery } from '../store/port.ts';
import type { Build } from '../store/projection-index.ts';
import { countsOf } from './counters.ts';
import { keysOf } from './evolving.ts';
import { pageOf, readPage } from './fold-page.ts';
import type { FoldPage } from './fold-page.ts';

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
  /** The build that has followed the log up to the moment's position; without one the facts themselves are read. */
  readonly build?: Build | undefined;
  /** The series that holds the readings of the key; without one every fact is asked for its keys. */
  readonly series?: number | undefined;
  /** Hears of some of the states on the way, each between two facts that did not occur at the same instant; it may keep them. */
  readonly onWay?: (folded: Folded) => void;
}

/** Folds a projection over what the history as of a moment holds after `start`. */
export async function foldOn(store: EventLog, projection: Projection, options: FoldOptions): Promise<Folded> {
  const { moment, start, key, series, build } = options;
  const { position, asOf, certainty } = moment;
  const withRetracted = projection.seesRetracted ?? false;
  const filter = { order: 'oldest-first', position, asOf, certainty, withRetracted, series } as const;
  const of = { projection, build, key: series === undefined ? key : undefined };
  let folded = start;
  let after =
    start.facts === 0 ? {} : { after: { from: start.occurredMs, position: Number.MAX_SAFE_INTEGER } };
  for (;;) {
    const { page, last, isLast } = readPage(store, of, { ...filter, ...after, limit: factsAtATime });
    if (last === undefined) return folded;
    folded = { ...foldInParts(folded, page, options), occurredMs: last.from };
    countsOf(store).foldedEvents += page.places.length;
    if (isLast) return folded;
    await setImmediate();
    after = { after: last };
  }
}

function foldInParts(start: Folded, page: FoldPage, { key, onWay, start: first }: FoldOptions): Folded {
  if (onWay === undefined) return foldPage(start, page, { key });
  let folded = start;
  for (let from = 0; from < page.places.length; from += factsBetweenStates) {
    const next = page.places[from];
    if (next !== undefined && folded.facts > first.facts && next.from > folded.occurredMs) onWay(folded);
    folded = foldPage(folded, page, { key, from, to: from + factsBetweenStates });
  }
  return folded;
}

/** Folds facts that come after a state in history order; throws `projection-faulted`. */
export function foldFacts(
  projection: Projection,
  start: Folded,
  facts: readonly FactRead[],
  key: string | undefined,
): Folded {
  return foldPage(start, pageOf(projection, facts), { key });
}

/** Which part of a page is folded. */
export interface FoldPart {
  readonly key: string | undefined;
  /** The first index, and the one after the last; all of the page when left out. */
  readonly from?: number;
  readonly to?: number;
  /** Hears of the state after each fact; it must not keep it, for the next fact may change what is new in it. */
  readonly onFact?: (state: unknown, index: number) => void;
}

/** Folds a part of a page that comes after a state in history order; throws `projection-faulted`. */
export function foldPage(start: Folded, page: FoldPage, { key, from = 0, to, onFact }: FoldPart): Folded {
  const end = Math.min(to ?? page.places.length, page.places.length);
  const last = page.places[end - 1];
  if (last === undefined || end <= from) return start;
  const state = inOneGo(() => {
    let now = start.state;
    for (let index = from; index < end; index += 1) {
      now = page.evolved(now, index, key);
      onFact?.(now, index);
    }
    return now;
  });
  return { occurredMs: last.from, state, facts: start.facts + end - from };
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
