import { clusterHeight } from './draw-item.ts';
import { leftOf, rightOf, xOf } from './frame.ts';
import { glyph } from './glyphs.ts';
import type { Ink } from './inks.ts';
import { ink } from './inks.ts';
import { rowMiddle } from './lane-places.ts';
import { sizeOf } from './rows.ts';
import type { Scene } from './scene.ts';
import { sizes } from './sizes.ts';
import type { Surface } from './surface.ts';

/** Draws what is around the selected fact, from reading to reading, and around what has the focus and the pointer. */
export function drawSelected(scene: Scene, surface: Surface): void {
  const { selectedEntries, focus, hovered } = scene;
  let before = -1;
  for (const entry of selectedEntries) {
    if (before >= 0) drawLink(scene, surface, before, entry);
    before = entry;
  }
  for (const entry of selectedEntries) drawAround(scene, surface, entry, glyph.selected, ink.selected);
  if (hovered >= 0) drawAround(scene, surface, hovered, glyph.hovered, ink.muted);
  if (focus >= 0) drawAround(scene, surface, focus, glyph.focus, ink.focus);
}

function middleOf({ frame, places }: Scene, lane: number, row: number): number {
  return frame.top + rowMiddle(places, lane, row) - frame.scroll;
}

function drawAround(scene: Scene, surface: Surface, entry: number, ring: number, colour: Ink): void {
  const { lane, item } = itemAt(scene, entry);
  const { frame } = scene;
  const layout = scene.layoutOf(lane);
  const middle = middleOf(scene, lane, layout.row[item] ?? 0);
  const left = leftOf(frame, layout, item);
  if (sizeOf(layout, item) === 1) {
    surface.glyph(ring, left + sizes.mark / 2, middle);
    return;
  }
  const tall = clusterHeight(layout, item, scene.tallyOf(lane).shown[item] ?? 1);
  const width = rightOf(frame, layout, item) - left;
  const top = middle + sizes.row / 2 - 1 - tall;
  for (const grow of [1, 2])
    surface.outline(colour, left - grow, top - grow, width + 2 * grow, tall + 2 * grow, false);
}

/** Draws a line between two readings of a fact: across, and then down or up. */
function drawLink(scene: Scene, surface: Surface, one: number, other: number): void {
  const { entries, frame } = scene;
  const x = xOf(frame, entries.from[one] ?? 0);
  const otherX = xOf(frame, entries.from[other] ?? 0);
  const y = entryMiddle(scene, one);
  const otherY = entryMiddle(scene, other);
  const left = Math.max(Math.min(x, otherX), frame.left - 40);
  surface.across(ink.selected, left, y, Math.min(Math.max(x, otherX), frame.width + 40) - left, true);
  if (otherY !== y) surface.down(ink.selected, otherX, Math.min(y, otherY), Math.abs(otherY - y), 1, false);
}

function entryMiddle(scene: Scene, entry: number): number {
  const { lane, item } = itemAt(scene, entry);
  return middleOf(scene, lane, scene.layoutOf(lane).row[item] ?? 0);
}

function itemAt(
  { entries, layoutOf }: Scene,
  entry: number,
): { readonly lane: number; readonly item: number } {
  const lane = entries.lane[entry] ?? 0;
  return { lane, item: layoutOf(lane).itemOf[entry - (entries.start[lane] ?? 0)] ?? 0 };
}
