import type { PageModel, ScrubbedMoment } from '../model.ts';
import type { Head } from './log-following.ts';

/** Commits of the log, ascending. */
export type Commits = PageModel['commits']['value'];

/** Returns the position that was known at an instant of recorded time, in milliseconds of the Unix epoch; 0 before the first commit. */
export function positionAt(commits: Commits, time: number): number {
  return commits[lastBy(commits, time, ({ recordedAt }) => recordedAt)]?.position ?? 0;
}

/** Returns the commit that a position lies in; undefined where it is not among these, as of a long log some are left out. */
export function commitOver(commits: Commits, position: number): Commits[number] | undefined {
  const last = lastBy(commits, position, (commit) => commit.position);
  const commit = commits[commits[last]?.position === position ? last : last + 1];
  return commit !== undefined && commit.position - commit.events < position ? commit : undefined;
}

/**
 * Returns when what is known by a position had been recorded, in milliseconds of the Unix epoch; undefined where nothing had.
 *
 * A position within a commit has the time of that commit, and one past the head the time of the head. Where a commit is left out it is the time of the
 * last one before it that is not.
 */
export function recordedTimeAt(commits: Commits, position: number, head?: Head): number | undefined {
  if (head !== undefined && head.recordedAt !== null && position >= head.position) return head.recordedAt;
  const commit = commitOver(commits, position);
  return (commit ?? commits[lastBy(commits, position, (one) => one.position)])?.recordedAt;
}

/**
 * Moves the other clock along with the one that is moved: what did we know then.
 *
 * Where both are given they are taken as they are. Before the first commit nothing was known, at position 0; that position has no time,
 * and leaves the clock of the world where it is.
 */
export function linkMoment(
  commits: Commits,
  part: Partial<ScrubbedMoment>,
  before: ScrubbedMoment,
): ScrubbedMoment {
  const { asOf, knownAt } = part;
  if (asOf !== undefined && knownAt === undefined)
    return { asOf, knownAt: asOf === 'now' ? 'head' : positionAt(commits, asOf) };
  if (knownAt === undefined || asOf !== undefined) return { ...before, ...part };
  if (knownAt === 'head') return { asOf: 'now', knownAt };
  return { asOf: recordedTimeAt(commits, knownAt) ?? before.asOf, knownAt };
}

/** Finds the last place whose value is not greater; -1 where there is none. */
export function lastBy<Item>(items: readonly Item[], value: number, of: (item: Item) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = items[middle];
    if (item !== undefined && of(item) <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
