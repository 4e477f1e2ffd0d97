import type { Entries } from './entries.ts';
import type { LaneLayout } from './laid-lane.ts';
import { layOutLane } from './lane-layout.ts';
import type { LanePlaces } from './lane-places.ts';
import { beginPacking } from './packing.ts';

/** How many zoom levels there are from one scale to its double. */
const levelsAnOctave = 2;

/** How many zoom levels are kept. */
const keptMax = 8;

/** Returns the zoom level that holds at a scale: worked out for it, or for a little less room. */
export function levelOf(msPerPx: number): number {
  return Math.ceil(Math.log2(msPerPx) * levelsAnOctave - 1e-9);
}

/** Returns the scale that a zoom level is worked out for. */
export function scaleOf(level: number): number {
  return 2 ** (level / levelsAnOctave);
}

/** Rows and clusters of the lanes at several zoom levels: each worked out once, when it is first asked for. */
export interface Arrangement {
  readonly entries: Entries;
  readonly places: LanePlaces;
  /** Returns a lane at a zoom level. */
  layoutOf(lane: number, level: number): LaneLayout;
  /** Returns a lane at a zoom level where it is worked out, or else at the nearest one that is. */
  nearest(lane: number, level: number): LaneLayout | undefined;
  has(lane: number, level: number): boolean;
}

/** Begins an arrangement; nothing is worked out yet. */
export function arrange(entries: Entries, places: LanePlaces): Arrangement {
  const levels = new Map<number, (LaneLayout | undefined)[]>();
  const packing = beginPacking(fullest(entries), Math.max(1, ...places.rows));
  const levelAt = (level: number): (LaneLayout | undefined)[] => {
    const lanes = levels.get(level) ?? [];
    levels.delete(level);
    levels.set(level, lanes);
    const oldest = levels.keys().next().value;
    if (levels.size > keptMax && oldest !== undefined) levels.delete(oldest);
    return lanes;
  };
  return {
    entries,
    places,
    layoutOf(lane, level) {
      const lanes = levelAt(level);
      const known = lanes[lane];
      if (known !== undefined) return known;
      const layout = layOutLane(entries, lane, places.rows[lane] ?? 1, scaleOf(level), packing);
      lanes[lane] = layout;
      return layout;
    },
    nearest(lane, level) {
      const there = [...levels.keys()].filter((one) => levels.get(one)?.[lane] !== undefined);
      const best = there.toSorted((one, other) => Math.abs(one - level) - Math.abs(other - level))[0];
      return best === undefined ? undefined : levels.get(best)?.[lane];
    },
    has: (lane, level) => levels.get(level)?.[lane] !== undefined,
  };
}

function fullest({ start }: Entries): number {
  let most = 0;
  for (let lane = 1; lane < start.length; lane += 1)
    most = Math.max(most, (start[lane] ?? 0) - (start[lane - 1] ?? 0));
  return most;
}
