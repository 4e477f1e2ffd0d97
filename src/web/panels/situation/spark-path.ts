import type { SeriesOut } from '../../../client/index.ts';
import { numberOf } from '../shared/json.ts';

/** A range of times, in milliseconds of the Unix epoch. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** A spark line in units of its box: x from 0 to `width`, y from 0, the top, to `height`. */
export interface SparkLine {
  /** SVG path data: steps, with a gap where the value is not known. */
  readonly path: string;
  readonly last: { readonly x: number; readonly y: number } | undefined;
}

/** How large a spark line is drawn, and how far its line stays from the edges. */
export interface SparkBox {
  readonly width: number;
  readonly height: number;
  readonly margin: number;
}

/**
 * Draws a value along time as steps, for each point holds until the next. The scale begins at 0 or below, so that the height of a step is
 * true to its size. Where the value is not known there is no line: unknown is not 0.
 */
export function sparkLineOf(series: Pick<SeriesOut, 'points'>, range: TimeRange, box: SparkBox): SparkLine {
  const points = series.points.map(({ at, value }) => ({ at: Date.parse(at), value: numberOf(value) }));
  const values = points.flatMap(({ value }) => value ?? []);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const x = (at: number) => xOf(at, range, box.width);
  const y = (value: number) => {
    const share = high === low ? 0 : (value - low) / (high - low);
    return rounded(box.height - box.margin - share * (box.height - 2 * box.margin));
  };
  let path = '';
  let last: SparkLine['last'];
  for (const [index, { at, value }] of points.entries()) {
    const end = x(points[index + 1]?.at ?? range.to);
    const begin = x(at);
    if (value === undefined) last = undefined;
    else {
      path += last === undefined ? `M${begin} ${y(value)}` : `V${y(value)}`;
      path += `H${Math.max(begin, end)}`;
      last = { x: Math.max(begin, end), y: y(value) };
    }
  }
  return { path, last };
}

/** Returns where a time stands in a box of a width, at its edges where it lies outside of the range. */
export function xOf(at: number, { from, to }: TimeRange, width: number): number {
  const share = to > from ? (at - from) / (to - from) : 1;
  return rounded(Math.min(1, Math.max(0, share)) * width);
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
