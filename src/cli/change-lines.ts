import type { KnownState } from '../client/kept-state.ts';
import { applyPatch } from '../domain/apply-patch.ts';
import { stepsOfPointer, valueAt } from '../domain/json-pointer.ts';
import type { Patch, PatchOperation } from '../domain/patch.ts';
import { cutTo, plain, widthOf } from './plain.ts';

/** How wide a value is shown at most. */
const valueWidthMax = 60;

/** How much of a patch is shown. */
export interface PatchLinesOptions {
  /** Most lines; what is left is counted in one more. */
  readonly linesMax?: number;
  /** Columns of the terminal: a path takes half of them at most, and loses its beginning where it is longer. */
  readonly columns?: number;
}

/**
 * Returns what a patch changes, a line an operation: the path, what stood there before where that is known, and what stands there now.
 */
export function patchLines(
  before: KnownState,
  patch: Patch,
  { linesMax = Number.POSITIVE_INFINITY, columns = Number.POSITIVE_INFINITY }: PatchLinesOptions = {},
): readonly string[] {
  const lines: string[] = [];
  let state = before;
  for (const operation of patch.slice(0, linesMax)) {
    lines.push(lineOf(state, operation, columns));
    state = state === undefined ? undefined : { state: applyPatch(state.state, [operation]) };
  }
  const left = patch.length - lines.length;
  return left > 0 ? [...lines, `… and ${left} more`] : lines;
}

/** Returns a value in short, as JSON on one line. */
export function shortOf(value: unknown): string {
  return value === undefined ? 'nothing' : cutTo(plain(JSON.stringify(value)), valueWidthMax);
}

function lineOf(before: KnownState, operation: PatchOperation, columns: number): string {
  const { op, path } = operation;
  const place = path === '' ? 'everything' : endOf(plain(path), Math.floor(columns / 2));
  // Both sides are to be seen, however narrow it is.
  const width = Math.max(8, Math.floor((columns - widthOf(place) - 5) / 2));
  const short = (value: unknown) => cutTo(shortOf(value), width);
  const after = op === 'remove' ? 'nothing' : short(operation.value);
  if (op === 'add') return `${place}: nothing → ${after}`;
  if (before === undefined) return `${place}: → ${after}`;
  return `${place}: ${short(valueAt(before.state, stepsOfPointer(path)))} → ${after}`;
}

/** Returns as many of the last steps of a path as fit, and the last one in every case. */
function endOf(path: string, widthMax: number): string {
  if (widthOf(path) <= widthMax) return path;
  const steps = path.split('/').slice(1);
  let end = `…/${steps.pop() ?? ''}`;
  for (const step of steps.toReversed()) {
    const longer = `…/${step}${end.slice(1)}`;
    if (widthOf(longer) > widthMax) break;
    end = longer;
  }
  return end;
}
