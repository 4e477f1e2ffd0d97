import type { ReadonlySignal } from '@preact/signals';

import type { MarksInView, PageModel } from '../model.ts';
import type { KnownCommits } from './commit-asking.ts';
import { readCommitOver } from './commit-asking.ts';
import { commitOf } from './commits.ts';
import type { CutMoment } from './cut.ts';
import type { Commits } from './linking.ts';
import type { Direction } from './next-change.ts';
import { nextCommit, nextTaught } from './next-change.ts';

/** What steps along the clock of the log are found in. */
export interface RecordedStepping extends KnownCommits {
  readonly at: ReadonlySignal<CutMoment>;
  readonly marks: ReadonlySignal<MarksInView>;
  /** Of the commits up to this position some are left out. */
  readonly thinnedTo: ReadonlySignal<number>;
}

/** What is known before the first commit: nothing, at no time. */
const beginning: Commits[number] = { position: 0, recordedAt: Number.NaN, events: 0 };

/**
 * Finds the commit that a step along the clock of the log leads to, whole: the next that changes the past that is looked at, or where not all of that
 * is on the page the next of the log. Undefined where there is none; throws what the client throws.
 */
export async function findRecordedStep(
  { client, marks, at, commits, thinnedTo }: RecordedStepping,
  direction: Direction,
): Promise<Commits[number] | undefined> {
  const { isWhole, marks: known } = marks.peek();
  const { asOf, position } = at.peek();
  const over = async (of: number) => readCommitOver(client, commits.peek(), of);
  if (!isWhole && position <= thinnedTo.peek()) return askCommit(client, position, direction);
  const here = isWhole && direction === -1 ? await over(position) : undefined;
  const first = here === undefined ? position : here.position - here.events + 1;
  const next = isWhole
    ? nextTaught(known, { asOf, position, first }, direction)
    : nextCommit(commits.peek(), position, direction);
  return next === 0 ? beginning : next === undefined ? undefined : over(next);
}

/** Returns the moment of a commit: linked clocks go along to when it was recorded, which of a long log only the commit itself tells. */
export function momentOf(
  { position, recordedAt }: Commits[number],
  { linked }: PageModel['view']['value'],
): { readonly knownAt: number; readonly asOf?: number } {
  return linked && position > 0 ? { asOf: recordedAt, knownAt: position } : { knownAt: position };
}

async function askCommit(
  client: KnownCommits['client'],
  position: number,
  direction: Direction,
): Promise<Commits[number] | undefined> {
  const { commits } = await client.commits(
    direction === 1 ? { after: position, limit: 1 } : { before: position, order: 'newest-first', limit: 1 },
  );
  if (commits[0] !== undefined) return commitOf(commits[0]);
  return direction === -1 && position > 0 ? beginning : undefined;
}
