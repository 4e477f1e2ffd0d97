import type { JsonObject } from './json.ts';
import type { Occurrence } from './occurred.ts';

/** Data of a fact as read: plain JSON that follows the newest schema of its type. */
export type FactData = Readonly<Record<string, unknown>>;

/** How a reading came about: the fact as first stated, as corrected, as withdrawn, or as put back after that. */
export type ReadingStatus = 'stated' | 'corrected' | 'retracted' | 'reinstated';

/**
 * How a fact reads over a range of positions `[recordedFrom, recordedTo)`.
 *
 * A fact has one line of readings, numbered from 0; the last one recorded by a position holds there.
 */
export interface Reading {
  readonly number: number;
  readonly status: ReadingStatus;
  /** The event that made this reading: the fact's own, a correction, or a retraction. */
  readonly by: string;
  /** The position of that event. */
  readonly recordedFrom: number;
  /** The position from which another reading holds; absent while this one is the last. */
  readonly recordedTo?: number;
  /** The recorded time of the event that made this reading, in milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  readonly occurred: string;
  readonly when: Occurrence;
  /** The fact's data under this reading, in the newest version of its type's schema. */
  readonly data: FactData;
  /** Why it was corrected or retracted. */
  readonly reason?: string;
}

/**
 * A fact as it reads at one moment: what a timeline lists and what a projection folds.
 *
 * `data`, `occurred` and `when` are those of the reading; all else is of the fact's own event, which never changes.
 */
export interface FactRead {
  /** The id of the fact's own event. */
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  /** The position of the fact's own event. */
  readonly position: number;
  readonly type: string;
  /** The recorded time of the fact's own event, in milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  readonly causationId?: string;
  readonly correlationId?: string;
  readonly occurred: string;
  readonly when: Occurrence;
  readonly data: FactData;
  /** The reading without its data. */
  readonly reading: Omit<Reading, 'data' | 'occurred' | 'when' | 'recordedTo'>;
  /** The readings this one took the place of, oldest first; empty for a fact that stands as first stated. */
  readonly earlier: readonly Reading[];
}

/** A fact of one type, with the data of that type. */
export type FactOf<Type extends string, Data> = Omit<FactRead, 'type' | 'data'> & {
  readonly type: Type;
  readonly data: Readonly<Data>;
};

/** What an event does to the facts: it states one, corrects one, or retracts one. */
export type Effect =
  | { readonly kind: 'states' }
  | {
      readonly kind: 'corrects';
      readonly target: string;
      readonly reason: string;
      /** The data restated whole; that of the reading before when absent. */
      readonly data?: JsonObject;
      /** The version of the fact's type that `data` follows. */
      readonly dataVersion?: number;
      /** The occurred time restated; that of the reading before when absent. */
      readonly occurred?: string;
      readonly when?: Occurrence;
    }
  | { readonly kind: 'retracts'; readonly target: string; readonly reason: string };

/** Returns the status of the reading that a correction or retraction makes after one of status `before`. */
export function nextStatus(before: ReadingStatus, effect: 'corrects' | 'retracts'): ReadingStatus {
  if (effect === 'retracts') return 'retracted';
  return before === 'retracted' ? 'reinstated' : 'corrected';
}

/**
 * Compares two facts read at one moment: by the earliest instant each may have occurred, then by the position of its
 * own event. This is history order; it does not depend on the order in which facts are handed over.
 */
export function compareHistory(a: FactRead, b: FactRead): number {
  return a.when.from - b.when.from || a.position - b.position;
}
