import { TimelineError } from '../domain/errors.ts';
import { maxInstantMs } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Dependence, FactFilter, Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog, HistoryPlace, HistoryQuery } from '../store/port.ts';
import { keysOf } from './evolving.ts';
import type { FactReader } from './fact-reader.ts';
import { mergedReader, sourceOf } from './fact-reader.ts';

/** The facts that one value of a state depends on. */
export interface Depending {
  /** What the projection says of them; undefined when it may be all. */
  readonly filter: FactFilter | undefined;
  /** The path of what a state has that has the value, or had it before; undefined when that cannot be told. */
  readonly since: readonly string[] | undefined;
  /** Whether a fact is one of them, as it reads here; throws `projection-faulted`. */
  passes(fact: FactRead): boolean;
  /** Reads a part of a history, from one end to the other. */
  read(range: ReadRange): FactReader;
}

/** A part of the history as of a moment, in the order in which it is read. */
export interface ReadRange extends Pick<HistoryQuery, 'from' | 'to'> {
  readonly moment: ResolvedMoment;
  /** `oldest-first` when left out. */
  readonly order?: HistoryQuery['order'];
  /** Only what comes after this place in the order. */
  readonly after?: HistoryPlace | undefined;
}

/** The value that facts are looked for. */
export interface DependingOn {
  /** The steps of a JSON Pointer; undefined for everything that the state is folded from. */
  readonly path: readonly string[] | undefined;
  readonly key: string | undefined;
  /** The series that holds the readings of the key; without one every fact is asked for its keys. */
  readonly series: number | undefined;
}

/** Tells which facts a value of a projection depends on, and reads them; throws `projection-faulted`. */
export function dependingOn(
  store: EventLog,
  projection: Projection,
  { path, key, series }: DependingOn,
): Depending {
  const filter = path === undefined ? undefined : filterOf(projection, path);
  const filters =
    series === undefined
      ? walkedApart(filter)
      : isNone(filter)
        ? []
        : [{ types: filter?.types, about: filter?.about }];
  const hasKey = (fact: FactRead) => key === undefined || keysOf(projection, fact).includes(key);
  const isOfKey = series === undefined ? hasKey : () => true;
  return {
    filter,
    since: filter?.since,
    passes: (fact) => isPassed(filter, fact) && hasKey(fact),
    read({ moment: { position, asOf, certainty }, order = 'oldest-first', after, from, to }) {
      const common = { position, asOf, certainty, order, from, to, series };
      const withRetracted = projection.seesRetracted ?? false;
      const sources = filters.map((one) => sourceOf(store, { ...common, ...one, withRetracted }, after));
      return mergedReader(sources, order, isOfKey);
    },
  };
}

/** Reads all facts of some types that are known by a moment, retracted ones too, whenever they occurred. */
export function readOfTypes(
  store: EventLog,
  { position }: ResolvedMoment,
  types: readonly string[],
): FactReader {
  const query = { position, asOf: maxInstantMs, certainty: 'possible', order: 'oldest-first' } as const;
  const sources = walkedApart({ types }).map((one) =>
    sourceOf(store, { ...query, ...one, withRetracted: true }, undefined),
  );
  return mergedReader(sources, 'oldest-first', () => true);
}

function filterOf(projection: Projection, path: readonly string[]): Dependence | undefined {
  try {
    return projection.dependsOn?.(path);
  } catch (error) {
    const { name } = projection;
    const why = error instanceof Error ? error.message : String(error);
    throw new TimelineError(
      'projection-faulted',
      `Projection ${name} failed to say what a value depends on: ${why}`,
      { projection: name },
      error,
    );
  }
}

function isNone(filter: FactFilter | undefined): boolean {
  return filter?.types?.length === 0 || filter?.about?.length === 0;
}

/**
 * Returns filters that together pass the same facts and each have an index to walk along: a store has one for each type and for each
 * tag, and none for several of them at once.
 */
function walkedApart(filter: FactFilter | undefined): readonly FactFilter[] {
  if (isNone(filter)) return [];
  const { types, about } = filter ?? {};
  if (types === undefined && about === undefined) return [{}];
  if (about?.length === 1) return [{ about, types }];
  if (types === undefined) return [...new Set(about)].map((tag) => ({ about: [tag] }));
  return [...new Set(types)].map((type) => ({ about, types: [type] }));
}

function isPassed({ types, about }: FactFilter = {}, fact: FactRead): boolean {
  const tags = fact.data['about'];
  return (
    (types === undefined || types.includes(fact.type)) &&
    (about === undefined || (Array.isArray(tags) && tags.some((tag) => about.includes(tag))))
  );
}
