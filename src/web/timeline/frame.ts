import type { LaneLayout } from './laid-lane.ts';
import { sizeOf } from './rows.ts';
import { sizes } from './sizes.ts';

/** Which part of time and of the lanes a drawing shows, and where. */
export interface Frame {
  /** The whole drawing, in CSS pixels. */
  width: number;
  height: number;
  /** How wide the names of lanes stand on the left; 0 where they stand in the lanes. */
  left: number;
  /** How tall the axis at the top is. */
  top: number;
  /** The occurred times at the left and right edge of the lanes, in milliseconds of the Unix epoch. */
  from: number;
  to: number;
  /** How far the lanes are scrolled down. */
  scroll: number;
}

/** Returns how wide the names beside the lanes are in a drawing of a width; 0 where they stand within the lanes. All in CSS pixels. */
export function namesWidth(width: number): number {
  return width >= sizes.namesFrom ? sizes.names : 0;
}

/** Returns how many milliseconds of occurred time a CSS pixel stands for. */
export function msPerPx({ from, to, left, width }: Frame): number {
  return (to - from) / Math.max(1, width - left);
}

/** Returns where a time stands, in CSS pixels. */
export function xOf(frame: Frame, time: number): number {
  return frame.left + ((time - frame.from) * (frame.width - frame.left)) / (frame.to - frame.from);
}

/** Returns the time at a place. */
export function timeAt(frame: Frame, x: number): number {
  return frame.from + ((x - frame.left) * (frame.to - frame.from)) / Math.max(1, frame.width - frame.left);
}

/** Returns the left edge of an item. */
export function leftOf(frame: Frame, layout: LaneLayout, item: number): number {
  return xOf(frame, layout.from[item] ?? 0) - sizes.mark / 2;
}

/** Returns the right edge of an item: of a single reading, the end of its bar. It never reaches into the next of its row. */
export function rightOf(frame: Frame, layout: LaneLayout, item: number): number {
  const left = leftOf(frame, layout, item);
  const ended = layout.to[item] ?? 0;
  const least = sizeOf(layout, item) > 1 ? sizes.cell - sizes.mark - sizes.gap : sizes.mark;
  const open = ended === Infinity ? left + sizes.mark / 2 + sizes.openStub : xOf(frame, ended);
  const own = Math.max(left + least, open + (sizeOf(layout, item) > 1 ? sizes.mark / 2 : 0));
  return Math.max(left + sizes.mark, Math.min(own, nextLeft(frame, layout, item) - sizes.gap));
}

/** Returns the left edge of the item after it in its row; Infinity after the last. */
export function nextLeft(frame: Frame, layout: LaneLayout, item: number): number {
  const row = layout.row[item] ?? 0;
  const next = item + 1;
  return next < (layout.rowStart[row + 1] ?? 0) ? leftOf(frame, layout, next) : Infinity;
}
