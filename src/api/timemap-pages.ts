import type { Reading } from '../domain/reading.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Memento } from './mementos.ts';
import { commitBy } from './mementos.ts';

/** Mementos on one page of a timemap. */
const mementosAPage = 1000;

/** One page of the mementos of a resource, oldest first. */
export interface MementoPage {
  readonly mementos: readonly Memento[];
  /** Whether no memento lies before it. */
  readonly isFirst: boolean;
  /** The page after it; absent after the last. */
  readonly next?: NextPage | undefined;
}

/** Where the next page begins, and which times it spans. */
export interface NextPage {
  /** The position after which it goes on. */
  readonly after: number;
  /** Recorded times of its first and last memento, in milliseconds of the Unix epoch. */
  readonly from: number;
  readonly until: number;
}

/** Reads a page of all commits; what it costs does not grow with the log. */
export function commitPage({ commits }: Pick<Timeline, 'commits'>, after: number): MementoPage {
  const page = commits({ after, limit: mementosAPage });
  const following =
    page.next === undefined ? [] : commits({ after: page.next, limit: mementosAPage }).commits;
  const [first] = commits({ limit: 1 }).commits;
  return {
    mementos: page.commits,
    isFirst: page.commits[0]?.position === first?.position,
    next: nextOf(page.commits, following),
  };
}

/** Reads a page of the commits at which a fact began to read otherwise. */
export function readingPage(
  timeline: Pick<Timeline, 'commits'>,
  readings: readonly Reading[],
  after: number,
): MementoPage {
  const instants = [...new Set(readings.map(({ recordedAt }) => recordedAt))];
  const all = instants
    .map((instant) => commitBy(timeline, instant))
    .filter((memento) => memento !== undefined);
  const left = all.filter(({ position }) => position > after);
  const mementos = left.slice(0, mementosAPage);
  return {
    mementos,
    isFirst: left.length === all.length,
    next: nextOf(mementos, left.slice(mementosAPage, 2 * mementosAPage)),
  };
}

function nextOf(page: readonly Memento[], following: readonly Memento[]): NextPage | undefined {
  const before = page.at(-1);
  const [first] = following;
  const last = following.at(-1);
  return before === undefined || first === undefined || last === undefined
    ? undefined
    : { after: before.position, from: first.recordedAt, until: last.recordedAt };
}
