import { TimelineError } from '../domain/errors.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Depending } from './depending.ts';

/** Where a series ends. */
export interface SeriesEnd {
  readonly moment: ResolvedMoment;
  /** Milliseconds of the Unix epoch, on the axis of the series. */
  readonly to: number;
}

/** A place of an axis at which a series is looked at. */
export interface SeriesPlace {
  /** Milliseconds of the Unix epoch, on the axis of the series. */
  readonly at: number;
  readonly moment: ResolvedMoment;
}

/** Where a series begins, and at which places it is looked at. */
export interface SeriesPlan {
  readonly from: number;
  /** Whether the value changes at no other places. */
  readonly isExact: boolean;
  /** In the order of the axis, the first at `from`. */
  readonly places: readonly SeriesPlace[];
}

/** What a series is planned with. */
export interface SeriesPlanOptions {
  readonly store: EventLog;
  readonly projection: Projection;
  /** The position from which the key is known, 0 for a state without one. */
  readonly knownFrom: number;
  readonly end: SeriesEnd;
  /** Milliseconds of the Unix epoch; the first there is when left out. */
  readonly from: number | undefined;
  readonly pointsMax: number;
  /** The facts that the value depends on. */
  readonly depending: Depending;
  /** The facts that the whole state depends on. */
  readonly whole: Depending;
}

/** Lists times at even distances, both ends among them, each once. */
export function evenTimes(from: number, to: number, count: number): readonly number[] {
  const times = Array.from({ length: count }, (_, index) =>
    Math.round(from + (to - from) * (index / (count - 1))),
  );
  return [...new Set(times)];
}

/** Throws `invalid-query` for a range that ends before it begins. */
export function checkRange(from: number, to: number): void {
  if (from > to) throw new TimelineError('invalid-query', 'from is later than to', { parameter: 'from' });
}
