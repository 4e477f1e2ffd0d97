import { drawAxis } from './draw-axis.ts';
import { drawItem } from './draw-item.ts';
import { drawNames } from './draw-names.ts';
import { drawRules } from './draw-rules.ts';
import { drawSelected } from './draw-selected.ts';
import { timeAt, xOf } from './frame.ts';
import { ink } from './inks.ts';
import { rowMiddle } from './lane-places.ts';
import { firstReaching } from './rows.ts';
import type { Scene } from './scene.ts';
import { sizes } from './sizes.ts';
import type { Surface } from './surface.ts';

/** Draws a scene: on the screen, for a picture, and for a document alike. */
export function draw(scene: Scene, surface: Surface): void {
  const { frame } = scene;
  surface.within(frame.left, frame.top, frame.width, frame.height);
  drawGround(scene, surface);
  const { top } = scene.places;
  for (let lane = 0; lane + 1 < top.length; lane += 1) {
    const above = frame.top + (top[lane] ?? 0) - frame.scroll;
    const below = frame.top + (top[lane + 1] ?? 0) - frame.scroll;
    if (below < frame.top || above > frame.height) continue;
    drawLane(scene, surface, lane);
    surface.across(ink.line, frame.left, below - 1, frame.width - frame.left, false);
  }
  drawSelected(scene, surface);
  drawRules(scene, surface);
  drawNames(scene, surface);
  drawAxis(scene, surface);
}

/** Draws what lies behind the marks: the background, darker beyond as of, and a line for each unit of the axis. */
function drawGround({ frame, asOf, axis }: Scene, surface: Surface): void {
  const tall = frame.height - frame.top;
  surface.box(ink.paper, frame.left, frame.top, frame.width - frame.left, tall);
  const beyond = Math.max(frame.left, xOf(frame, asOf.at));
  if (beyond < frame.width) surface.box(ink.beyond, beyond, frame.top, frame.width - beyond, tall);
  for (const { at } of axis.fine) surface.down(ink.grid, xOf(frame, at), frame.top, tall, 1, false);
  for (const { at } of axis.large) surface.down(ink.line, xOf(frame, at), frame.top, tall, 1, false);
}

function drawLane(scene: Scene, surface: Surface, lane: number): void {
  const { frame } = scene;
  const layout = scene.layoutOf(lane);
  const tally = scene.tallyOf(lane);
  const rows = layout.rowStart.length - 1;
  const first = timeAt(frame, frame.left - sizes.cell);
  const last = timeAt(frame, frame.width + sizes.mark);
  // Clusters stand lowest: they are drawn first, so that what overlaps them stays to be seen.
  for (let row = rows - 1; row >= 0; row -= 1) {
    const middle = frame.top + rowMiddle(scene.places, lane, row) - frame.scroll;
    const end = layout.rowStart[row + 1] ?? 0;
    for (let item = firstReaching(layout, row, first); item < end; item += 1) {
      if ((layout.from[item] ?? 0) > last) break;
      if ((layout.to[item] ?? 0) >= first) drawItem(scene, surface, layout, tally, item, middle);
    }
  }
}
