import { frozen, whereNotPlain } from '../domain/frozen.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Build, Checkpoint, Series } from '../store/projection-index.ts';
import { countsOf } from './counters.ts';
import { readPage } from './fold-page.ts';
import type { FoldPage } from './fold-page.ts';
import { foldPage, startOf } from './fold.ts';
import type { Folded } from './fold.ts';

/** How far apart checkpoints are laid. */
export interface Spacing {
  /** Fewest facts between two checkpoints of a series. */
  readonly facts: number;
  /** Fewest bytes of folded data for one byte of state as JSON text. */
  readonly bytesPerByte: number;
}

/** What is laid at a time. */
export interface LayOptions {
  /** Up to where the past is settled, in milliseconds of the Unix epoch. */
  readonly throughMs: number;
  /** About how many facts are folded at most. */
  readonly facts: number;
}

/** How far a series was laid. */
export interface Laid {
  /** How many facts were folded. */
  readonly facts: number;
  /** Whether there is more to lay at once. */
  readonly isMore: boolean;
  /** The state that was folded last, with everything up to its occurred time. */
  readonly tip: Pick<Folded, 'occurredMs' | 'facts'>;
}

/** Lays checkpoints where the past is settled. */
export interface Laying {
  /** Takes the checkpoints of a series on. Throws `projection-faulted`. */
  lay(projection: Projection, build: Build, series: Series, options: LayOptions): Laid;
  /** Says that histories of a series from an occurred time on have changed. */
  touch(build: number, series: string, touchedMs: number): void;
}

/** The last checkpoint of a series and what was folded after it. */
interface Tip {
  readonly folded: Folded;
  readonly since: Since;
}

/** What came after a checkpoint. */
interface Since {
  /** Where the checkpoint is, and the first position from which it is true. */
  readonly placedMs: number;
  readonly recordedFrom: number;
  readonly facts: number;
  readonly bytes: number;
  /** The bytes that must come for the next checkpoint. */
  readonly bytesNeeded: number;
}

const fromNothing: Since = {
  placedMs: Number.NEGATIVE_INFINITY,
  recordedFrom: 0,
  facts: 0,
  bytes: 0,
  bytesNeeded: 0,
};

/** Series whose state is kept in memory from one time to the next. */
const tipsMax = 300;

/** Lays the checkpoints of a store's builds. */
export function createLaying(store: EventLog, spacing: Spacing): Laying {
  const { projections } = store;
  const tips = new Map<string, Tip>();

  const tipOf = (projection: Projection, build: Build, series: Series, throughMs: number): Tip => {
    const held = tips.get(nameOf(build.id, series.name));
    if (held !== undefined) return held;
    const found = projections.find(series.id, throughMs, build.position);
    if (found === undefined) return { folded: startOf(projection), since: fromNothing };
    const { occurredMs, recordedFrom, facts } = found;
    const state = frozen<unknown>(JSON.parse(found.state));
    const bytesNeeded = found.state.length * spacing.bytesPerByte;
    return {
      folded: { occurredMs, state, facts },
      since: { ...fromNothing, placedMs: occurredMs, recordedFrom, bytesNeeded },
    };
  };
  const keepTip = (build: number, series: string, { folded, since }: Tip): void => {
    const oldest = tips.keys().next();
    if (tips.size >= tipsMax && oldest.done !== true) tips.delete(oldest.value);
    tips.delete(nameOf(build, series));
    tips.set(nameOf(build, series), { folded: { ...folded, state: frozen(folded.state) }, since });
  };

  return {
    lay(projection, build, series, { throughMs, facts: limit }) {
      const ofKey = projection.key === undefined ? undefined : series.id;
      const { folded: start, since } = tipOf(projection, build, series, throughMs);
      const query = { projection, build, ofKey, start, throughMs };
      const { page, facts, isMore } = wholeInstants(store, query, limit);
      if (facts === 0) return { facts, isMore, tip: start };
      const places = placesFrom(since, spacing, (afterMs, through) =>
        store.lastTouch({ series: ofKey, afterMs, throughMs: through, position: build.position }),
      );
      const bytes = page.bytes();
      const key = ofKey === undefined ? undefined : series.name;
      const onFact = (state: unknown, index: number): void => {
        const occurredMs = page.places[index]?.from ?? throughMs;
        // A checkpoint stands between two instants, so that it has all that occurred by its own.
        const isBetween = page.places[index + 1]?.from !== occurredMs || index + 1 === facts;
        places.pass(isBetween, bytes, { occurredMs, state, facts: start.facts + index + 1 });
      };
      const folded = foldPage(start, page, { key, to: facts, onFact });
      countsOf(store).foldedEvents += facts;
      if (places.placed.length > 0)
        projections.together(() => {
          for (const checkpoint of places.placed) projections.keep(build.id, series, checkpoint);
        });
      keepTip(build.id, series.name, { folded, since: places.since() });
      return { facts, isMore, tip: folded };
    },
    touch(build, series, touchedMs) {
      const name = nameOf(build, series);
      const tip = tips.get(name);
      if (tip !== undefined && tip.folded.occurredMs >= touchedMs) tips.delete(name);
    },
  };
}

/** Decides where checkpoints stand on the way of a fold, and takes them. */
interface Places {
  /** Passes a state on the way; one that stands between two instants may be taken. */
  pass(isBetween: boolean, bytes: number, folded: Folded): void;
  readonly placed: readonly Checkpoint[];
  since(): Since;
}

function placesFrom(
  start: Since,
  spacing: Spacing,
  lastTouch: (afterMs: number, throughMs: number) => number,
): Places {
  const placed: Checkpoint[] = [];
  let { placedMs, recordedFrom, facts, bytes, bytesNeeded } = start;

  const place = ({ occurredMs, state, facts: inState }: Folded): void => {
    const text = JSON.stringify(state);
    bytesNeeded = text.length * spacing.bytesPerByte;
    if (bytes < bytesNeeded) return;
    // A state that JSON does not keep as it is would be another one when it is read back.
    if (whereNotPlain(state) !== undefined) {
      bytesNeeded = Number.POSITIVE_INFINITY;
      return;
    }
    recordedFrom = Math.max(recordedFrom, lastTouch(placedMs, occurredMs));
    placed.push({ occurredMs, recordedFrom, facts: inState, state: text });
    [placedMs, facts, bytes] = [occurredMs, 0, 0];
  };

  return {
    placed,
    pass(isBetween, more, folded) {
      facts += 1;
      bytes += more;
      if (isBetween && facts >= spacing.facts && bytes >= bytesNeeded) place(folded);
    },
    since: () => ({ placedMs, recordedFrom, facts, bytes, bytesNeeded }),
  };
}

function nameOf(build: number, series: string): string {
  return `${build} ${series}`;
}

interface SettledQuery {
  readonly projection: Projection;
  readonly build: Build;
  readonly ofKey: number | undefined;
  readonly start: Folded;
  readonly throughMs: number;
}

/** Reads about so many facts, and says how many of them are whole instants: more are read where a single instant has more. */
function wholeInstants(
  store: EventLog,
  query: SettledQuery,
  limit: number,
): { readonly page: FoldPage; readonly facts: number; readonly isMore: boolean } {
  const page = settledPage(store, query, limit + 1);
  const { places } = page;
  const next = places[limit];
  if (next === undefined) return { page, facts: places.length, isMore: false };
  const facts = places.findLastIndex(({ from }) => from < next.from) + 1;
  return facts === 0 ? wholeInstants(store, query, limit * 4) : { page, facts, isMore: true };
}

function settledPage(
  store: EventLog,
  { projection, build, ofKey, start, throughMs }: SettledQuery,
  limit: number,
): FoldPage {
  const query = {
    asOf: throughMs,
    position: build.position,
    certainty: 'possible',
    withRetracted: projection.seesRetracted ?? false,
    order: 'oldest-first',
    series: ofKey,
    isReadAgain: true,
    ...(start.facts === 0 ? {} : { after: { from: start.occurredMs, position: Number.MAX_SAFE_INTEGER } }),
    limit,
  } as const;
  return readPage(store, { projection, build }, query).page;
}
