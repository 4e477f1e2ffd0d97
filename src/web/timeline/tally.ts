import { standing } from './cut.ts';
import type { Entries } from './entries.ts';
import type { LaneLayout } from './laid-lane.ts';

/** What of the items of a lane is seen as of a moment. */
export interface Tally {
  /** By item: the strongest standing among its members. */
  readonly best: Uint8Array;
  /** By item: how many members stand like that. */
  readonly shown: Uint32Array;
  /** By item: whether some of its members are not known yet. */
  readonly hasUnknown: Uint8Array;
}

/** Counts the members of items by how they stand. */
export function tallyOf(layout: LaneLayout, { reading }: Entries, stands: Uint8Array): Tally {
  const { count, memberStart, members } = layout;
  const best = new Uint8Array(count);
  const shown = new Uint32Array(count);
  const hasUnknown = new Uint8Array(count);
  for (let item = 0; item < count; item += 1)
    for (let place = memberStart[item] ?? 0; place < (memberStart[item + 1] ?? 0); place += 1) {
      const own = stands[reading[members[place] ?? 0] ?? 0] ?? 0;
      if (own === standing.notKnown) hasUnknown[item] = 1;
      if (own > (best[item] ?? 0)) {
        best[item] = own;
        shown[item] = 0;
      }
      if (own === best[item]) shown[item] = (shown[item] ?? 0) + 1;
    }
  return { best, shown, hasUnknown };
}

/** Counts the members of one item by standing: an index of the answer is a number of `standing`. */
export function countStandings(
  layout: LaneLayout,
  item: number,
  { reading }: Entries,
  stands: Uint8Array,
): readonly number[] {
  const counts = [0, 0, 0, 0, 0];
  for (let place = layout.memberStart[item] ?? 0; place < (layout.memberStart[item + 1] ?? 0); place += 1) {
    const own = stands[reading[layout.members[place] ?? 0] ?? 0] ?? 0;
    counts[own] = (counts[own] ?? 0) + 1;
  }
  return counts;
}
