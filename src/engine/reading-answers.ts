import type { Moment } from '../domain/moment.ts';
import type { Head, LaneKind, ListedReading } from '../store/port.ts';

export type { LaneKind, ListedReading } from '../store/port.ts';

/** Which readings of facts are listed, by what was known: those of a time, whether they hold or not. */
export interface ReadingsQuery extends Pick<Moment, 'knownAt' | 'minPosition'> {
  /** Only readings that may be beginning or under way from here on and up to there, both inclusive, in milliseconds of the Unix epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly about?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly streams?: readonly string[] | undefined;
  readonly publishers?: readonly string[] | undefined;
  /** Words to find; every one must stand in the text of the reading. */
  readonly text?: string | undefined;
  /** Only readings that events after this position made or ended. */
  readonly after?: number | undefined;
  /** What the lanes stand for; `stream` when left out. */
  readonly lanes?: LaneKind | undefined;
  /** Whether ids and titles are told, of at most 1000 readings. */
  readonly titles?: boolean | undefined;
  /** 1 to 100,000; 20,000 when left out, and 1000 with titles. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly page?: string | undefined;
}

/** A page of readings. */
export interface ReadingsAnswer {
  /** The last event that was known. */
  readonly head: Head;
  /** How many readings are asked for, on all pages; where there are more than are counted, how many were counted. */
  readonly inAll: number;
  /** Whether there are no more than `inAll`. */
  readonly exact: boolean;
  /** By the earliest instant each may have begun, then by fact, then by position. */
  readonly readings: readonly ListedReading[];
  /** What asks for the next page. */
  readonly next?: string;
}
