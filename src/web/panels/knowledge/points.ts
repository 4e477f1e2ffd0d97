import { minInstantMs } from '../../../domain/instant.ts';
import type { Marks } from '../../model.ts';
import { isKnown } from '../../model/cut.ts';
import type { PlotScales } from './plot.ts';
import { drawnTime } from './plot.ts';

/** How a point is drawn: as known at the moment by its status, or as what is not known or has not happened yet. */
export const pointKinds = ['stated', 'corrected', 'retracted', 'reinstated', 'not-yet', 'replaced'] as const;

/** Where readings stand in a drawing. */
export interface PlottedPoints {
  readonly index: Uint32Array;
  readonly x: Float32Array;
  readonly y: Float32Array;
  /** The farthest that it may stand instead, and how high it would: where it stands for what is known closely. */
  readonly farX: Float32Array;
  readonly farY: Float32Array;
  /** Index into `pointKinds`. */
  readonly kind: Uint8Array;
}

/** Places the readings and tells how each is drawn at a moment. */
export function plotPoints(
  marks: Marks,
  drawn: Uint32Array,
  scales: PlotScales,
  at: { readonly asOf: number; readonly position: number },
): PlottedPoints {
  const x = new Float32Array(drawn.length);
  const y = new Float32Array(drawn.length);
  const farX = new Float32Array(drawn.length);
  const farY = new Float32Array(drawn.length);
  const kind = new Uint8Array(drawn.length);
  for (let point = 0; point < drawn.length; point++) {
    const index = drawn[point] ?? 0;
    const from = drawnTime(marks, index);
    x[point] = scales.x(from);
    const recordedAt = marks.recordedAt[index] ?? 0;
    y[point] = scales.y(from, recordedAt);
    const far = farthestTime(marks, index, from);
    farX[point] = scales.x(far);
    farY[point] = scales.y(far, recordedAt);
    kind[point] = kindAt(marks, index, at);
  }
  return { index: drawn, x, y, farX, farY, kind };
}

/** Returns the time farthest from the one a reading is drawn at that it may have begun at; that one where it has no known start. */
function farthestTime(marks: Marks, index: number, drawn: number): number {
  const [from = drawn, latest = drawn] = [marks.from[index], marks.fromLatest[index]];
  if ((marks.recordedAt[index] ?? 0) < from) return latest;
  return from > minInstantMs ? from : drawn;
}

const notYet = pointKinds.indexOf('not-yet');
const replaced = pointKinds.indexOf('replaced');

function kindAt(
  marks: Marks,
  index: number,
  at: { readonly asOf: number; readonly position: number },
): number {
  const isAhead = (marks.position[index] ?? 0) > at.position || (marks.from[index] ?? Infinity) > at.asOf;
  if (isAhead) return notYet;
  return isKnown(marks, index, at.position) ? (marks.status[index] ?? 0) : replaced;
}

/** Returns which point lies nearest to a place, no farther than so many pixels; undefined where none does. */
export function nearestPoint(
  { x, y }: PlottedPoints,
  left: number,
  top: number,
  reach: number,
): number | undefined {
  let nearest: number | undefined;
  let least = reach * reach;
  for (let point = 0; point < x.length; point++) {
    const across = (x[point] ?? 0) - left;
    const down = (y[point] ?? 0) - top;
    const distance = across * across + down * down;
    if (distance <= least) {
      least = distance;
      nearest = point;
    }
  }
  return nearest;
}
