import { standing } from './cut.ts';
import { leftOf, rightOf } from './frame.ts';
import type { LaneLayout } from './laid-lane.ts';
import { rowMiddle } from './lane-places.ts';
import { sizeOf } from './rows.ts';
import type { Scene } from './scene.ts';

/** Returns the first entry of an item: the reading itself, or the first of a cluster. */
export function firstEntry({ members, memberStart }: LaneLayout, item: number): number {
  return members[memberStart[item] ?? 0] ?? 0;
}

/** Tells whether an item is drawn: older readings are, only where their fact is selected. */
export function isSeen(scene: Scene, lane: number, layout: LaneLayout, item: number): boolean {
  if ((scene.tallyOf(lane).best[item] ?? 0) > standing.older) return true;
  if (sizeOf(layout, item) > 1) return false;
  const reading = scene.entries.reading[firstEntry(layout, item)] ?? 0;
  return scene.entries.marks.fact[reading] === scene.selectedFact;
}

/** An item of a lane. */
export interface ItemPlace {
  readonly lane: number;
  readonly layout: LaneLayout;
  readonly item: number;
}

/** Returns the item that an entry is in. */
export function placeOfEntry(scene: Scene, entry: number): ItemPlace {
  const lane = scene.entries.lane[entry] ?? 0;
  const layout = scene.layoutOf(lane);
  return { lane, layout, item: layout.itemOf[entry - (scene.entries.start[lane] ?? 0)] ?? 0 };
}

/** Tells whether something of the item that an entry is in lies in the window and in what the lanes are scrolled to. */
export function isInSight(scene: Scene, entry: number): boolean {
  const { frame, places } = scene;
  const { lane, layout, item } = placeOfEntry(scene, entry);
  const middle = frame.top + rowMiddle(places, lane, layout.row[item] ?? 0) - frame.scroll;
  const isAcross = rightOf(frame, layout, item) >= frame.left && leftOf(frame, layout, item) <= frame.width;
  return isAcross && middle >= frame.top && middle <= frame.height;
}
