import type { Client, CommitOut } from '../../client/index.ts';
import type { Commits } from './linking.ts';

/** Most commits of one answer; most answers that older commits are read by one after the other; how many are read of more than that; and most that a page holds. */
const most = { onPage: 1000, pages: 10, thinned: 400, kept: 12_500 };

type Reading = Pick<Client, 'commits' | 'density'>;

/** Some commits, ascending, and where those before them are thinned. */
export interface ReadCommits {
  readonly commits: Commits;
  /** Commits up to this position are not all there; 0 where they are. */
  readonly thinnedTo: number;
}

/** Reads the newest commits up to a position, and the position before which there are more; undefined where there are none. */
export async function readNewestCommits(
  client: Reading,
  head: number,
  signal: AbortSignal,
): Promise<{ readonly commits: Commits; readonly before: number | undefined }> {
  const asked = { before: head + 1, order: 'newest-first', limit: most.onPage, signal } as const;
  const { commits, next } = await client.commits(asked);
  return { commits: commits.map(commitOf).toReversed(), before: next };
}

/** Reads the commits before a position: all of them, or where they are very many, some that lie about evenly in time. */
export async function readOlderCommits(
  client: Reading,
  before: number,
  signal: AbortSignal,
): Promise<ReadCommits> {
  let commits: Commits = [];
  let next: number | undefined = before;
  for (let page = 0; next !== undefined && page < most.pages; page += 1) {
    const read = await readNewestCommits(client, next - 1, signal);
    commits = [...read.commits, ...commits];
    next = read.before;
  }
  if (next === undefined) return { commits, thinnedTo: 0 };
  const oldest = commits[0]?.recordedAt ?? 0;
  return { commits: [...(await someCommits(client, oldest, signal)), ...commits], thinnedTo: next };
}

/** Reads the commits after one position up to another, ascending. */
export async function readCommitsAfter(
  client: Pick<Client, 'commits'>,
  after: number,
  through: number,
  signal: AbortSignal,
): Promise<Commits> {
  const commits: Commits[number][] = [];
  let next: number | undefined = after;
  while (next !== undefined) {
    const answer = await client.commits({ after: next, limit: most.onPage, signal });
    commits.push(...answer.commits.filter(({ position }) => position <= through).map(commitOf));
    next = answer.next !== undefined && answer.next < through ? answer.next : undefined;
  }
  return commits;
}

/** Adds commits that were recorded later; where they become very many some of the oldest are left out, as evenly in time as those that are read. */
export function withCommits({ commits, thinnedTo }: ReadCommits, later: Commits): ReadCommits {
  const all = [...commits, ...later];
  const count = all.length - most.pages * most.onPage;
  if (all.length <= most.kept) return { commits: all, thinnedTo };
  const old = all.slice(0, count);
  return { commits: [...someOf(old), ...all.slice(count)], thinnedTo: old.at(-1)?.position ?? thinnedTo };
}

/** Returns the last commit of each part of recorded time in which there is one. */
function someOf(commits: Commits): Commits {
  const [from, to] = [commits[0]?.recordedAt ?? 0, commits.at(-1)?.recordedAt ?? 0];
  const partMs = Math.max(1, to - from) / most.thinned;
  const partOf = (commit: Commits[number] | undefined): number =>
    commit === undefined ? -1 : Math.floor((commit.recordedAt - from) / partMs);
  return commits.filter((commit, index) => partOf(commit) !== partOf(commits[index + 1]));
}

/** Reads the last commit of each part of recorded time, up to an instant, in which something was recorded. */
async function someCommits(client: Reading, to: number, signal: AbortSignal): Promise<Commits> {
  const asked = { axis: 'recorded', buckets: most.thinned, to: to - 1, signal } as const;
  const { from, bucketMs, counts } = await client.density(asked);
  const begin = Date.parse(from);
  const commits: Commits[number][] = [];
  for (const [index, count] of counts.entries()) {
    if (count === 0) continue;
    const end = Math.min(begin + (index + 1) * bucketMs - 1, to - 1);
    const answer = await client.commits({ to: end, order: 'newest-first', limit: 1, signal });
    for (const commit of answer.commits) commits.push(commitOf(commit));
  }
  return commits;
}

/** Returns a commit as the page keeps it. */
export function commitOf({ position, recordedAt, events }: CommitOut): Commits[number] {
  return { position, recordedAt: Date.parse(recordedAt), events };
}
