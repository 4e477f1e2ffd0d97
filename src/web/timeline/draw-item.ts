import { compactCount } from './compact.ts';
import { standing } from './cut.ts';
import { drawReading } from './draw-reading.ts';
import { leftOf, nextLeft, rightOf, xOf } from './frame.ts';
import { ink } from './inks.ts';
import type { LaneLayout } from './laid-lane.ts';
import { endBeginning, sizeOf } from './rows.ts';
import type { Scene } from './scene.ts';
import { sizes } from './sizes.ts';
import type { Surface } from './surface.ts';
import type { Tally } from './tally.ts';

/** Draws an item of a lane, with the middle of its row at a height. */
export function drawItem(
  scene: Scene,
  surface: Surface,
  layout: LaneLayout,
  tally: Tally,
  item: number,
  middle: number,
): void {
  if (sizeOf(layout, item) > 1) return drawCluster(scene, surface, layout, tally, item, middle);
  const { entries, frame } = scene;
  const reading = entries.reading[layout.members[layout.memberStart[item] ?? 0] ?? 0] ?? 0;
  const stands = tally.best[item] ?? 0;
  if (stands === standing.older && entries.marks.fact[reading] !== scene.selectedFact) return undefined;
  const x = xOf(frame, layout.from[item] ?? 0);
  const limit = nextLeft(frame, layout, item) - sizes.gap;
  return drawReading(
    scene,
    surface,
    reading,
    stands,
    x,
    middle,
    beforeCluster(scene, layout, tally, item, limit),
  );
}

/** How tall a title stands, in CSS pixels. */
const titleTall = 12;

/** Returns where what is written after an item has to end, so that it runs over no cluster that stands up into its row: there, or at `limit`. */
export function beforeCluster(
  { frame }: Pick<Scene, 'frame'>,
  layout: LaneLayout,
  { best, shown }: Tally,
  item: number,
  limit: number,
): number {
  const own = layout.row[item] ?? 0;
  const last = layout.rowStart.length - 2;
  if (!layout.hasClusters || own === last) return limit;
  const edge = Math.min(limit, frame.width);
  // From the bottom of the cluster's row up to the bottom of what is written.
  const free = (last - own + 0.5) * sizes.row - titleTall / 2;
  for (
    let next = endBeginning(layout, last, layout.from[item] ?? 0);
    next < (layout.rowStart[last + 1] ?? 0);
    next += 1
  ) {
    const left = leftOf(frame, layout, next);
    if (left >= edge) break;
    const isSeen = sizeOf(layout, next) > 1 && (best[next] ?? 0) > standing.older;
    if (isSeen && clusterHeight(layout, next, shown[next] ?? 0) > free) return left - sizes.gap;
  }
  return limit;
}

/** How tall a cluster stands: a row, and of the free ones above it more the more it counts, by powers of ten; all of them from 4,096 on. */
export function clusterHeight(layout: LaneLayout, item: number, shown: number): number {
  const more = ((layout.headroom[item] ?? 0) * Math.log2(shown)) / 12;
  return sizes.row - 2 + Math.round(Math.min(more, layout.headroom[item] ?? 0) * sizes.row);
}

function drawCluster(
  { frame }: Scene,
  surface: Surface,
  layout: LaneLayout,
  { best, shown, hasUnknown }: Tally,
  item: number,
  middle: number,
): void {
  const stands = best[item] ?? 0;
  const count = shown[item] ?? 0;
  if (stands === standing.older) return;
  const left = leftOf(frame, layout, item);
  const width = rightOf(frame, layout, item) - left;
  const tall = clusterHeight(layout, item, count);
  const top = middle + sizes.row / 2 - 1 - tall;
  if (stands >= standing.may) {
    surface.box(ink.soft, left, top, width, tall);
    surface.across(ink.mark, left, top, width, stands === standing.may);
    surface.across(ink.mark, left, top + 1, width, stands === standing.may);
    if (hasUnknown[item] === 1) surface.outline(ink.notKnown, left, top, width, tall, true);
  } else {
    const isDotted = stands === standing.notKnown;
    const colour = isDotted ? ink.notKnown : ink.notYet;
    surface.across(colour, left, top, width, isDotted);
    surface.down(colour, left, top, tall, 1, false);
  }
  surface.count(compactCount(count), left + width / 2, middle + 1);
}
