import type { PageModel, View } from '../model.ts';

/** A range of occurred time, in milliseconds of the Unix epoch. */
export interface TimeWindow {
  readonly from: number;
  readonly to: number;
}

/** How much room is left beside the first and the last event, as a share of what lies between; and the least, in milliseconds. */
const room = { share: 0.03, leastMs: 60_000 };

/** Returns the occurred times that are shown: those that the address names, or all there are with some room beside them. */
export function shownWindow(view: View, extent: TimeWindow | undefined): TimeWindow | undefined {
  if (view.window !== undefined || extent === undefined) return view.window;
  const beside = Math.max((extent.to - extent.from) * room.share, room.leastMs);
  return { from: Math.floor(extent.from - beside), to: Math.ceil(extent.to + beside) };
}

/** Tells whether a window lies within a range; one that is not known lies nowhere, and holds nothing. */
export function isWithin(window: TimeWindow | undefined, range: TimeWindow | undefined): boolean {
  if (window === undefined || range === undefined) return false;
  return window.from >= range.from && window.to <= range.to;
}

/** How much is shown on both sides of now while there is nothing, in milliseconds. */
const besideNowMs = 43_200_000;

/** Returns what the scrubber covers: what the timeline shows; half a day on both sides of now while there is nothing. */
export function scrubberWindow({
  view,
  extent,
  now,
}: Pick<PageModel, 'view' | 'extent' | 'now'>): TimeWindow {
  const shown = shownWindow(view.value, extent.value);
  return shown ?? { from: now.value - besideNowMs, to: now.value + besideNowMs };
}
