import type { z } from 'zod';

import type { AuditEntry } from '../domain/audit.ts';
import type { Catalogue } from '../domain/catalogue.ts';
import type { ImportedEvent, NewEvent, RecordedEvent } from '../domain/event.ts';
import type { Moment } from '../domain/moment.ts';
import type { FactRead } from '../domain/reading.ts';
import type {
  FollowingStatus,
  Head,
  ImportOptions,
  ImportResult,
  LogHealth,
  LogRange,
  Parked,
  StreamInfo,
  StreamRange,
  StreamsRange,
  Verification,
} from '../store/port.ts';
import type { PreviewAnswer, Proposed } from './answers-preview.ts';
import type {
  BuildProgress,
  FactAnswer,
  KeysAnswer,
  KeysQuery,
  ProjectionInfo,
  Rebuilt,
  StateAnswer,
  TimelinePage,
  TimelineQuery,
} from './answers.ts';
import type {
  CommitsAnswer,
  CommitsOptions,
  DensityAnswer,
  DensityOptions,
  DiffAnswer,
  DiffOptions,
  Explanation,
  ExplainOptions,
  SeriesAnswer,
  SeriesOptions,
} from './change-answers.ts';
import type { TimelineCounters } from './counters.ts';
import type {
  ChangesOptions,
  ReplayOptions,
  ReplayUpdate,
  TimelineChange,
  Update,
  UpdatesOptions,
} from './live-answers.ts';
import type { ReadingsAnswer, ReadingsQuery } from './reading-answers.ts';
import type { AppendOptions, Appended, Correction, Retraction } from './requests.ts';

/** Which entries of the audit trail are read: those after a number, 0 when left out, and at most `limit`, 1 to 1000, 100 when left out. */
export interface AuditOptions {
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
}

/** Which parked events are listed: those after a position in the cluster, `commit/prepare`, and at most `limit`, 1 to 1000, 100 when left out. */
export interface ParkedOptions {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** How a projection is rebuilt. */
export interface RebuildOptions {
  /** Gives the rebuild up; what there was before goes on answering. */
  readonly signal?: AbortSignal | undefined;
  /** Hears now and then how far it is. */
  readonly onProgress?: ((progress: BuildProgress) => void) | undefined;
}

/** Events in, any moment out: the engine behind the library, the command line and HTTP. */
export interface Timeline {
  readonly name: string;
  readonly catalogue: Catalogue;
  /**
   * Records events at the end of a stream, all or none; resolves when they are durable.
   *
   * Throws `invalid-event`, `unknown-event-type`, `invalid-time`, `invalid-stream`, `event-too-large`, `nesting-too-deep`,
   * `wrong-expected-revision`, `event-id-reused`, `idempotency-key-reused`, `unknown-event` or `not-correctable`.
   *
   * @example await timeline.append('diplomacy-us-russia', [{ type: 'CallHeld', occurred: '2025-07-03', data }], { expectedRevision: 'none' })
   */
  append(stream: string, events: readonly NewEvent[], options?: AppendOptions): Promise<Appended>;
  /** Corrects the fact that an event states or belongs to; it is recorded in that fact's stream. Throws as `append`. */
  correct(id: string, correction: Correction): Promise<Appended>;
  /** Retracts the fact that an event states or belongs to; it is recorded in that fact's stream. Throws as `append`. */
  retract(id: string, retraction: Retraction): Promise<Appended>;
  /** Records events with the recorded times they bring, all or none; throws as `append`, and `recorded-time-backwards`, with the place of the event. */
  import(
    events: AsyncIterable<ImportedEvent> | Iterable<ImportedEvent>,
    options?: ImportOptions,
  ): Promise<ImportResult>;
  /** Reads the whole log as recorded, oldest first, up to the head at the time of the call. */
  export(): AsyncIterable<RecordedEvent>;
  log(range: LogRange): readonly RecordedEvent[];
  /** Reads a part of a stream as recorded; throws `unknown-stream`. */
  stream(name: string, range: StreamRange): readonly RecordedEvent[];
  /** Lists streams by name, in the order of its code points; all of them when no range is given. */
  streams(range?: StreamsRange): readonly StreamInfo[];
  /** Reads the audit trail, oldest first: who appended, corrected, retracted and imported what; throws `invalid-query`. */
  audit(range?: AuditOptions): readonly AuditEntry[];
  head(): Head;
  /** Reads the history as of a moment, in history order; throws `invalid-moment` or `position-not-reached`. */
  history(query?: Omit<TimelineQuery, 'limit' | 'page'>): AsyncIterable<FactRead>;
  /** Gives one page of the history as of a moment; throws as `history`, and `invalid-query`. */
  timeline(query?: TimelineQuery): Promise<TimelinePage>;
  /** Lists readings of facts without their data, also those that no longer hold: for drawing. Throws `invalid-query`, `invalid-moment` or `position-not-reached`. */
  readings(query?: ReadingsQuery): Promise<ReadingsAnswer>;
  /** Gives a fact as of a moment with all its readings by then; throws `unknown-event`. */
  fact(id: string, moment?: Moment): Promise<FactAnswer>;
  /**
   * Gives the state of a projection as of a moment.
   *
   * Throws `unknown-projection`, `key-required`, `unknown-key`, `invalid-moment`, `position-not-reached` or `projection-faulted`.
   *
   * @example const { state, moment, uncertain } = await timeline.state('situation', { asOf: '2025-07-03T20:00:00Z' })
   */
  state(projection: string, query?: Moment & { readonly key?: string }): Promise<StateAnswer>;
  /** Lists the keys of a keyed projection as of a moment, all or a page of them; throws as `state`, and `invalid-query`. */
  keys(projection: string, query?: KeysQuery): Promise<KeysAnswer>;
  /**
   * Tells what two moments differ in: the patch from one state to the other, and the facts that make the difference.
   *
   * What is left out of a moment means now and the head, for both the same. Throws as `state`, and `invalid-query`.
   *
   * @example await timeline.diff('situation', { asOf, knownAt: before }, { asOf })
   */
  diff(projection: string, from: Moment, to: Moment, options?: DiffOptions): Promise<DiffAnswer>;
  /**
   * Tells what an event would change in a state, were it recorded now; nothing is recorded. It costs what comes after the earliest
   * occurred time that the event touches.
   *
   * Throws as `state`, and what recording it would throw but for the expected revision.
   *
   * @example const { patch } = await timeline.preview('situation', { correct: { id, reason, data } }, { asOf })
   */
  preview(
    projection: string,
    proposed: Proposed,
    query?: Omit<Moment, 'knownAt'> & { readonly key?: string | undefined },
  ): Promise<PreviewAnswer>;
  /**
   * Tells which events set the value at a JSON Pointer (RFC 6901) into a state, in history order, and the value after each.
   *
   * Throws as `state`, and `invalid-query` for what is no pointer.
   *
   * @example await timeline.explain('situation', '/casualties/injured/best', { asOf: '2025-07-05T00:00:00Z' })
   */
  explain(projection: string, path: string, query?: Moment & ExplainOptions): Promise<Explanation>;
  /** Gives a value along one axis, for a chart; throws as `state`, and `invalid-query`. */
  series(projection: string, query: Moment & SeriesOptions): Promise<SeriesAnswer>;
  /** Counts facts, or events, in equal parts of an axis; throws `invalid-moment`, `invalid-query` or `position-not-reached`. */
  density(query?: Moment & DensityOptions): Promise<DensityAnswer>;
  /** Lists the steps of the recorded axis; throws `invalid-query`. */
  commits(query?: CommitsOptions): CommitsAnswer;
  /**
   * Subscribes to the state of a projection: first the whole of it, or what changed since `after`, then what each commit changes.
   *
   * What is not taken is not kept: who is slow gets several changes in one patch, which is exact all the same. It ends when `signal`
   * aborts and when the timeline is closed. Before the first update it throws as `state`, and `invalid-request` for `after`.
   *
   * @example for await (const update of timeline.updates('situation', { after: position, signal })) …
   */
  updates(projection: string, options?: UpdatesOptions): AsyncGenerator<Update, void, undefined>;
  /** Subscribes to the timeline: first the facts there are, or what changed since `after`, then what each commit changes; throws as `history`. */
  changes(options?: ChangesOptions): AsyncGenerator<TimelineChange, void, undefined>;
  /**
   * Plays the timeline along one axis, step by step as fast as it is read; `paced` gives the steps their time.
   *
   * Throws as `state` before the first step.
   */
  replay(options?: ReplayOptions): AsyncGenerator<ReplayUpdate, void, undefined>;
  projections(): readonly ProjectionInfo[];
  /** Returns the version of a projection that answers now, undefined for an unknown name; it reads nothing of the log. */
  versionOf(projection: string): number | undefined;
  /** Returns the schema of the states of a projection, undefined where it has none; throws `unknown-projection`. */
  schemaOf(projection: string): z.ZodType | undefined;
  /**
   * Saves anew what is saved of a projection, beside what is there, which answers until the new is complete.
   *
   * A rebuild that was cut off goes on by itself when the timeline is opened again. Throws `unknown-projection`,
   * `projection-faulted`, `rebuild-cancelled` after `signal` aborts, `store-closed` when the timeline is closed meanwhile, and `store-read-only` where nothing is saved.
   */
  rebuild(projection: string, options?: RebuildOptions): Promise<Rebuilt>;
  /**
   * Tries a projection again that its own code had stopped, after it was mended: it is well until it fails again.
   *
   * Resolves when what is saved of it has come up to the head. Throws `unknown-projection`, and `projection-faulted` when it fails again.
   */
  resume(projection: string): Promise<void>;
  /** Resolves when what is saved of every projection has come up to the head; at once where nothing is saved. */
  caughtUp(): Promise<void>;
  /** Returns what was done since it was opened; the numbers in it stay as they are. */
  counters(): TimelineCounters;
  /** Returns how many positions the index of words is behind the log: a search makes up for them. */
  wordsLag(): number;
  /**
   * Returns whether the store takes events: `full` until there is room, `poisoned` until it is opened again and verified, `catching-up` until the
   * log of a cluster was taken in once, `unreachable` while the cluster is away.
   */
  health(): LogHealth;
  /** Returns how the store follows the log of a cluster; undefined where the log is its own. */
  following(): FollowingStatus | undefined;
  /**
   * Resolves when everything is there that the log held when this was called: at once, unless the log is that of a cluster.
   *
   * Rejects when `signal` aborts, with its reason, and with the error that following stopped at.
   */
  ready(signal: AbortSignal): Promise<void>;
  /** Lists the parked events of a cluster's log, in its order; none where the log is the store's own. Throws `invalid-query`. */
  parked(range?: ParkedOptions): readonly Parked[];
  /** Reads everything in the store and checks every invariant. */
  verify(): Promise<Verification>;
  close(): Promise<void>;
}
