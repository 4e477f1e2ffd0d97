import { setImmediate } from 'node:timers/promises';

import { valueAt } from '../domain/json-pointer.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog, HistoryPlace } from '../store/port.ts';
import { countsOf } from './counters.ts';
import type { Depending } from './depending.ts';
import { foldFacts, startOf } from './fold.ts';
import type { Starts } from './states.ts';

/** What values are walked along with. */
export interface WalkOptions {
  readonly store: EventLog;
  readonly projection: Projection;
  readonly path: readonly string[];
  readonly key: string | undefined;
  readonly starts: Starts;
  readonly depending: Depending;
}

/** Gives the value at a path as of one moment after another. */
export interface Walk {
  /** Returns the value as of a moment; undefined when there is none. Throws `projection-faulted`. */
  valueAt(moment: ResolvedMoment): Promise<unknown>;
}

/** A state with all that the value depends on up to a place. */
interface Reached {
  readonly state: unknown;
  readonly place: HistoryPlace;
}

/** Where more facts than this lie ahead, a state that was saved on the way is gone on from. */
const factsAtATime = 256;
/** States on the way that are kept for the next moment. */
const keptMax = 16;
/** Events between two positions that are gone over to see how much of the way stays as it was. */
const touchesMax = 2000;

/** Begins a walk. It is cheap where the past of each moment only goes on from that of the moment before. */
export function createWalk({ store, projection, path, key, starts, depending }: WalkOptions): Walk {
  let before: ResolvedMoment | undefined;
  let way: readonly Reached[] = [];
  let isLong = false;

  const keep = (state: unknown, place: HistoryPlace): void => {
    way = [...way.slice(1 - keptMax), { state, place }];
  };
  /** Saved states are looked for at once where the way from the beginning was found to be long. */
  const jump = (moment: ResolvedMoment, after: number | undefined): boolean => {
    const saved = starts.before(moment, moment.asOf, after);
    if (saved !== undefined) keep(saved.state, { from: saved.occurredMs, position: Number.MAX_SAFE_INTEGER });
    return saved !== undefined;
  };

  return {
    async valueAt(moment) {
      const trueThrough = before === undefined ? undefined : unchangedThrough(store, before, moment);
      way = way.filter(({ place }) => trueThrough !== undefined && place.from <= trueThrough);
      before = moment;
      if (way.length === 0 && isLong) jump(moment, undefined);
      for (;;) {
        const { state: start, place } = way.at(-1) ?? { state: projection.initial, place: undefined };
        const facts = await depending.read({ moment, after: place }).take(factsAtATime);
        const last = facts.at(-1);
        if (last === undefined) return valueAt(start, path);
        const isAll = facts.length < factsAtATime;
        isLong ||= !isAll;
        if (!isAll && jump(moment, last.when.from)) continue;
        countsOf(store).foldedEvents += facts.length;
        const { state } = foldFacts(projection, { ...startOf(projection), state: start }, facts, key);
        keep(state, { from: last.when.from, position: last.position });
        if (isAll) return valueAt(state, path);
        await setImmediate();
      }
    },
  };
}

/**
 * Returns up to which occurred time the history as of a later moment is that of an earlier one; undefined when that is not known.
 *
 * With `certain`, facts may enter before the end of a history.
 */
function unchangedThrough(
  store: EventLog,
  earlier: ResolvedMoment,
  later: ResolvedMoment,
): number | undefined {
  const events = later.position - earlier.position;
  if (later.certainty !== 'possible' || events < 0 || events > touchesMax) return undefined;
  const touches = store.touches({ after: earlier.position, through: later.position, limit: touchesMax });
  return touches.reduce(
    (through, { touchedMs }) => Math.min(through, touchedMs - 1),
    Math.min(earlier.asOf, later.asOf),
  );
}
