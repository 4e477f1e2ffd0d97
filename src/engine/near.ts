import { frozen } from '../domain/frozen.ts';
import type { EventLog } from '../store/port.ts';
import type { Build, CheckpointPlace, Series } from '../store/projection-index.ts';
import { countsOf } from './counters.ts';
import type { Folded } from './fold.ts';
import type { HeldStates } from './held.ts';

/** A state to fold on from, and about how many bytes it takes. */
export type NearState = Folded & { readonly bytes: number };
/** A state that was read from a checkpoint. */
export type SavedState = NearState & CheckpointPlace;

/** Where a state is looked for. */
export interface NearQuery {
  /** It has what occurred by then at most, in milliseconds of the Unix epoch. */
  readonly throughMs: number;
  /** It has something that occurred later than this. */
  readonly afterMs?: number | undefined;
  /** It is true at this position. */
  readonly position: number;
}

/** Finds states to fold on from. */
export interface Near {
  /** Reads the last checkpoint that a query means. */
  read(series: Series, query: NearQuery): SavedState | undefined;
  /** Returns the last state that a query means, held or saved; `readAt` reads the one that is saved at a place. */
  near(
    build: Build,
    series: Series,
    query: NearQuery,
    readAt?: (place: CheckpointPlace) => SavedState | undefined,
  ): NearState | undefined;
}

/** Finds states among those held in memory and the checkpoints of a store. */
export function createNear(store: EventLog, held: HeldStates): Near {
  const { projections: index } = store;
  const counts = countsOf(store);
  const read: Near['read'] = (series, { throughMs, position }) => {
    const saved = index.find(series.id, throughMs, position);
    if (saved === undefined) return undefined;
    const { state, ...place } = saved;
    return { ...place, state: frozen<unknown>(JSON.parse(state)), bytes: state.length };
  };
  const look: Near['near'] = (build, series, query, readAt = () => read(series, query)) => {
    const { throughMs, afterMs = Number.NEGATIVE_INFINITY, position } = query;
    const found = held.find(build.id, series.name, throughMs, position);
    const inMemory = found !== undefined && found.occurredMs > afterMs ? found : undefined;
    const place = index.findPlace(series.id, throughMs, position);
    if (place === undefined || place.occurredMs <= (inMemory?.occurredMs ?? afterMs)) return inMemory;
    const saved = readAt(place);
    // A checkpoint that turns out to be damaged is gone, and an earlier one found in its place.
    const least = inMemory?.occurredMs ?? afterMs;
    return saved !== undefined && saved.occurredMs > least ? saved : inMemory;
  };
  return {
    read,
    near(...query) {
      const found = look(...query);
      if (found === undefined) counts.checkpointMisses += 1;
      else counts.checkpointHits += 1;
      return found;
    },
  };
}

/** Returns whether two places are those of one checkpoint of a series. */
export function isSamePlace(a: CheckpointPlace, b: CheckpointPlace): boolean {
  return a.occurredMs === b.occurredMs && a.recordedFrom === b.recordedFrom;
}
