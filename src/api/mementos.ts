import type { ResolvedMoment } from '../domain/moment.ts';
import type { Reading } from '../domain/reading.ts';
import type { CommitsOptions } from '../engine/change-answers.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Address } from './address.ts';
import { withQuery, writeAddress } from './address.ts';
import { formatHttpDate } from './http-date.ts';
import type { Link } from './links.ts';

/** A resource as it was known at a commit. */
export interface Memento {
  readonly position: number;
  /** When that was recorded, in milliseconds of the Unix epoch. */
  readonly recordedAt: number;
}

/** Mementos of a resource around one of them; those that are not there, or are not cheap to find, are absent. */
export interface Neighbours {
  readonly first?: Memento | undefined;
  readonly prev?: Memento | undefined;
  readonly next?: Memento | undefined;
  readonly last?: Memento | undefined;
}

/** Returns the last commit by an instant, as far as a position; undefined when nothing was recorded by then. */
export function commitBy(
  timeline: Pick<Timeline, 'commits'>,
  instant: number,
  position = Infinity,
): Memento | undefined {
  return firstOf(timeline, { to: instant, order: 'newest-first' }, position);
}

/**
 * Returns the memento that a moment is of; undefined before the first commit.
 *
 * `isCommit` says that `knownAt` is when its position was recorded, and not an instant that was asked for.
 */
export function mementoAt(
  timeline: Timeline,
  { position, knownAt }: ResolvedMoment,
  isCommit: boolean,
): Memento | undefined {
  if (position === 0 || knownAt === null) return undefined;
  return isCommit ? { position, recordedAt: knownAt } : commitBy(timeline, knownAt, position);
}

/**
 * Returns the commits around the position of an answer; `here` is the memento that it is of.
 *
 * Beside an answer that never changes stand only those that never change either: what comes after it may be added to.
 */
export function commitsAround(
  timeline: Timeline,
  position: number,
  here: Memento | undefined,
  isFixed: boolean,
): Neighbours {
  const before =
    here === undefined
      ? {}
      : {
          first: firstOf(timeline, {}, position),
          prev: commitBy(timeline, here.recordedAt - 1),
        };
  if (isFixed) return before;
  if (here !== undefined && timeline.head().position === position) return { ...before, last: here };
  return {
    ...before,
    next: firstOf(timeline, { after: position }),
    last: firstOf(timeline, { order: 'newest-first' }),
  };
}

function firstOf(
  { commits }: Pick<Timeline, 'commits'>,
  asked: CommitsOptions,
  position = Infinity,
): Memento | undefined {
  const [commit] = commits({ ...asked, limit: 1 }).commits;
  return commit === undefined
    ? undefined
    : { position: Math.min(commit.position, position), recordedAt: commit.recordedAt };
}

/** Returns the commits at which a fact began to read otherwise, up to that of its last reading; those before it are closed. */
export function readingsAround(
  timeline: Timeline,
  readings: readonly Reading[],
  { position }: ResolvedMoment,
): Neighbours {
  const instants = readings.map(({ recordedAt }) => recordedAt);
  const last = instants.at(-1);
  const before = instants.findLast((instant) => last !== undefined && instant < last);
  const at = (instant: number | undefined) =>
    instant === undefined ? undefined : commitBy(timeline, instant, position);
  return { first: at(instants[0]), prev: at(before) };
}

/** The parameters that say which memento of a resource is meant, or how it is waited for and paged. */
export const mementoParameters = ['asOf', 'knownAt', 'minPosition', 'page'] as const;

/** Returns the address of a memento: that of its resource, with the moment closed. `asOf` is RFC 3339. */
export function mementoAddress(resource: Address, asOf: string, position: number): string {
  return writeAddress(
    withQuery(resource, {
      without: mementoParameters,
      and: [
        ['asOf', asOf],
        ['knownAt', String(position)],
      ],
    }),
  );
}

/** Returns links to mementos, each once, with the relations that it has. */
export function mementoLinks(resource: Address, asOf: string, neighbours: Neighbours): readonly Link[] {
  const relations = new Map<number, { readonly memento: Memento; readonly names: readonly string[] }>();
  for (const name of ['first', 'prev', 'next', 'last'] as const) {
    const memento = neighbours[name];
    if (memento === undefined) continue;
    const names = [...(relations.get(memento.position)?.names ?? []), name];
    relations.set(memento.position, { memento, names });
  }
  return [...relations.values()].map(({ memento, names }) => ({
    uri: mementoAddress(resource, asOf, memento.position),
    rel: [...names, 'memento'].join(' '),
    attributes: { datetime: formatHttpDate(memento.recordedAt) },
  }));
}
