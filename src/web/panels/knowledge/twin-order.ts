import type { Marks } from '../../model.ts';
import { drawnTime } from './plot.ts';

/** What the rows of the table are sorted by: each ascending, but the longest lag first. */
export type TwinOrder = 'occurred' | 'recorded' | 'lag';

let last:
  | {
      readonly marks: Marks;
      readonly drawn: Uint32Array;
      readonly order: TwinOrder;
      readonly rows: Uint32Array;
    }
  | undefined;

/** Returns the readings in an order, as indexes into the marks; asked again for the same, it sorts nothing. */
export function twinRows(marks: Marks, drawn: Uint32Array, order: TwinOrder): Uint32Array {
  if (last?.marks === marks && last.drawn === drawn && last.order === order) return last.rows;
  const rows = drawn.toSorted(comparing(marks, order));
  last = { marks, drawn, order, rows };
  return rows;
}

function comparing(marks: Marks, order: TwinOrder) {
  const { position, recordedAt } = marks;
  if (order === 'recorded') return (one: number, other: number) => at(position, one) - at(position, other);
  // It stands in history order, which readings at the same time keep.
  if (order === 'occurred')
    return (one: number, other: number) => drawnTime(marks, one) - drawnTime(marks, other);
  const lag = (index: number) => at(recordedAt, index) - drawnTime(marks, index);
  return (one: number, other: number) => lag(other) - lag(one);
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? 0;
}
