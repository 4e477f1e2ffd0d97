import { assert } from '../domain/assert.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog, HistoryPlace, HistoryQuery, ReadingOfHistory } from '../store/port.ts';
import type { Build } from '../store/projection-index.ts';
import { evolved, faultOf, hasKey } from './evolving.ts';

/** Some facts of a history, in its order, as a projection is folded over them. */
export interface FoldPage {
  readonly places: readonly HistoryPlace[];
  /** Returns the state after the fact at an index, from the one before it; throws `projection-faulted`. */
  evolved(state: unknown, index: number, key: string | undefined): unknown;
  /** Returns about how long the data of its facts are as JSON text, which is what the first of them has; 0 where there is none. */
  bytes(): number;
}

/** A page that was read of a history. */
export interface PageRead {
  readonly page: FoldPage;
  /** Where the last fact stands that was read, whether it is in the page or not; undefined where there was none. */
  readonly last: HistoryPlace | undefined;
  /** Whether the history ends there. */
  readonly isLast: boolean;
}

/** What a page is read for. */
export interface PageOf {
  readonly projection: Projection;
  /** The build that has followed the log up to the position asked for. */
  readonly build: Build | undefined;
  /** Only facts that have this key, where the store cannot tell which these are. */
  readonly key?: string | undefined;
}

/** Returns a page over facts. */
export function pageOf(projection: Projection, facts: readonly FactRead[]): FoldPage {
  return {
    places: facts.map(placeOf),
    evolved(state, index, key) {
      const fact = facts[index];
      assert(fact !== undefined, 'a page is folded up to its end');
      return evolved(projection, state, fact, key);
    },
    bytes: () => bytesOf(facts[0]),
  };
}

/** Reads a page of a history: what the build selected of it, without reading the facts, or else the facts. */
export function readPage(
  store: EventLog,
  { projection, build, key }: PageOf,
  query: Omit<HistoryQuery, 'text'>,
): PageRead {
  const selected = selectedPage(store, projection, build, query);
  if (selected !== undefined) {
    const { places } = selected;
    return { page: selected, last: places.at(-1), isLast: places.length < query.limit };
  }
  const facts = store.history(query);
  const own = key === undefined ? facts : facts.filter((fact) => hasKey(projection, fact, key));
  const last = facts.at(-1);
  return {
    page: pageOf(projection, own),
    last: last === undefined ? undefined : placeOf(last),
    isLast: facts.length < query.limit,
  };
}

/** Returns whether a build keeps what its projection selects. Readings of one key lie far apart in the log, so that to unpack all around them would cost more than to read them. */
export function keepsSelection({ select, key }: Projection): boolean {
  return select !== undefined && key === undefined;
}

function placeOf({ when, position }: FactRead): HistoryPlace {
  return { from: when.from, position };
}

function selectedPage(
  store: EventLog,
  projection: Projection,
  build: Build | undefined,
  query: Omit<HistoryQuery, 'text'>,
): FoldPage | undefined {
  if (build === undefined || !keepsSelection(projection)) return undefined;
  const places = store.historyPlaces(query);
  const selected = store.projections.selected(
    build.id,
    places.map(({ recordedFrom }) => recordedFrom),
  );
  if (selected === undefined) return undefined;
  return {
    places,
    evolved(state, index, key) {
      const handed = selected[index];
      if (handed === undefined) return state;
      try {
        // It is what `handedFor` gave for this fact.
        return projection.evolve(state, handed as FactRead, key);
      } catch (error) {
        throw faultOf(projection, factAt(store, places[index]), error);
      }
    },
    bytes: () => (places.length === 0 ? 0 : bytesOf(factAt(store, places[0]))),
  };
}

function bytesOf(fact: FactRead | undefined): number {
  return fact === undefined ? 0 : JSON.stringify(fact.data).length;
}

function factAt(store: EventLog, place: ReadingOfHistory | undefined): FactRead {
  const position = place?.recordedFrom ?? 0;
  const [made] = store.readingsMade({ after: position - 1, through: position, limit: 1 });
  assert(made !== undefined, 'a reading that stands in a history was made');
  return made.fact;
}
