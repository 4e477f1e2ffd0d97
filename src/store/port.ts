import type { Catalogue } from '../domain/catalogue.ts';
import type { AppendedEvent, RecordedEvent } from '../domain/event.ts';
import type { Certainty } from '../domain/moment.ts';
import type { PreparedEvent } from '../domain/prepare.ts';
import type { FactRead, Reading } from '../domain/reading.ts';
import type { ExpectedRevision } from '../domain/stream.ts';
export type { LogCounters, LogHealth } from './counters.ts';
export type { FollowingStatus, Parked, ParkedRange } from './following-status.ts';
export type {
  LaneKind,
  ListedReading,
  ReadingFilter,
  ReadingListQuery,
  ReadingPlace,
} from './reading-list.ts';
import type { AuditEntry, AuditRange, MovedRequest, RequestNote } from '../domain/audit.ts';
import type { LogCounters, LogHealth } from './counters.ts';
import type { FollowingStatus, Parked, ParkedRange } from './following-status.ts';
import type { ProjectionIndex } from './projection-index.ts';
import type { ListedReading, ReadingFilter, ReadingListQuery } from './reading-list.ts';

/** What every store is opened with. */
export interface StoreOptions {
  readonly catalogue: Catalogue;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
}

/** The last event of a log; position 0 and no recorded time while it is empty. */
export interface Head {
  readonly position: number;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt: number | null;
}

/** Events for one stream that are recorded together or not at all. */
export interface AppendRequest {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly PreparedEvent[];
  /** What the audit trail keeps of the request; nothing when absent, and then it costs nothing. */
  readonly note?: RequestNote;
}

/** Where the events of one append came to stand; `repeated` when they had been recorded before and nothing was written. */
export interface AppendResult {
  readonly events: readonly AppendedEvent[];
  readonly repeated: boolean;
}

/** One event on its way in through the second door. */
export interface ImportRequest {
  readonly stream: string;
  readonly event: PreparedEvent;
  /** The recorded time to keep, in milliseconds of the Unix epoch; the store's clock when absent. */
  readonly recordedAt?: number;
  /** The revision that the event must come to stand at; not checked when absent. */
  readonly revision?: number;
  /** Where it was read from, for errors: `line 12`. */
  readonly place?: string;
  /** What the audit trail keeps of the request that this event ended in the log it comes from; it is kept when the event is recorded. */
  readonly request?: MovedRequest;
}

/** How an import ended. */
export interface ImportResult {
  readonly recorded: number;
  /** Events that were in the log already, with the same content. */
  readonly repeated: number;
  /** The head of the log after it. */
  readonly position: number;
}

/** How an import is run. */
export interface ImportOptions {
  /** Checks everything and writes nothing. */
  readonly dryRun?: boolean;
  /** Who imports, for the audit trail; nothing is noted when left out. */
  readonly by?: string | undefined;
}

/** What is known of one stream. */
export interface StreamInfo {
  readonly stream: string;
  /** The revision of its last event. */
  readonly revision: number;
  /** The position of its last event. */
  readonly position: number;
  /** The recorded time of its last event, in milliseconds of the Unix epoch. */
  readonly recordedAt: number;
}

/** A part of the log, by position: those after `after` and up to `through`, oldest first, at most `limit`. */
export interface LogRange {
  readonly after: number;
  readonly through?: number;
  readonly limit: number;
}

/** A part of the list of streams: those whose names come after `after`, at most `limit`. */
export interface StreamsRange {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** A part of a stream, by revision: from `from` on, or with `backwards` from `from` down to 0, at most `limit`. */
export interface StreamRange {
  readonly from: number;
  readonly through?: number;
  readonly backwards?: boolean;
  readonly limit: number;
}

/** A place in history order: between two facts. */
export interface HistoryPlace {
  /** Milliseconds of the Unix epoch. */
  readonly from: number;
  readonly position: number;
}

/** The place of a fact in a history, with the position at which it came to read as it does there. */
export interface ReadingOfHistory extends HistoryPlace {
  readonly recordedFrom: number;
}

/** Which facts a timeline lists. Values within one field are alternatives; all fields must hold. */
export interface HistoryFilter {
  /** Earliest and latest `when.from`, both inclusive, in milliseconds of the Unix epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly about?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly streams?: readonly string[] | undefined;
  readonly publishers?: readonly string[] | undefined;
  /** Words to find; every one must stand in the fact's text. */
  readonly text?: string | undefined;
}

/** Where in both times the event at a position changed histories. */
export interface Touch {
  readonly position: number;
  /** The occurred time of the reading that it made, in milliseconds of the Unix epoch. */
  readonly fromMs: number;
  /** The earliest occurred time from which histories differ: that of its reading, or of the one it takes the place of. */
  readonly touchedMs: number;
  /** The recorded time of the event, in milliseconds of the Unix epoch. */
  readonly recordedAt: number;
}

/** A reading that an event made, with the one it took the place of. */
export interface MadeReading extends Touch {
  readonly fact: FactRead;
  readonly before?: FactRead;
}

/** Readings in history order: those that occurred after `afterMs` and through `throughMs` and were recorded by `position`. */
export interface ReadingRange {
  /** Of one series of a keyed projection only. */
  readonly series?: number | undefined;
  /** Milliseconds of the Unix epoch. */
  readonly afterMs: number;
  readonly throughMs: number;
  readonly position: number;
}

/** A range of occurred time: after `afterMs` and through `throughMs`, in milliseconds of the Unix epoch. */
export type OccurredRange = Pick<ReadingRange, 'afterMs' | 'throughMs'>;

/** Where in histories a fact stood before an event, and where after it: null while it is not in them, being retracted or not stated yet. */
export interface Shift {
  readonly position: number;
  /** Occurred times, in milliseconds of the Unix epoch. */
  readonly beforeMs: number | null;
  readonly afterMs: number | null;
}

/** Everything that was recorded at one instant. */
export interface Commit {
  /** The position of its last event. */
  readonly position: number;
  /** The position of its first event. */
  readonly first: number;
  /** Milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  readonly events: number;
}

/** Which commits a log lists; each is listed whole or not at all. */
export interface CommitsQuery {
  /** Only commits whose last position is after this one. */
  readonly after?: number | undefined;
  /** Only commits whose last position is before this one. */
  readonly before?: number | undefined;
  /** Recorded times, both inclusive, in milliseconds of the Unix epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly order: 'oldest-first' | 'newest-first';
  readonly limit: number;
}

/** One page of the history as of a moment. */
export interface HistoryQuery extends HistoryFilter {
  /** The last position that was known. */
  readonly position: number;
  /** Milliseconds of the Unix epoch. */
  readonly asOf: number;
  readonly certainty: Certainty;
  /** With `true`, also facts that were retracted, with the status `retracted`. */
  readonly withRetracted?: boolean | undefined;
  readonly order: 'oldest-first' | 'newest-first';
  /** Only what comes after this place in the order asked for. */
  readonly after?: HistoryPlace;
  /** Only facts whose reading belongs to this series of a keyed projection. */
  readonly series?: number | undefined;
  /** Whether the same facts are read again at once, by one projection after the other: a store may keep them in memory for that. It changes no answer. */
  readonly isReadAgain?: boolean | undefined;
  readonly limit: number;
}

/** A fact with all its readings up to a position. */
export interface FactHistory {
  readonly event: RecordedEvent;
  readonly readings: readonly Reading[];
}

/** Something that does not hold in a store, found by `verify`. */
export interface Fault {
  /** The position it concerns, where it concerns one. */
  readonly position?: number;
  readonly what: string;
}

/** What `verify` found. */
export interface Verification {
  readonly events: number;
  readonly faults: readonly Fault[];
  /** The hash that the chain over all events ends in, in hexadecimal. */
  readonly hash: string;
}

/** Where events live. Every adapter passes the same contract suite (`tests/store/event-log.contract.ts`). */
export interface EventLog {
  /** A name for people: `memory:`, `sqlite:./data/asof.db`. */
  readonly name: string;
  /**
   * Records events at the end of a stream, all or none, and returns after they are durable.
   *
   * Throws `wrong-expected-revision`, `event-id-reused`, `unknown-event` (a correction of nothing), `not-correctable`,
   * `invalid-event` (what it restates), `idempotency-key-reused`, or an error of the category `unavailable`.
   */
  append(request: AppendRequest): Promise<AppendResult>;
  /** Records events, handed over some at a time, with the recorded times they bring, all or none; throws as `append`, and `recorded-time-backwards`. */
  import(events: AsyncIterable<readonly ImportRequest[]>, options?: ImportOptions): Promise<ImportResult>;
  head(): Head;
  /**
   * Returns the last position recorded at or before an instant (milliseconds of the Unix epoch), with the instant itself,
   * brought back to the store's clock when it lies in the future. No append is recorded at or before that instant afterwards;
   * an import that brings recorded times of its own may be, for it is told of them late.
   */
  positionAt(instant: number): { readonly position: number; readonly instant: number };
  /** Returns the recorded time at a position, in milliseconds of the Unix epoch; null at 0. */
  recordedAtOf(position: number): number | null;
  event(id: string): RecordedEvent | undefined;
  readLog(range: LogRange): readonly RecordedEvent[];
  readStream(stream: string, range: StreamRange): readonly RecordedEvent[];
  /** Lists streams by name, in the order of its code points. */
  streams(range?: StreamsRange): readonly StreamInfo[];
  /** Reads the audit trail: what was noted of requests. */
  audit(range: AuditRange): readonly AuditEntry[];
  /** Returns a page of the history as of a moment. */
  history(query: HistoryQuery): readonly FactRead[];
  /** Returns where the facts of that page stand, without reading them. */
  historyPlaces(query: Omit<HistoryQuery, 'text'>): readonly ReadingOfHistory[];
  /** Returns the facts whose occurred time spans `asOf`: begun for certain or not, and not over for certain; with `withRetracted` also those that were retracted. */
  spanning(position: number, asOf: number, withRetracted?: boolean): readonly FactRead[];
  /** Returns where the events of a part of the log changed histories, by position. */
  touches(range: LogRange): readonly Touch[];
  /** Returns the readings that the events of a part of the log made, by position. */
  readingsMade(range: LogRange): readonly MadeReading[];
  /**
   * Returns the latest occurred time of the readings up to a position, not counting what is dated after its own recorded time, in
   * milliseconds of the Unix epoch; -Infinity before the first.
   */
  frontierAt(position: number): number;
  /** Returns the last position at which one of these readings began or ended; 0 when there is none. */
  lastTouch(range: ReadingRange): number;
  /** Counts the facts of a range of one history. */
  countFacts(range: ReadingRange & Pick<HistoryQuery, 'certainty' | 'withRetracted' | 'asOf'>): number;
  /** Counts, for each of some ranges, the facts in it as they read at a position, without those that were retracted. */
  countOccurred(position: number, ranges: readonly OccurredRange[]): readonly number[];
  /** Returns the occurred times of about `count` readings, spread evenly over the log up to a position, in milliseconds of the Unix epoch. */
  sampleOccurred(position: number, count: number): readonly number[];
  /** Returns how the events of a part of the log moved facts in histories, by position. */
  shifts(range: LogRange): readonly Shift[];
  /** Lists commits; it costs what is listed, and a search, however many events they hold. */
  commits(query: CommitsQuery): readonly Commit[];
  /** Returns how many events up to a position were recorded at or before each of some instants (milliseconds of the Unix epoch), which ascend. */
  recordedBy(instants: readonly number[], position: number): readonly number[];
  /** Lists readings of facts in the order of their beginnings, also those that no longer hold, without their data. */
  listReadings(query: ReadingListQuery): readonly ListedReading[];
  /** Counts the readings that `listReadings` lists, or `most` where there are more. */
  countReadings(filter: ReadingFilter, most: number): number;
  /** Returns the fact that an event states, corrects or retracts, with its readings up to a position; undefined when the id is not known by then. */
  fact(id: string, position: number): FactHistory | undefined;
  /** Returns the events that name an event as their cause and were recorded by a position, oldest first. */
  effectsOf(id: string, position: number): readonly RecordedEvent[];
  /** Resolves when the head is at `position` or beyond, or when `signal` aborts. */
  reached(position: number, signal: AbortSignal): Promise<void>;
  /** Returns the position at which the first append after a position ended, so that what was recorded together is seen together; undefined when that is not remembered. */
  endAfter(position: number): number | undefined;
  /** Returns about how many bytes the log takes. */
  bytes(): number;
  /** What is kept for projections; it is disposable. */
  readonly projections: ProjectionIndex;
  /** Reads everything and checks every invariant. */
  verify(): Promise<Verification>;
  /** Returns what it did since it was opened. */
  counters(): LogCounters;
  /** Returns how many positions the index of words is behind the head: a search makes up for them. */
  wordsLag(): number;
  /** Returns whether it takes events. */
  health(): LogHealth;
  /**
   * Returns how often it was emptied since it was opened, to be filled with another log, or another past of this one; absent where that
   * cannot be. Whoever keeps something of what was read asks before it is used.
   */
  refills?(): number;
  /** Returns how it follows a log that lives elsewhere; absent where the log is its own. */
  following?(): FollowingStatus;
  /**
   * Resolves when it has taken in what the log held when this was called. Rejects when `signal` aborts, with its reason, and with the
   * error that following stopped at. Absent where the log is its own.
   */
  ready?(signal: AbortSignal): Promise<void>;
  /** Lists parked events in the order of the log they stand in; absent where the log is its own. */
  parked?(range: ParkedRange): readonly Parked[];
  close(): Promise<void>;
}
