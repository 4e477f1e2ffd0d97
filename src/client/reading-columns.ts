import type { ReadingsOut } from '../api/wire-readings.ts';

/**
 * Readings of facts by columns: index `i` of each is the same reading. In history order: by `from`, then by fact, then by position.
 *
 * Times are milliseconds of the Unix epoch, NaN where there is none.
 */
export interface ReadingColumns {
  readonly count: number;
  /** The position of the event that made the reading: it holds from here on. */
  readonly position: Float64Array;
  /** The position from which it no longer holds; Infinity while it does. */
  readonly recordedTo: Float64Array;
  readonly recordedAt: Float64Array;
  /** The position of its fact's first event. */
  readonly fact: Float64Array;
  /** When it began: not earlier than `from`, not later than `fromLatest`. */
  readonly from: Float64Array;
  readonly fromLatest: Float64Array;
  /** When it ended, where that is known. */
  readonly to: Float64Array;
  readonly toLatest: Float64Array;
  /** 1 for an interval that has no known end. */
  readonly isOpen: Uint8Array;
  /** 0 stated, 1 corrected, 2 retracted, 3 reinstated. */
  readonly status: Uint8Array;
  /** 0 none, 1 uncertain, 2 approximate, 3 both. */
  readonly qualifier: Uint8Array;
  /** Index into `types`, and into `streams`. */
  readonly type: Uint16Array;
  readonly stream: Uint32Array;
  readonly types: readonly string[];
  readonly streams: readonly string[];
  readonly lanes: readonly string[];
  /** The lanes of reading `i` are `laneOf[laneStart[i]]` up to `laneOf[laneStart[i + 1] - 1]`, indexes into `lanes`. */
  readonly laneStart: Uint32Array;
  readonly laneOf: Uint32Array;
  /** The ids of the first events of their facts, and their titles: where they were asked for. */
  readonly ids?: readonly string[] | undefined;
  readonly titles?: readonly string[] | undefined;
}

/** Reads the columns of an answer: what was sent as differences is what it was between again. */
export function columnsOf({ types, streams, lanes, readings }: ReadingsOut): ReadingColumns {
  const count = readings.position.length;
  const position = summed(readings.position);
  const from = summed(readings.from);
  const to = added(from, readings.to, Number.NaN);
  return {
    count,
    position,
    recordedTo: added(position, readings.recordedTo, Number.POSITIVE_INFINITY),
    recordedAt: summed(readings.recordedAt),
    fact: position.map((own, index) => own - (readings.fact[index] ?? 0)),
    from,
    fromLatest: added(from, readings.fromLatest, Number.NaN),
    to,
    toLatest: added(to, readings.toLatest, Number.NaN),
    isOpen: Uint8Array.from(readings.isOpen),
    status: Uint8Array.from(readings.status),
    qualifier: Uint8Array.from(readings.qualifier),
    type: Uint16Array.from(readings.type),
    stream: Uint32Array.from(readings.stream),
    types,
    streams,
    lanes,
    laneStart: startsOf(readings.laneCount),
    laneOf: Uint32Array.from(readings.laneOf),
    ids: readings.id,
    titles: readings.title,
  };
}

function summed(differences: readonly number[]): Float64Array {
  let value = 0;
  return Float64Array.from(differences, (difference) => (value += difference));
}

function added(base: Float64Array, distances: readonly (number | null)[], none: number): Float64Array {
  return base.map((value, index) => {
    const distance = distances[index] ?? null;
    return distance === null ? none : value + distance;
  });
}

function startsOf(counts: readonly number[]): Uint32Array {
  const starts = new Uint32Array(counts.length + 1);
  for (const [index, count] of counts.entries()) starts[index + 1] = (starts[index] ?? 0) + count;
  return starts;
}
