import type { EntryOut } from '../../../client/index.ts';
import { itemsOf, memberOf, membersOf, numberOf, textOf, textsOf } from '../shared/json.ts';

/** What one publisher reported, as the projection of sources has it. */
export interface Publisher {
  readonly name: string;
  readonly reported: number;
  readonly byType: readonly (readonly [string, number])[];
  readonly corrected: number;
  readonly retracted: number;
  /** How late it was recorded, in milliseconds, of the facts whose time is known; undefined where of none. */
  readonly lateness:
    | { readonly count: number; readonly worstMs: number; readonly meanMs: number | undefined }
    | undefined;
  /** How many facts it alone reports, and the ids of the latest of them. */
  readonly alone: { readonly count: number; readonly facts: readonly string[] };
  readonly grades: readonly (readonly [string, number])[];
}

/** Reads the state of one publisher. */
export function publisherOf(name: string, state: unknown): Publisher {
  const count = numberOf(memberOf(state, 'lateness', 'count'));
  const worstMs = numberOf(memberOf(state, 'lateness', 'maxMs'));
  const meanMs = numberOf(memberOf(state, 'lateness', 'meanMs'));
  return {
    name,
    reported: numberOf(memberOf(state, 'reported')) ?? 0,
    byType: countsOf(memberOf(state, 'byType')).toSorted((one, other) => other[1] - one[1]),
    corrected: numberOf(memberOf(state, 'corrected')) ?? 0,
    retracted: numberOf(memberOf(state, 'retracted')) ?? 0,
    lateness: count === undefined || worstMs === undefined ? undefined : { count, worstMs, meanMs },
    alone: {
      count: numberOf(memberOf(state, 'soleSource', 'count')) ?? 0,
      facts: textsOf(memberOf(state, 'soleSource', 'facts')),
    },
    grades: countsOf(memberOf(state, 'grades')).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  };
}

function countsOf(value: unknown): readonly (readonly [string, number])[] {
  return Object.entries(membersOf(value)).flatMap(([name, count]) => {
    const number = numberOf(count);
    return number === undefined ? [] : [[name, number] as const];
  });
}

/**
 * Returns how late facts were recorded, in milliseconds, ascending: recorded less the latest instant at which they may have begun.
 *
 * As the projection of sources has it, a time that is inferred, qualified, or has no known start says nothing of lateness.
 */
export function latenessesOf(entries: readonly EntryOut[]): readonly number[] {
  return entries.flatMap((entry) => latenessOf(entry) ?? []).toSorted((one, other) => one - other);
}

/** The earliest instant there is: where an interval has no known start. */
const noStart = '-271821-04-20T00:00:00Z';

function latenessOf(entry: EntryOut): number | undefined {
  if (entry.qualifier !== undefined || entry.occurredfrom === noStart || entry.status === 'retracted')
    return undefined;
  if (itemsOf(entry.data['inferred']).includes('occurred')) return undefined;
  const late = Date.parse(entry.recordedtime) - Date.parse(entry.occurredfromlatest);
  return Number.isFinite(late) ? Math.max(0, late) : undefined;
}

/** Returns the middle of ascending numbers, of an even count the mean of the two in the middle; undefined where there are none. */
export function medianOf(ascending: readonly number[]): number | undefined {
  const half = ascending.length / 2;
  const upper = ascending[Math.floor(half)];
  const lower = ascending[Math.ceil(half) - 1];
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2;
}

/** What publishers are sorted by. */
export type PublisherOrder = 'name' | 'reported' | 'late' | 'corrected' | 'alone';

/** Sorts publishers: by name ascending, by everything else the most first; what is not known comes last. */
export function sortedPublishers(
  publishers: readonly Publisher[],
  order: PublisherOrder,
): readonly Publisher[] {
  const byName = (one: Publisher, other: Publisher) => one.name.localeCompare(other.name, 'en');
  if (order === 'name') return publishers.toSorted(byName);
  const worth = {
    reported: ({ reported }: Publisher) => reported,
    late: ({ lateness }: Publisher) => lateness?.worstMs ?? -1,
    corrected: ({ corrected, retracted }: Publisher) => corrected + retracted,
    alone: ({ alone }: Publisher) => alone.count,
  }[order];
  return publishers.toSorted((one, other) => worth(other) - worth(one) || byName(one, other));
}

/** Returns the title of an entry of the timeline; its type where it has none. */
export function entryTitle({ data, type }: EntryOut): string {
  return textOf(data['title']) ?? type;
}
