import { TimelineError } from '../domain/errors.ts';
import { frozen } from '../domain/frozen.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import type { Build, ProjectionIndex, Series } from '../store/projection-index.ts';
import type { KeyCount } from './answers.ts';
import { wholeSeries } from './builds.ts';
import { keysOf } from './evolving.ts';
import { countKeys, foldOn, startOf } from './fold.ts';
import type { Folded } from './fold.ts';
import type { HeldStates } from './held.ts';
import { createNear, isSamePlace } from './near.ts';
import type { SavedState } from './near.ts';
import { uncertainBy } from './standing.ts';

/** A state as of a moment, with the number of facts in it. */
export interface StateAt {
  readonly state: unknown;
  readonly facts: number;
}

/** Works out states, from the nearest state that is known to be true at their moment. */
export interface States {
  /** Returns the state as of a moment; `uncertain` are the facts that may not have happened yet by then. Throws `projection-faulted` and `unknown-key`. */
  at(projection: Projection, asked: AskedState): Promise<StateAt>;
  /** Runs work that folds a state of its own, for moments up to the position of this one. Throws `projection-faulted`. */
  folding<Result>(
    projection: Projection,
    asked: Omit<AskedState, 'uncertain'>,
    work: (starts: Starts) => Promise<Result>,
  ): Promise<Result>;
  /** Counts the facts of the keys that are asked for as of a moment, in the order of UTF-16 code units; no others are counted. */
  keys(projection: Projection, asked: AskedKeys): Promise<readonly KeyCount[]>;
}

/** Where folds of one state may begin. */
export interface Starts {
  /** The series that holds the readings of the key; undefined without a key, and where nothing is saved. */
  readonly series: number | undefined;
  /** The position from which the key is known, 0 for a state without one; undefined when the key is not known yet. */
  readonly knownFrom: number | undefined;
  /** Returns the last state that is known to be true as of a moment and has what occurred by `throughMs` at most; undefined when there is none later than `afterMs`. */
  before(moment: ResolvedMoment, throughMs: number, afterMs?: number): Folded | undefined;
}

/** The state that is asked for. */
export interface AskedState {
  readonly moment: ResolvedMoment;
  readonly key: string | undefined;
  /** Facts that have begun perhaps, but not for certain, by the moment. */
  readonly uncertain: readonly FactRead[];
}

/** The keys that are asked for. */
export interface AskedKeys extends Omit<AskedState, 'key'> {
  /** Only keys that come after this one; all when left out. */
  readonly after?: string | undefined;
  /** Most keys; any number when left out. */
  readonly limit?: number | undefined;
}

/** What states are worked out with. */
export interface StatesOptions {
  readonly store: EventLog;
  readonly held: HeldStates;
  /** Returns the build of a projection after it has followed the log up to a position; undefined when there is none that has. */
  bring(projection: Projection, position: number): Promise<Build | undefined>;
}

/** Facts between two states that are held on the way. */
const heldEvery = 128;
const seriesAtATime = 200;

/** Works out the states of a store's projections. */
export function createStates({ store, held, bring }: StatesOptions): States {
  const index = store.projections;

  const hold = (
    build: Build,
    name: string,
    { position }: ResolvedMoment,
    folded: Folded,
    bytes: number,
  ): void => {
    const { occurredMs, facts } = folded;
    if (facts === 0) return;
    const isStillTrue = staysTrue(
      store,
      index.builds().find(({ id }) => id === build.id),
      position,
      occurredMs,
    );
    // A process that only reads is not told what is recorded later: nobody would say when a state stops being true.
    const recordedTo = isStillTrue && index.isWritable() ? Number.POSITIVE_INFINITY : position + 1;
    const state = frozen(folded.state);
    held.hold(build.id, name, { occurredMs, recordedFrom: position, recordedTo, state, facts, bytes });
  };
  const { read, near } = createNear(store, held);

  const startsIn = (
    build: Build | undefined,
    projection: Projection,
    { moment: upTo, key }: Omit<AskedState, 'uncertain'>,
  ): Starts => {
    const series = build === undefined ? undefined : index.series(build.id, key ?? wholeSeries);
    // Moments near each other begin at the same state, which is read once.
    let last: SavedState | undefined;
    const before: Starts['before'] = (moment, throughMs, afterMs) => {
      if (build === undefined || series === undefined) return undefined;
      const isOpen = moment.certainty === 'certain' && projection.seesRetracted !== true;
      const uncertain = isOpen ? uncertainBy(store, moment) : [];
      const through = Math.min(throughMs, startThrough(projection, moment, uncertain));
      const query = { throughMs: through, afterMs, position: moment.position };
      return near(build, series, query, (place) => {
        if (last === undefined || !isSamePlace(last, place)) last = read(series, query);
        return last;
      });
    };
    if (key === undefined) return { series: undefined, knownFrom: 0, before };
    const knownFrom =
      build === undefined ? keyKnownFrom(store, projection, key, upTo) : series?.firstPosition;
    const isKnown = knownFrom !== undefined && knownFrom <= upTo.position;
    return { series: series?.id, knownFrom: isKnown ? knownFrom : undefined, before };
  };

  /** When another build took the place of one meanwhile, which readings have a key may be gone. */
  const isThere = ({ id }: Build): boolean => index.builds().some((build) => build.id === id);

  return {
    async at(projection, asked) {
      const { moment, key, uncertain } = asked;
      const name = key ?? wholeSeries;
      const build = await bring(projection, moment.position);
      if (build === undefined) {
        const { state, facts } = await foldOn(store, projection, { moment, start: startOf(projection), key });
        if (key !== undefined && facts === 0)
          checkKeyIsKnown(projection, key, keyKnownFrom(store, projection, key, moment) !== undefined);
        return { state: frozen(state), facts };
      }
      const series = index.series(build.id, name);
      const isKnown = series !== undefined && series.firstPosition <= moment.position;
      if (key !== undefined) checkKeyIsKnown(projection, key, isKnown);
      if (series === undefined) return { state: frozen(projection.initial), facts: 0 };
      const throughMs = startThrough(projection, moment, uncertain);
      const start = near(build, series, { throughMs, position: moment.position }) ?? {
        ...startOf(projection),
        bytes: 0,
      };
      let heldAt = start.facts;
      const bytesAt = (facts: number) => start.bytes + 100 * (facts - heldAt);
      const onWay = (folded: Folded) => {
        if (folded.facts < heldAt + heldEvery) return;
        hold(build, name, moment, folded, bytesAt(folded.facts));
        heldAt = folded.facts;
      };
      const isExact = moment.certainty === 'possible';
      const folded = await foldOn(store, projection, {
        moment,
        start,
        key,
        build,
        ...(key === undefined ? {} : { series: series.id }),
        ...(isExact ? { onWay } : {}),
      });
      if (key !== undefined && !isThere(build)) return this.at(projection, asked);
      if (isExact && folded.facts > start.facts) hold(build, name, moment, folded, bytesAt(folded.facts));
      return { state: frozen(folded.state), facts: folded.facts };
    },
    async folding(projection, asked, work) {
      const { position } = asked.moment;
      for (;;) {
        const build = await bring(projection, position);
        const starts = startsIn(build, projection, asked);
        const result = await work(starts);
        if (starts.series === undefined || build === undefined || isThere(build)) return result;
      }
    },
    async keys(projection, { moment, uncertain, after, limit = Number.POSITIVE_INFINITY }) {
      const build = await bring(projection, moment.position);
      const isAsked = (key: string) => after === undefined || key > after;
      if (build === undefined)
        return [...(await countKeys(store, projection, moment))]
          .filter(([key]) => isAsked(key))
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .slice(0, limit)
          .map(([key, facts]) => ({ key, facts }));
      const { position, asOf } = moment;
      const throughMs = startThrough(projection, moment, uncertain);
      const asked: Series[] = [];
      for await (const some of seriesOf(index, build))
        asked.push(...some.filter(({ name, firstPosition }) => firstPosition <= position && isAsked(name)));
      // The database has them in the order of code points.
      asked.sort((a, b) => (a.name < b.name ? -1 : 1));
      const counts: KeyCount[] = [];
      for (const [at, series] of asked.entries()) {
        if (counts.length >= limit) break;
        if (at > 0 && at % seriesAtATime === 0) await new Promise((resolve) => setImmediate(resolve));
        const start = index.findPlace(series.id, throughMs, position);
        const facts =
          (start?.facts ?? 0) +
          store.countFacts({
            ...moment,
            series: series.id,
            afterMs: start?.occurredMs ?? Number.NEGATIVE_INFINITY,
            throughMs: asOf,
            withRetracted: projection.seesRetracted ?? false,
          });
        if (facts > 0) counts.push({ key: series.name, facts });
      }
      return counts;
    },
  };
}

/** Lists the series of a build, some at a time; between two lists others get their turn. */
async function* seriesOf(index: ProjectionIndex, build: Build): AsyncGenerator<readonly Series[]> {
  // A key may be the empty text, which comes before the first list.
  const first = index.series(build.id, '');
  if (first !== undefined) yield [first];
  let some = index.listSeries(build.id, '', seriesAtATime);
  while (some.length > 0) {
    yield some;
    await new Promise((resolve) => setImmediate(resolve));
    some = index.listSeries(build.id, some.at(-1)?.name ?? '', seriesAtATime);
  }
}

/**
 * The occurred time through which a saved state may be taken: a state holds what may have begun by its time.
 *
 * With `certainty` `certain` it must hold nothing that is not certain by the moment: it ends before the first fact that is not.
 */
function startThrough(
  projection: Projection,
  { certainty, asOf }: ResolvedMoment,
  uncertain: readonly FactRead[],
): number {
  if (certainty === 'possible') return asOf;
  // Retracted facts are not among the uncertain, yet such a projection sees them.
  if (projection.seesRetracted === true) return Number.NEGATIVE_INFINITY;
  return uncertain.reduce((first, { when }) => Math.min(first, when.from - 1), asOf);
}

/** Whether nothing that the build has followed since a position touches a state that was true there. */
function staysTrue(store: EventLog, build: Build | undefined, position: number, occurredMs: number): boolean {
  if (build === undefined || build.position < position) return false;
  if (build.position === position) return true;
  if (build.position - position > 1000) return false;
  return store
    .touches({ after: position, through: build.position, limit: 1000 })
    .every(({ touchedMs }) => touchedMs > occurredMs);
}

/** Throws `unknown-key` for a key that is not known. */
export function checkKeyIsKnown({ name }: Projection, key: string, isKnown: boolean): void {
  if (isKnown) return;
  throw new TimelineError('unknown-key', `Projection ${name} knows nothing of ${JSON.stringify(key)}`, {
    projection: name,
    key,
  });
}

/** Returns the first position at which a reading was made that has a key, by a moment's position: the log is looked through. */
function keyKnownFrom(
  store: EventLog,
  projection: Projection,
  key: string,
  { position }: ResolvedMoment,
): number | undefined {
  const limit = 1000;
  for (let after = 0; after < position;) {
    const made = store.readingsMade({ after, through: position, limit });
    const first = made.find(({ fact }) => keysOf(projection, fact).includes(key));
    if (first !== undefined) return first.position;
    after = made.at(-1)?.position ?? position;
  }
  return undefined;
}
