import type { PageModel, ScrubbedMoment } from '../model.ts';

/** Commits of the log, ascending. */
export type Commits = PageModel['commits']['value'];

/** Returns the position that was known at an instant of recorded time, in milliseconds of the Unix epoch; 0 before the first commit. */
export function positionAt(commits: Commits, time: number): number {
  return commits[lastBy(commits, time, ({ recordedAt }) => recordedAt)]?.position ?? 0;
}

/** Returns when what is known by a position had been recorded; undefined where nothing had. */
export function recordedTimeAt(commits: Commits, position: number): number | undefined {
  return commits[lastBy(commits, position, (commit) => commit.position)]?.recordedAt;
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
