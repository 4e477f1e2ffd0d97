import type { Occurrence } from '../domain/occurred.ts';
import type { ReadingStatus } from '../domain/reading.ts';

/** What the lanes of a timeline stand for. */
export type LaneKind = 'stream' | 'actor' | 'place' | 'type' | 'source';

/** A place in the list of all readings: between two of them. */
export interface ReadingPlace {
  /** Milliseconds of the Unix epoch. */
  readonly from: number;
  /** The position of the fact's own event. */
  readonly fact: number;
  readonly position: number;
}

/** Which readings count: those of a time, whether they hold or not. Values within one field are alternatives; all fields must hold. */
export interface ReadingFilter {
  /** The last position that was known. */
  readonly position: number;
  /** Only readings that may be beginning or under way at one of these instants, both inclusive, in milliseconds of the Unix epoch. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly about?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly streams?: readonly string[] | undefined;
  readonly publishers?: readonly string[] | undefined;
  /** Words to find; every one must stand in the text of the reading. */
  readonly text?: string | undefined;
  /** Only readings that events after this position made or ended. */
  readonly changedAfter?: number | undefined;
}

/** Which readings are listed, and what is told of each. */
export interface ReadingListQuery extends ReadingFilter {
  readonly lanes: LaneKind;
  /** Only what comes after this place. */
  readonly after?: ReadingPlace | undefined;
  /** Whether the id of the fact's own event and the title of the reading are told, for which data is read. */
  readonly withTitles?: boolean | undefined;
  readonly limit: number;
}

/** When a reading occurred, as a list tells it: an `Occurrence` in which what is not there is undefined. */
export interface ListedTime extends Pick<Occurrence, 'from' | 'fromLatest'> {
  readonly to: number | undefined;
  readonly toLatest: number | undefined;
  readonly qualifier: Occurrence['qualifier'] | undefined;
  /** Whether it begins and has no known end. */
  readonly isOpen: boolean;
}

/** A reading of a fact without its data: where it stands in both times. Each has all members, for very many of them are made at once. */
export interface ListedReading extends ListedTime, ReadingPlace {
  /** The position from which it no longer holds; undefined while it does. */
  readonly recordedTo: number | undefined;
  /** The recorded time of the event that made it, in milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  readonly status: ReadingStatus;
  readonly type: string;
  readonly stream: string;
  /** The names of the lanes it stands in. */
  readonly lanes: readonly string[];
  /** The id of the fact's own event, where titles are asked for. */
  readonly id?: string;
  readonly title?: string;
}
