import type { Marks } from '../model.ts';
import type { Arrangement } from './arrangement.ts';
import { arrange, levelOf } from './arrangement.ts';
import type { Cut } from './cut.ts';
import { standingsAt } from './cut.ts';
import { entriesOf } from './entries.ts';
import type { Entries } from './entries.ts';
import type { Frame } from './frame.ts';
import { msPerPx } from './frame.ts';
import type { LaneLayout } from './laid-lane.ts';
import { orderLanes } from './lane-memory.ts';
import type { KnownLane } from './lane-memory.ts';
import { placeLanes, rowsMax } from './lane-places.ts';
import { beginPacking, depthOf } from './packing.ts';
import { sizes } from './sizes.ts';
import type { Tally } from './tally.ts';
import { tallyOf } from './tally.ts';

/** What of the marks is worked out, and kept for as long as it holds. */
export interface Stage {
  readonly entries: Entries;
  readonly arrangement: Arrangement;
  /** By reading: how it stands as of the moment. */
  readonly stands: Uint8Array;
  /** What the lanes were said to be of. */
  readonly memory: string;
  /** Takes other marks; `memory` names what their lanes are of, so that lanes of other kinds begin anew. */
  setMarks(marks: Marks, memory: string): void;
  setCut(cut: Cut): void;
  /** Takes the height of all lanes, and what a name within each takes. */
  setRoom(height: number, nameTall: number): void;
  layoutOf(lane: number, frame: Frame): LaneLayout;
  tallyOf(layout: LaneLayout): Tally;
  /** Begins a frame: this many milliseconds may go to working out lanes; those that are left are shown as at another zoom level. */
  beginFrame(budgetMs: number): void;
  /** Whether a lane was shown as at another zoom level since the frame began. */
  readonly isBehind: boolean;
}

/** Makes a stage; `clock` tells milliseconds, for the budget of a frame. */
export function createStage(marks: Marks, memory: string, clock: () => number): Stage {
  let known: readonly KnownLane[] = [];
  let remembered = memory;
  let [height, nameTall, deadline] = [0, 0, Infinity];
  let cut: Cut = { asOf: Infinity, position: Number.MAX_SAFE_INTEGER, certainty: 'possible' };
  let order = orderLanes(known, marks);
  let entries = entriesOf(marks, order);
  measureDepths();
  let arrangement = arrange(entries, placeLanes(order.lanes, height, nameTall));
  let stands = new Uint8Array(marks.count);
  let tallies = new WeakMap<LaneLayout, Tally>();
  let isBehind = false;
  const cutAgain = (): void => {
    if (stands.length !== entries.marks.count) stands = new Uint8Array(entries.marks.count);
    standingsAt(entries.marks, cut, stands);
    tallies = new WeakMap();
  };
  function measureDepths(): void {
    const span = (newest(entries) - (entries.marks.from[0] ?? 0)) / wholePx;
    const most = order.lanes.map((lane) => rowsMax(lane.most));
    const packing = beginPacking(entries.count, Math.max(1, ...most));
    for (const [lane, own] of order.lanes.entries())
      own.depth = Math.max(own.depth, depthOf(entries, lane, most[lane] ?? 1, Math.max(1, span), packing));
  }
  const arrangeAgain = (): void => {
    arrangement = arrange(entries, placeLanes(order.lanes, height, nameTall));
  };
  return {
    get entries() {
      return entries;
    },
    get arrangement() {
      return arrangement;
    },
    get stands() {
      return stands;
    },
    get memory() {
      return remembered;
    },
    get isBehind() {
      return isBehind;
    },
    setMarks(newMarks, newMemory) {
      if (newMemory !== remembered) known = [];
      remembered = newMemory;
      order = orderLanes(known, newMarks);
      known = order.lanes;
      entries = entriesOf(newMarks, order);
      measureDepths();
      arrangeAgain();
      cutAgain();
    },
    setCut(newCut) {
      cut = newCut;
      cutAgain();
    },
    setRoom(newHeight, newNameTall) {
      if (newHeight === height && newNameTall === nameTall) return;
      [height, nameTall] = [newHeight, newNameTall];
      arrangeAgain();
    },
    layoutOf(lane, frame) {
      const level = levelOf(msPerPx(frame));
      if (!arrangement.has(lane, level) && clock() > deadline) {
        const other = arrangement.nearest(lane, level);
        if (other !== undefined) {
          isBehind = true;
          return other;
        }
      }
      return arrangement.layoutOf(lane, level);
    },
    tallyOf(layout) {
      const there = tallies.get(layout);
      if (there !== undefined) return there;
      const tally = tallyOf(layout, entries, stands);
      tallies.set(layout, tally);
      return tally;
    },
    beginFrame(budgetMs) {
      deadline = clock() + budgetMs;
      isBehind = false;
    },
  };
}

/** How wide all of time is taken to be, in CSS pixels, where lanes are asked how deep they are. */
const wholePx = 900;

function newest({ marks }: Entries): number {
  return marks.from[marks.count - 1] ?? 0;
}

/** What a name within a lane takes, where names do not stand beside the lanes. */
export function nameTallOf(width: number): number {
  return width >= sizes.namesFrom ? 0 : 14;
}

/** How tall the axis is, with the names of the rules. */
export function axisTall(width: number): number {
  return sizes.axis + sizes.ruleName * (width >= sizes.namesFrom ? 1 : 2);
}
