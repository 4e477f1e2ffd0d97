import type { Marks } from '../model.ts';
import type { LaneOrder } from './lane-memory.ts';
import { lateReadings, latestEnd } from './late.ts';
import { priorReadings } from './prior.ts';

/** The readings lane by lane; one that stands in several lanes is an entry in each. Within a lane they are in history order. */
export interface Entries {
  readonly marks: Marks;
  readonly order: LaneOrder;
  readonly count: number;
  /** The entries of lane `l` are `start[l] … start[l + 1] - 1`. */
  readonly start: Uint32Array;
  /** The reading of each entry, and its lane. */
  readonly reading: Uint32Array;
  readonly lane: Uint32Array;
  /** The entry before it, in the same lane, of the same fact; -1 where there is none. */
  readonly before: Int32Array;
  /** The entries of reading `i` are `entryOf[entryStart[i]] … entryOf[entryStart[i + 1] - 1]`. */
  readonly entryStart: Uint32Array;
  readonly entryOf: Uint32Array;
  /** When it began, and was over at the latest, in milliseconds of the Unix epoch; Infinity where its end is open. */
  readonly from: Float64Array;
  readonly end: Float64Array;
  /** By reading: whether its fact was reported late. */
  readonly late: Uint8Array;
  /** By reading: the one before it of the same fact; -1 where there is none. */
  readonly prior: Int32Array;
}

/** Sorts readings into lanes. */
export function entriesOf(marks: Marks, order: LaneOrder): Entries {
  const entryStart = startsOf(marks);
  const count = entryStart[marks.count] ?? 0;
  const start = laneStarts(marks, order);
  const reading = new Uint32Array(count);
  const entryOf = new Uint32Array(count);
  const lane = new Uint32Array(count);
  const from = new Float64Array(count);
  const end = new Float64Array(count);
  const next = start.slice();
  for (let index = 0; index < marks.count; index += 1)
    for (let place = entryStart[index] ?? 0; place < (entryStart[index + 1] ?? 0); place += 1) {
      const its = laneAt(marks, order, index, place - (entryStart[index] ?? 0));
      const entry = next[its] ?? 0;
      next[its] = entry + 1;
      reading[entry] = index;
      lane[entry] = its;
      entryOf[place] = entry;
      from[entry] = marks.from[index] ?? 0;
      end[entry] = marks.isOpen[index] === 1 ? Infinity : latestEnd(marks, index);
    }
  const prior = priorReadings(marks);
  const before = beforeOf({ count, reading, lane, entryStart, entryOf, prior });
  const late = lateReadings(marks, prior);
  return { marks, order, count, start, reading, lane, before, from, end, entryStart, entryOf, late, prior };
}

function laneAt(marks: Marks, order: LaneOrder, reading: number, index: number): number {
  const start = marks.laneStart[reading] ?? 0;
  if (start === marks.laneStart[reading + 1]) return order.without;
  return order.at[marks.laneOf[start + index] ?? 0] ?? 0;
}

function startsOf(marks: Marks): Uint32Array {
  const starts = new Uint32Array(marks.count + 1);
  for (let reading = 0; reading < marks.count; reading += 1) {
    const lanes = (marks.laneStart[reading + 1] ?? 0) - (marks.laneStart[reading] ?? 0);
    starts[reading + 1] = (starts[reading] ?? 0) + Math.max(1, lanes);
  }
  return starts;
}

function laneStarts(marks: Marks, order: LaneOrder): Uint32Array {
  const starts = new Uint32Array(order.lanes.length + 1);
  for (let reading = 0; reading < marks.count; reading += 1) {
    const lanes = Math.max(1, (marks.laneStart[reading + 1] ?? 0) - (marks.laneStart[reading] ?? 0));
    for (let index = 0; index < lanes; index += 1) {
      const lane = laneAt(marks, order, reading, index) + 1;
      starts[lane] = (starts[lane] ?? 0) + 1;
    }
  }
  for (let lane = 1; lane < starts.length; lane += 1)
    starts[lane] = (starts[lane] ?? 0) + (starts[lane - 1] ?? 0);
  return starts;
}

type Sorted = Pick<Entries, 'count' | 'reading' | 'lane' | 'entryStart' | 'entryOf' | 'prior'>;

function beforeOf(entries: Sorted): Int32Array {
  const { count, reading, lane, entryStart, entryOf, prior } = entries;
  const before = new Int32Array(count).fill(-1);
  for (let entry = 0; entry < count; entry += 1) {
    const earlier = prior[reading[entry] ?? 0] ?? -1;
    if (earlier < 0) continue;
    for (let place = entryStart[earlier] ?? 0; place < (entryStart[earlier + 1] ?? 0); place += 1) {
      const other = entryOf[place] ?? 0;
      if (lane[other] === lane[entry]) before[entry] = other;
    }
  }
  return before;
}
