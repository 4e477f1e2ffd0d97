import type { Marks } from '../model.ts';
import type { CutMoment } from './cut.ts';
import { countBegun, isKnown } from './cut.ts';
import type { Commits } from './linking.ts';
import { lastBy } from './linking.ts';
import { retracted } from './statuses.ts';

/** Which way a step goes. */
export type Direction = 1 | -1;

/** Finds when the next thing that is known began after an instant, or the last one before it; undefined where there is none. */
export function nextOccurred(
  marks: Marks,
  { asOf, position }: CutMoment,
  direction: Direction,
): number | undefined {
  const begun = countBegun(marks.from, asOf);
  for (
    let index = direction === 1 ? begun : begun - 1;
    index >= 0 && index < marks.count;
    index += direction
  ) {
    const from = marks.from[index] ?? 0;
    const isOther = direction === 1 || from < asOf;
    if (isOther && isKnown(marks, index, position) && marks.status[index] !== retracted) return from;
  }
  return undefined;
}

/**
 * Finds the next position after the moment's that changes the past of its instant, or the one that the last change before it left; undefined
 * where there is none.
 *
 * A fact concerns that past if any of its readings began by then: a correction may take it out of it, or bring it in. Of the moment's commit, from
 * its `first` position on, the change before is not one: all of a commit is known at once.
 */
export function nextTaught(
  marks: Marks,
  { asOf, position, first = position }: CutMoment & { readonly first?: number },
  direction: Direction,
): number | undefined {
  const begun = countBegun(marks.from, asOf);
  const facts = new Set(marks.fact.subarray(0, begun));
  let [next, last, before] = [Infinity, -Infinity, -Infinity];
  for (let index = 0; index < marks.count; index += 1) {
    if (!facts.has(marks.fact[index] ?? Number.NaN)) continue;
    const at = marks.position[index] ?? Number.NaN;
    if (at > position) next = Math.min(next, at);
    else last = Math.max(last, at);
    if (at < first) before = Math.max(before, at);
  }
  if (direction === 1) return next === Infinity ? undefined : next;
  if (last === -Infinity) return undefined;
  if (last < first) return last;
  return before === -Infinity ? 0 : before;
}

/** Finds the next commit after a position, or the last one before it, which may be position 0; undefined where there is none. */
export function nextCommit(commits: Commits, position: number, direction: Direction): number | undefined {
  const last = lastBy(commits, position, (commit) => commit.position);
  if (direction === 1) return commits[last + 1]?.position;
  const isOn = commits[last]?.position === position;
  return commits[isOn ? last - 1 : last]?.position ?? (position > 0 && commits.length > 0 ? 0 : undefined);
}
