import { diffArrays } from 'diff';

/** One place where two lists differ: after `kept` items that are the same, `removed` gave way to `added`. */
export interface ListEdit {
  readonly kept: number;
  readonly removed: readonly unknown[];
  readonly added: readonly unknown[];
}

/** When more items than this come or go, lists are compared place by place. */
const editsMax = 64;

/** Lists where two lists differ, from their beginning on, with few items removed and added. */
export function editsBetween(
  before: readonly unknown[],
  after: readonly unknown[],
  isSame: (a: unknown, b: unknown) => boolean,
): readonly ListEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSame(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSame(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  if (removed.length === 0 && added.length === 0) return [];
  if (removed.length === 0 || added.length === 0) return [{ kept: start, removed, added }];
  const chunks = diffArrays([...removed], [...added], { comparator: isSame, maxEditLength: editsMax });
  return chunks === undefined ? [{ kept: start, removed, added }] : editsOf(chunks, start);
}

interface Chunk {
  readonly value: readonly unknown[];
  readonly added: boolean;
  readonly removed: boolean;
}

function editsOf(chunks: readonly Chunk[], start: number): readonly ListEdit[] {
  const edits: ListEdit[] = [];
  let kept = start;
  let edit: { removed: readonly unknown[]; added: readonly unknown[] } | undefined;
  for (const { value, added, removed } of chunks) {
    if (!added && !removed) {
      if (edit !== undefined) edits.push({ kept, ...edit });
      kept = edit === undefined ? kept + value.length : value.length;
      edit = undefined;
    } else {
      edit ??= { removed: [], added: [] };
      if (added) edit.added = [...edit.added, ...value];
      else edit.removed = [...edit.removed, ...value];
    }
  }
  if (edit !== undefined) edits.push({ kept, ...edit });
  return edits;
}
