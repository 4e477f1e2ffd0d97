import { assert } from '../domain/assert.ts';
import type { Commit, CommitsQuery, EventLog } from './port.ts';

/** What a log without gaps tells of itself: its positions are 1, 2, 3 and so on up to its head. */
export interface DenseLog {
  head(): { readonly position: number };
  /** Milliseconds of the Unix epoch. */
  recordedAtOf(position: number): number | null;
}

/**
 * Answers what is asked along the recorded axis of a log without gaps.
 *
 * Recorded time never decreases with position, so everything is found by halving, and a distance between positions is a number of events.
 */
export function createRecordedAxis(log: DenseLog): Pick<EventLog, 'commits' | 'recordedBy'> {
  const recordedAt = (position: number): number => {
    const at = log.recordedAtOf(position);
    assert(at !== null, `position ${position} is in the log`);
    return at;
  };
  /** Finds the last position up to `high` that was recorded by `instant`; `low` is known to be, or is 0. */
  const lastBy = (instant: number, low: number, high: number): number => {
    while (low < high) {
      const middle = roundestIn(low, high);
      if (recordedAt(middle) <= instant) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const lastOfCommit = (position: number, head: number): number => {
    const at = recordedAt(position);
    let step = 1;
    while (position + step <= head && recordedAt(position + step) === at) {
      position += step;
      step *= 2;
    }
    return lastBy(at, position, Math.min(position + step - 1, head));
  };
  const firstOfCommit = (position: number): number => {
    const at = recordedAt(position);
    let step = 1;
    while (position - step > 0 && recordedAt(position - step) === at) {
      position -= step;
      step *= 2;
    }
    return lastBy(at - 1, Math.max(position - step, 0), position - 1) + 1;
  };
  const commitOf = (first: number, position: number): Commit => ({
    position,
    first,
    recordedAt: recordedAt(position),
    events: position - first + 1,
  });

  function* oldestFirst({ first, last, head }: Ends): Generator<Commit> {
    let begin = first > last ? first : firstOfCommit(first);
    for (let next = first; next <= last; next = begin) {
      const end = lastOfCommit(next, head);
      if (end > last) return;
      yield commitOf(begin, end);
      begin = end + 1;
    }
  }
  function* newestFirst({ first, last, head }: Ends): Generator<Commit> {
    const isCut = first <= last && lastOfCommit(last, head) > last;
    let end = isCut ? firstOfCommit(last) - 1 : last;
    while (end >= first) {
      const begin = firstOfCommit(end);
      yield commitOf(begin, end);
      end = begin - 1;
    }
  }

  return {
    commits(query) {
      const head = log.head().position;
      const ends = endsOf(query, head, (instant) => lastBy(instant, 0, head));
      const commits = query.order === 'oldest-first' ? oldestFirst(ends) : newestFirst(ends);
      return [...commits.take(query.limit)];
    },
    recordedBy(instants, position) {
      const counts = Array.from(instants, () => 0);
      const fill = (start: number, end: number, low: number, high: number): void => {
        if (start >= end) return;
        const middle = Math.floor((start + end) / 2);
        const count = lastBy(instants[middle] ?? 0, low, high);
        counts[middle] = count;
        fill(start, middle, low, count);
        fill(middle + 1, end, count, high);
      };
      fill(0, instants.length, 0, Math.min(position, log.head().position));
      return counts;
    },
  };
}

/** Returns about `count` positions from 1 to `position`, ascending and evenly spread, but in step with nothing that repeats in the log. */
export function spreadPositions(position: number, count: number): readonly number[] {
  const goldenRatio = (Math.sqrt(5) - 1) / 2;
  const positions = Array.from({ length: Math.min(count, position) }, (_, index) => {
    const within = (index * goldenRatio) % 1;
    return 1 + Math.floor(((index + within) * position) / Math.min(count, position));
  });
  return positions.filter((one) => one <= position);
}

/** The last event of every commit that is asked for stands from `first` to `last`. */
interface Ends {
  readonly first: number;
  readonly last: number;
  readonly head: number;
}

function endsOf(query: CommitsQuery, head: number, lastBy: (instant: number) => number): Ends {
  const { after = 0, before = head + 1, from, to } = query;
  return {
    first: Math.max(after + 1, from === undefined ? 1 : lastBy(from - 1) + 1),
    last: Math.min(before - 1, to === undefined ? head : lastBy(to)),
    head,
  };
}

/** Returns the number after `low` and up to `high` that the greatest power of two divides: searches of all kinds pass by the same ones. */
function roundestIn(low: number, high: number): number {
  const step = 2 ** Math.floor(Math.log2(high - low));
  return Math.floor(high / step) * step;
}
