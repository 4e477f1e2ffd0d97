import type { Client } from '../../client/index.ts';
import type { Marks } from '../model.ts';
import { isKnown } from './cut.ts';
import type { Commits } from './linking.ts';
import { lastBy } from './linking.ts';
import { retracted } from './statuses.ts';
import type { TimeWindow } from './window.ts';

/** Times of an axis at which something changes, ascending, each once. */
export type Stops = readonly number[];

/** Returns when something begins that is known by a position, within what is shown. */
export function occurredStops(marks: Marks, position: number, window: TimeWindow | undefined): Stops {
  const stops: number[] = [];
  for (let index = 0; index < marks.count; index += 1) {
    const from = marks.from[index] ?? Number.NaN;
    const isShown = window === undefined || (from >= window.from && from <= window.to);
    if (!isShown || from === stops.at(-1) || marks.status[index] === retracted) continue;
    if (isKnown(marks, index, position)) stops.push(from);
  }
  return stops;
}

/** So many parts of what is shown are told apart where the facts are too many. */
const parts = 400;

/** Returns the ends of those parts of what is shown in which something begins that is known by a position. */
export async function densityStops(
  client: Pick<Client, 'density'>,
  knownAt: number,
  { from, to }: TimeWindow,
  signal: AbortSignal,
): Promise<Stops> {
  const { bucketMs, counts } = await client.density({ from, to, buckets: parts, knownAt, signal });
  const ends = counts.map((count, index) => (count === 0 ? undefined : from + (index + 1) * bucketMs - 1));
  return ends.filter((end) => end !== undefined);
}

/** Returns when something was recorded. */
export function recordedStops(commits: Commits): Stops {
  return [...new Set(commits.map(({ recordedAt }) => recordedAt))];
}

/** Returns the first stop after a place; undefined where there is none. */
export function nextStop(stops: Stops, place: number): number | undefined {
  return stops[stopBefore(stops, place) + 1];
}

/** Returns the index of the last stop that is not after a place; -1 where there is none. */
export function stopBefore(stops: Stops, place: number): number {
  return lastBy(stops, place, (stop) => stop);
}
