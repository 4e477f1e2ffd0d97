import { setImmediate } from 'node:timers/promises';

import { maxInstantMs, minInstantMs } from '../domain/instant.ts';
import type { EventLog, OccurredRange } from '../store/port.ts';
import type { Tally } from './tally.ts';
import { cut, factsKnown, moved, sums, thinned } from './tally.ts';

/** Counts of facts along the occurred axis, at any position. */
export interface Tallies {
  /** Counts the facts known at a position that occurred from each bound on and before the next; bounds are milliseconds of the Unix epoch and ascend. */
  count(position: number, bounds: readonly number[]): Promise<readonly number[]>;
}

/** How much is remembered, and when it is worth more than counting anew. */
export interface TallyLimits {
  /** Tallies that are kept, each at its position. */
  readonly keptMax: number;
  /** A new tally has a cell for so many facts, but not too many cells. */
  readonly factsACell: number;
  readonly newCellsMax: number;
  /** Cells from which on they are joined again. */
  readonly cellsMax: number;
  /** Events by which a tally is moved in any case. */
  readonly shiftsAlways: number;
  /** Events that are read in one go, before others get their turn. */
  readonly shiftsAtATime: number;
  /** Facts that are counted in one go. */
  readonly factsAtATime: number;
}

/** The limits that a timeline has: some hundred kilobytes a tally, and some milliseconds in one go, whatever the log's length. */
export const usualLimits: TallyLimits = {
  keptMax: 4,
  factsACell: 512,
  newCellsMax: 1024,
  cellsMax: 8192,
  shiftsAlways: 500,
  shiftsAtATime: 2000,
  factsAtATime: 20_000,
};

/** To look for a range costs as much as to count so many facts in it, and to move a tally by one event as much as to count so many. */
const factsARange = 40;
const factsAShift = 6;

/**
 * Counts facts for whoever drags along an axis: each question costs little more than what is new in it.
 *
 * A tally remembers what was counted at a position, cell by cell. A question cuts cells at its own bounds, so only the cut ones are counted
 * again, and only the narrower side of each cut. At another position a tally is moved there by the events between, unless it is cheaper
 * to begin a new one.
 */
export function createTallies(store: EventLog, limits: TallyLimits = usualLimits): Tallies {
  const { keptMax, factsACell, newCellsMax, cellsMax, shiftsAlways, shiftsAtATime, factsAtATime } = limits;
  let kept: readonly Tally[] = [];
  const inTurn = oneAtATime();

  const begin = (position: number, events: number): Tally => {
    const cells = Math.min(Math.floor(events / factsACell), newCellsMax);
    const starts = new Set([minInstantMs, ...store.sampleOccurred(position, cells)]);
    return {
      position,
      events,
      starts: [...starts].toSorted((a, b) => a - b),
      counts: Array.from(starts, () => Number.NaN),
    };
  };
  const move = async (tally: Tally, position: number, events: number): Promise<Tally> => {
    const isForward = position > tally.position;
    const [start, through] = isForward ? [tally.position, position] : [position, tally.position];
    const counts = [...tally.counts];
    for (let after = start; after < through;) {
      const shifts = store.shifts({ after, through, limit: shiftsAtATime });
      moved(tally.starts, counts, shifts, isForward);
      after = shifts.length < shiftsAtATime ? through : (shifts.at(-1)?.position ?? through);
      if (after < through) await setImmediate();
    }
    return { ...tally, position, events, counts };
  };
  const countRanges = async ({ position, events }: Tally, ranges: readonly OccurredRange[]) => {
    const atATime = Math.max(1, Math.floor(factsAtATime / (events / newCellsMax + factsARange)));
    const counts: number[] = [];
    while (counts.length < ranges.length) {
      if (counts.length > 0) await setImmediate();
      const some = ranges.slice(counts.length, counts.length + atATime);
      counts.push(...store.countOccurred(position, some));
    }
    return counts;
  };

  return {
    count: async (position, bounds) =>
      inTurn(async () => {
        const [events = 0] = store.recordedBy([maxInstantMs], position);
        const away = (tally: Tally) => Math.abs(tally.events - events);
        const nearest = kept.toSorted((a, b) => away(a) - away(b))[0];
        const isNear =
          nearest !== undefined && away(nearest) <= shiftsAlways + factsKnown(nearest, bounds) / factsAShift;
        const source = isNear ? nearest : undefined;
        const there = source === undefined ? begin(position, events) : await move(source, position, events);
        const tally = await cut(thinned(there, cellsMax), bounds, async (ranges) =>
          countRanges(there, ranges),
        );
        kept = [tally, ...kept.filter((one) => one !== source)].slice(0, keptMax);
        return sums(tally, bounds);
      }),
  };
}

/** Runs work after all that was handed over before: one question often finds what it needs in the answer to another. */
function oneAtATime() {
  let last: Promise<unknown> = Promise.resolve();
  return async <Result>(work: () => Promise<Result>): Promise<Result> => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
