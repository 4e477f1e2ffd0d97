import { maxInstantMs } from './instant.ts';
import type { Occurrence } from './occurred.ts';
import type { FactRead } from './reading.ts';

/**
 * Returns the last instant (milliseconds of the Unix epoch) at which a fact may still be beginning or under way.
 *
 * For an interval that is its latest end, or the end of time when none is known; for a point in time its latest instant.
 * An interval whose start is known less closely than its end, such as `2025-07/2025-07-03`, lasts as long as its start may.
 */
export function lastInstantOf(occurred: string, when: Occurrence): number {
  return Math.max(when.fromLatest, when.toLatest ?? (isInterval(occurred) ? maxInstantMs : when.fromLatest));
}

/** Returns whether an occurred time is an interval, and no point in time; a zone in brackets may have a slash, too. */
export function isInterval(occurred: string): boolean {
  return (occurred.endsWith(']') ? occurred.replace(/\[[^\]]*\]$/, '') : occurred).includes('/');
}

/** Returns whether a fact is, at `asOf`, perhaps not yet begun or not over for certain: one that is exact and has no length never is. */
export function spans(fact: Pick<FactRead, 'occurred' | 'when'>, asOf: number): boolean {
  return fact.when.from <= asOf && asOf < lastInstantOf(fact.occurred, fact.when);
}
