import { maxInstantMs } from '../domain/instant.ts';
import type { OccurredRange, Shift } from '../store/port.ts';

/** How many facts there are at a position, in cells of occurred time that follow each other and leave nothing out. */
export interface Tally {
  readonly position: number;
  /** How many events the log has up to it. */
  readonly events: number;
  /** Where each cell begins, in milliseconds of the Unix epoch, ascending; the first at the earliest instant there is. */
  readonly starts: readonly number[];
  /** How many facts are in each cell; NaN while nobody has asked for it. */
  readonly counts: readonly number[];
}

/** Counts facts by ranges, in the store. */
type Count = (ranges: readonly OccurredRange[]) => Promise<readonly number[]>;

/** Cuts the cells of a tally at bounds, which ascend, and counts what is not known between the first and the last of them. */
export async function cut(tally: Tally, bounds: readonly number[], count: Count): Promise<Tally> {
  const starts = merged(tally.starts, bounds);
  const counts = Array.from(starts, () => Number.NaN);
  const wanted: number[] = [];
  const rests: { readonly cell: Cell; readonly widest: number }[] = [];
  for (const cell of cellsCut(tally, starts)) {
    if (Number.isNaN(cell.count)) wanted.push(...partsBetween(cell, starts, bounds));
    else if (cell.end - cell.first === 1) counts[cell.first] = cell.count;
    else {
      const widest = widestOf(cell, starts);
      rests.push({ cell, widest });
      wanted.push(...partsOf(cell).filter((part) => part !== widest));
    }
  }
  const found = await count(wanted.map((part) => rangeOf(starts, part)));
  for (const [index, part] of wanted.entries()) counts[part] = found[index] ?? Number.NaN;
  for (const { cell, widest } of rests) {
    const others = partsOf(cell).filter((part) => part !== widest);
    counts[widest] = others.reduce((rest, part) => rest - (counts[part] ?? Number.NaN), cell.count);
  }
  return { ...tally, starts, counts };
}

/** Adds to the counts of cells what events changed, or takes it away again on the way back. */
export function moved(
  starts: readonly number[],
  counts: number[],
  shifts: readonly Shift[],
  isForward: boolean,
): void {
  const add = (ms: number | null, facts: number) => {
    if (ms === null) return;
    const cell = cellAt(starts, ms);
    counts[cell] = (counts[cell] ?? Number.NaN) + facts;
  };
  for (const { beforeMs, afterMs } of shifts) {
    add(beforeMs, isForward ? -1 : 1);
    add(afterMs, isForward ? 1 : -1);
  }
}

/** Joins cells that are known two by two where there are more than `cellsMax`. */
export function thinned(tally: Tally, cellsMax: number): Tally {
  if (tally.starts.length <= cellsMax) return tally;
  const starts: number[] = [];
  const counts: number[] = [];
  for (const [cell, start] of tally.starts.entries()) {
    const count = tally.counts[cell] ?? Number.NaN;
    const sum = cell % 2 === 1 ? (counts.at(-1) ?? Number.NaN) + count : Number.NaN;
    if (Number.isNaN(sum)) {
      starts.push(start);
      counts.push(count);
    } else counts[counts.length - 1] = sum;
  }
  return { ...tally, starts, counts };
}

/** Sums the cells between each two bounds that follow each other; the cells were cut at all of them. */
export function sums({ starts, counts }: Tally, bounds: readonly number[]): readonly number[] {
  let cell = cellAt(starts, bounds[0] ?? 0);
  return bounds.slice(1).map((bound) => {
    let sum = 0;
    for (; (starts[cell] ?? bound) < bound; cell += 1) sum += counts[cell] ?? Number.NaN;
    return sum;
  });
}

/** Returns how many facts of a range need not be counted any more: none where a part of it is not known. */
export function factsKnown({ starts, counts }: Tally, bounds: readonly number[]): number {
  const [first, last] = endsOf(bounds);
  let sum = 0;
  for (let cell = cellAt(starts, first); (starts[cell] ?? last) < last; cell += 1)
    sum += counts[cell] ?? Number.NaN;
  return Number.isNaN(sum) ? 0 : sum;
}

/** A cell of a tally as it is cut: into the parts from `first` on and before `end`. */
interface Cell {
  readonly first: number;
  readonly end: number;
  readonly count: number;
}

function* cellsCut(tally: Tally, starts: readonly number[]): Generator<Cell> {
  let end = 0;
  for (const [cell, count] of tally.counts.entries()) {
    const first = end;
    const next = tally.starts[cell + 1] ?? Number.POSITIVE_INFINITY;
    while (end < starts.length && (starts[end] ?? next) < next) end += 1;
    yield { first, end, count };
  }
}

function partsOf({ first, end }: Cell): readonly number[] {
  return Array.from({ length: end - first }, (_, index) => first + index);
}

function partsBetween(cell: Cell, starts: readonly number[], bounds: readonly number[]): readonly number[] {
  const [first, last] = endsOf(bounds);
  return partsOf(cell).filter((part) => (starts[part] ?? last) >= first && (starts[part] ?? last) < last);
}

function widestOf(cell: Cell, starts: readonly number[]): number {
  const width = (part: number) => (starts[part + 1] ?? Number.POSITIVE_INFINITY) - (starts[part] ?? 0);
  return partsOf(cell).reduce((widest, part) => (width(part) > width(widest) ? part : widest));
}

function rangeOf(starts: readonly number[], part: number): OccurredRange {
  return { afterMs: (starts[part] ?? 0) - 1, throughMs: (starts[part + 1] ?? maxInstantMs + 1) - 1 };
}

/** Merges two ascending lists; nothing begins after the last instant there is, not even a cell. */
function merged(starts: readonly number[], bounds: readonly number[]): readonly number[] {
  const all: number[] = [];
  let next = 0;
  for (const bound of bounds) {
    if (bound > maxInstantMs) break;
    for (; (starts[next] ?? bound) < bound; next += 1) all.push(starts[next] ?? bound);
    if (all.at(-1) !== bound && starts[next] !== bound) all.push(bound);
  }
  return [...all, ...starts.slice(next)];
}

function endsOf(bounds: readonly number[]): readonly [number, number] {
  return [bounds[0] ?? 0, bounds.at(-1) ?? 0];
}

/** Returns the cell that an instant lies in. */
function cellAt(starts: readonly number[], ms: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? ms) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}
