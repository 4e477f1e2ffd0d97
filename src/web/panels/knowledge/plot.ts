import { minInstantMs } from '../../../domain/instant.ts';
import type { Marks } from '../../model.ts';
import type { TimeWindow } from '../../model/window.ts';
import { isInWindow } from '../../timeline/count-in-view.ts';
import type { LagRange } from './lag.ts';
import { closestBeginning, lagRange, lagScale, lagSteps } from './lag.ts';

/** What stands on the vertical axis: when it was recorded, or how long after it occurred. */
export type VerticalAxis = 'recorded' | 'lag';

/** A range of numbers, ascending. */
export interface Extent {
  readonly low: number;
  readonly high: number;
}

/** The readings that are drawn, and what they lie between. */
export interface PlotExtents {
  /** Indexes into the marks: of those that have a known beginning. */
  readonly drawn: Uint32Array;
  readonly occurred: Extent;
  readonly recorded: Extent;
  /** Lags in milliseconds; 0 lies between them. */
  readonly lag: Extent;
}

/** Returns when a reading occurred, as it is drawn: of the times at which it may have begun the one closest to when it was recorded. */
export function drawnTime({ from, fromLatest, recordedAt }: Marks, index: number): number {
  const none = Number.NaN;
  return closestBeginning(from[index] ?? none, fromLatest[index] ?? none, recordedAt[index] ?? none);
}

/** Returns how late a reading was recorded. */
export function lagOf({ from, fromLatest, recordedAt }: Marks, index: number): LagRange {
  const none = Number.NaN;
  return lagRange(from[index] ?? none, fromLatest[index] ?? none, recordedAt[index] ?? none);
}

/**
 * Finds which readings of a window of occurred times can be drawn, those that the timeline counts in view, and what they lie between; undefined
 * where none can: of those without a known beginning. Without a window they are all.
 */
export function plotExtents(marks: Marks, window?: TimeWindow): PlotExtents | undefined {
  const drawn = new Uint32Array(marks.count);
  let count = 0;
  const occurred = widest();
  const recorded = widest();
  const lag = { low: 0, high: 0 };
  for (let index = 0; index < marks.count; index++) {
    const from = drawnTime(marks, index);
    const at = marks.recordedAt[index] ?? Number.NaN;
    if (!(from > minInstantMs) || Number.isNaN(at) || !isInWindow(marks, index, window)) continue;
    drawn[count++] = index;
    include(occurred, from);
    include(recorded, at);
    include(lag, at - from);
  }
  return count === 0 ? undefined : { drawn: drawn.subarray(0, count), occurred, recorded, lag };
}

function widest(): { low: number; high: number } {
  return { low: Infinity, high: -Infinity };
}

function include(extent: { low: number; high: number }, value: number): void {
  if (value < extent.low) extent.low = value;
  if (value > extent.high) extent.high = value;
}

/** Where the drawing lies in its canvas, in CSS pixels. */
export interface PlotBox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Places readings: x by when it occurred, y upward by when it was recorded or by its lag. */
export interface PlotScales {
  readonly axis: VerticalAxis;
  readonly box: PlotBox;
  /** Times in milliseconds of the Unix epoch; with room at both ends. */
  readonly occurred: Extent;
  /** Of recorded times, or of lags as `lagScale` gives them. */
  readonly vertical: Extent;
  x(occurred: number): number;
  /** Takes both times, for a lag is made of both. */
  y(occurred: number, recorded: number): number;
}

/** How many times as long as the other a span may be for both to be told on one drawing. */
const comparable = 8;

/** Picks the vertical axis that tells more: recorded time, unless it goes on for so much longer or shorter than occurred time that all lies in a line. */
export function tellingAxis({ occurred, recorded }: PlotExtents): VerticalAxis {
  const ratio = (recorded.high - recorded.low) / Math.max(1, occurred.high - occurred.low);
  return ratio > 1 / comparable && ratio < comparable ? 'recorded' : 'lag';
}

/** Makes the scales of a drawing. */
export function plotScales(extents: PlotExtents, axis: VerticalAxis, box: PlotBox): PlotScales {
  const occurred = roomy(extents.occurred, 0.03);
  const lags = { low: lagScale(extents.lag.low), high: lagScale(Math.max(extents.lag.high, lagSteps[1].ms)) };
  const vertical = axis === 'recorded' ? roomy(extents.recorded, 0.03) : roomy(lags, 0.04);
  return {
    axis,
    box,
    occurred,
    vertical,
    x: (from) => box.left + share(from, occurred) * box.width,
    y(from, recorded) {
      const value = axis === 'recorded' ? recorded : lagScale(recorded - from);
      return box.top + (1 - share(value, vertical)) * box.height;
    },
  };
}

function share(value: number, { low, high }: Extent): number {
  return (value - low) / (high - low);
}

/** The least that an axis covers, in milliseconds: a point alone stands in the middle. */
const leastMs = 60_000;

function roomy({ low, high }: Extent, room: number): Extent {
  const span = high - low > 0 ? high - low : leastMs;
  const middle = (low + high) / 2;
  return { low: middle - span * (0.5 + room), high: middle + span * (0.5 + room) };
}
