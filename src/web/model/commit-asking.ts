import type { ReadonlySignal } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import { commitOf } from './commits.ts';
import type { Commits } from './linking.ts';
import { commitOver } from './linking.ts';

/** What tells the commits of the log: those on the page, and of those that are left out there the server. */
export interface KnownCommits {
  readonly client: Pick<Client, 'commits'>;
  readonly commits: ReadonlySignal<Commits>;
}

/** Returns the commit that a position lies in, asked for where it is left out here; undefined at 0 and past the end of the log. Throws what the client throws. */
export async function readCommitOver(
  client: KnownCommits['client'],
  commits: Commits,
  position: number,
): Promise<Commits[number] | undefined> {
  const known = commitOver(commits, position);
  if (known !== undefined || position === 0) return known;
  const { commits: asked } = await client.commits({ after: position - 1, limit: 1 });
  return asked[0] === undefined ? undefined : commitOf(asked[0]);
}

/** Asks for the last position that had been recorded by an instant, in milliseconds of the Unix epoch: 0 before the first. */
export async function positionKnownBy(client: KnownCommits['client'], instant: number): Promise<number> {
  const { commits } = await client.commits({ to: instant, order: 'newest-first', limit: 1 });
  return commits[0]?.position ?? 0;
}

/** Returns the position at which an event is known with everything that was recorded at the same instant; its own where the server does not tell. */
export async function knownWith({ client, commits }: KnownCommits, position: number): Promise<number> {
  const commit = await readCommitOver(client, commits.peek(), position).catch(() => undefined);
  return commit?.position ?? position;
}

/** Returns the last position that was known before an event was: nothing recorded at its instant is. Throws what the client throws. */
export async function knownBefore({ client, commits }: KnownCommits, position: number): Promise<number> {
  const commit = await readCommitOver(client, commits.peek(), position);
  return commit === undefined ? position - 1 : commit.position - commit.events;
}
