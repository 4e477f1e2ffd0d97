import type { ReadingsOut } from '../api/wire-readings.ts';
import type { ReadingColumns } from './reading-columns.ts';
import { columnsOf } from './reading-columns.ts';

export type { ReadingColumns } from './reading-columns.ts';

/**
 * Puts an answer to what was there before: the next page of a list, or what changed after a position.
 *
 * A reading that is in both is as the answer has it: it may have ended since. Both must be of the same question.
 *
 * @example columns = joinReadings(columns, await client.readings({ after: position }))
 */
export function joinReadings(before: ReadingColumns | undefined, answer: ReadingsOut): ReadingColumns {
  const answered = columnsOf(answer);
  if (before === undefined || before.count === 0) return answered;
  if (answered.count === 0) return before;
  return picked([before, answered], orderOf(before, answered));
}

/** What each place of the joined columns is taken from: an index into the first, or, counted from its end on, into the second. */
function orderOf(one: ReadingColumns, other: ReadingColumns): Uint32Array {
  const order = new Uint32Array(one.count + other.count);
  let [first, second, count] = [0, 0, 0];
  while (first < one.count || second < other.count) {
    const comparison = compared(one, first, other, second);
    if (comparison < 0) order[count] = first;
    else order[count] = one.count + second;
    count += 1;
    if (comparison <= 0) first += 1;
    if (comparison >= 0) second += 1;
  }
  return order.subarray(0, count);
}

/** Compares in history order; what is at its end comes last. */
function compared(one: ReadingColumns, first: number, other: ReadingColumns, second: number): number {
  if (first >= one.count) return 1;
  if (second >= other.count) return -1;
  for (const column of ['from', 'fact', 'position'] as const) {
    const difference = (one[column][first] ?? 0) - (other[column][second] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

type Pair = readonly [ReadingColumns, ReadingColumns];

function picked(pair: Pair, order: Uint32Array): ReadingColumns {
  const [one, other] = pair;
  const numbers = (column: Float64Column) =>
    filled(new Float64Array(order.length), one[column], other[column], order);
  const codes = (column: ByteColumn) =>
    filled(new Uint8Array(order.length), one[column], other[column], order);
  const types = joinedNames(one.types, other.types);
  const streams = joinedNames(one.streams, other.streams);
  return {
    count: order.length,
    position: numbers('position'),
    recordedTo: numbers('recordedTo'),
    recordedAt: numbers('recordedAt'),
    fact: numbers('fact'),
    from: numbers('from'),
    fromLatest: numbers('fromLatest'),
    to: numbers('to'),
    toLatest: numbers('toLatest'),
    isOpen: codes('isOpen'),
    status: codes('status'),
    qualifier: codes('qualifier'),
    type: filled(new Uint16Array(order.length), one.type, other.type.map(types.placeOf), order),
    stream: filled(new Uint32Array(order.length), one.stream, other.stream.map(streams.placeOf), order),
    types: types.names,
    streams: streams.names,
    ...pickedLanes(pair, order),
    ids: pickedTexts(one.ids, other.ids, order),
    titles: pickedTexts(one.titles, other.titles, order),
  };
}

type Float64Column =
  | 'position'
  | 'recordedTo'
  | 'recordedAt'
  | 'fact'
  | 'from'
  | 'fromLatest'
  | 'to'
  | 'toLatest';
type ByteColumn = 'isOpen' | 'status' | 'qualifier';

/** Columns are filled number by number: a hundred thousand of them are joined within one frame. */
function filled<Column extends Float64Array | Uint8Array | Uint16Array | Uint32Array>(
  column: Column,
  one: ArrayLike<number>,
  other: ArrayLike<number>,
  order: Uint32Array,
): Column {
  for (let index = 0; index < order.length; index += 1) {
    const at = order[index] ?? 0;
    column[index] = (at < one.length ? one[at] : other[at - one.length]) ?? 0;
  }
  return column;
}

function pickedLanes([one, other]: Pair, order: Uint32Array) {
  const lanes = joinedNames(one.lanes, other.lanes);
  const laneStart = new Uint32Array(order.length + 1);
  const laneOf: number[] = [];
  for (const [index, at] of order.entries()) {
    const [columns, own] = at < one.count ? [one, at] : [other, at - one.count];
    for (let lane = columns.laneStart[own] ?? 0; lane < (columns.laneStart[own + 1] ?? 0); lane += 1) {
      const place = columns.laneOf[lane] ?? 0;
      laneOf.push(columns === one ? place : lanes.placeOf(place));
    }
    laneStart[index + 1] = laneOf.length;
  }
  return { lanes: lanes.names, laneStart, laneOf: Uint32Array.from(laneOf) };
}

/** Puts names to those that are there, and tells which place each has then. */
function joinedNames(one: readonly string[], other: readonly string[]) {
  const places = new Map(one.map((name, place) => [name, place]));
  for (const name of other) if (!places.has(name)) places.set(name, places.size);
  const moved = other.map((name) => places.get(name) ?? 0);
  return { names: [...places.keys()], placeOf: (place: number) => moved[place] ?? 0 };
}

function pickedTexts(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
  order: Uint32Array,
): readonly string[] | undefined {
  if (one === undefined || other === undefined) return undefined;
  return Array.from(order, (at) => (at < one.length ? one[at] : other[at - one.length]) ?? '');
}
