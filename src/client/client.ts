import type { AskedAudit, AuditOut } from '../api/wire-audit.ts';
import type {
  CommitsOut,
  DensityOut,
  DiffOut,
  ExplanationOut,
  PreviewOut,
  SeriesOut,
} from '../api/wire-changes.ts';
import type { EntryOut } from '../api/wire-fact.ts';
import type { AskedParked, ParkedOut } from '../api/wire-following.ts';
import type { ReplayUpdateOut, TimelineChangeOut, UpdateOut } from '../api/wire-live.ts';
import type { ReadingsOut } from '../api/wire-readings.ts';
import type { RebuildOut } from '../api/wire-rebuild.ts';
import type { AppendedOut, FactOut, HeadOut, KeysOut, MomentOut } from '../api/wire.ts';
import type { StateOut, StreamOut, TimelineOut } from '../api/wire.ts';
import type { CloudEvent } from '../domain/cloud-event.ts';
import type { NewEvent } from '../domain/event.ts';
import type { ExpectedRevision } from '../domain/stream.ts';
import type { Proposed } from '../engine/answers-preview.ts';
import type { ProjectionInfo } from '../engine/answers.ts';
import type { FactChange } from '../engine/change-answers.ts';
import type { Correction, Retraction } from '../engine/requests.ts';
import type {
  AskedChanges,
  AskedCommits,
  AskedDensity,
  AskedDiff,
  AskedExplanation,
  AskedMoment,
  AskedPreview,
  AskedReadings,
  AskedReplay,
  AskedSeries,
  AskedState,
  AskedTimeline,
  AskedUpdates,
  Asking,
} from './asked.ts';
import type { ReplayFollowing } from './following.ts';
import type { Parameters } from './server.ts';

/** How events are appended. */
export interface AppendOptions extends Asking {
  /** What the append assumes about its stream: `any`, `none`, or the revision of its last event. */
  readonly expectedRevision?: ExpectedRevision | undefined;
  /** Names the request: the same one again gives the first answer and records nothing. */
  readonly idempotencyKey?: string | undefined;
}

/** Where appended events came to stand. */
export interface Appended extends AppendedOut {
  /** Whether they had been recorded before, and nothing was written now. */
  readonly repeated: boolean;
}

/** A state of a known shape as of a moment. */
export interface StateOf<State> extends Omit<StateOut, 'state'> {
  readonly state: State;
}

/** A state that a subscription keeps. */
export interface KeptState<State> {
  readonly state: State;
  readonly position: number;
  readonly moment: MomentOut;
  /** What to go on after. */
  readonly id?: string | undefined;
  /** The events that made the difference to the state before; none where the state came as a whole. */
  readonly causes: readonly FactChange[];
}

/** What a subscription that keeps a state is asked with. */
export interface AskedStates extends AskedUpdates {
  /** Hears that the projection's own code fails; the last state that was told stands until it is mended. */
  readonly onFault?: ((error: Error) => void | Promise<void>) | undefined;
}

/** A part of a stream as recorded, and the revision that comes after it. */
export interface StreamPage {
  readonly events: readonly CloudEvent[];
  readonly next?: number;
}

/**
 * A timeline at a server. Answers have the shapes of HTTP: times are RFC 3339.
 *
 * Everything throws the `TimelineError` that the server's problem document names, with its code, category and facts, and
 * `store-unreachable` when nothing answers, or what answers is not Asof.
 */
export interface Client {
  /** Records events at the end of a stream, all or none; resolves when they are durable. */
  append(stream: string, events: readonly NewEvent[], options?: AppendOptions): Promise<Appended>;
  /** Corrects the fact that an event states or belongs to. */
  correct(id: string, correction: Omit<Correction, 'by'>, options?: Asking): Promise<Appended>;
  /** Retracts the fact that an event states or belongs to. */
  retract(id: string, retraction: Omit<Retraction, 'by'>, options?: Asking): Promise<Appended>;
  /** Gives one page of the history as of a moment. */
  timeline(asked?: AskedTimeline): Promise<TimelineOut>;
  /** Gives page after page of the history, all as of the moment of the first. */
  pages(asked?: AskedTimeline): AsyncGenerator<TimelineOut, void, undefined>;
  /** Reads the history as of a moment, entry by entry, over as many pages as there are. */
  history(asked?: AskedTimeline): AsyncGenerator<EntryOut, void, undefined>;
  /** Gives one page of readings without their data, also of those that no longer hold, for drawing; `joinReadings` puts pages together. */
  readings(asked?: AskedReadings): Promise<ReadingsOut>;
  /** Gives a fact as of a moment with all its readings by then. */
  fact(id: string, asked?: AskedMoment & Asking): Promise<FactOut>;
  /** Gives the state of a projection as of a moment. */
  state<State = unknown>(projection: string, asked?: AskedState): Promise<StateOf<State>>;
  /** Lists all keys of a keyed projection as of a moment, over as many pages as there are. */
  keys(projection: string, asked?: AskedMoment & Asking): Promise<KeysOut>;
  /** Lists all streams, over as many pages as there are. */
  streams(options?: Asking): Promise<{ readonly streams: readonly StreamOut[]; readonly head: HeadOut }>;
  /** Reads a part of a stream as recorded, from a revision on, oldest first. */
  stream(
    name: string,
    range?: Asking & { readonly from?: number; readonly limit?: number },
  ): Promise<StreamPage>;
  /** Reads the log as recorded, oldest first, up to the head at the time of the call. */
  log(options?: Asking & { readonly after?: number }): AsyncGenerator<CloudEvent, void, undefined>;
  /** Reads the audit trail, oldest first: who recorded what, and what was done to tokens. With tokens it takes the scope `admin`. */
  audit(asked?: AskedAudit & Asking): Promise<AuditOut>;
  /** Lists the parked events of a cluster's log; none where the store's log is its own. */
  parked(asked?: AskedParked & Asking): Promise<ParkedOut>;
  /** Tells what two moments differ in; what is left out of the second is as in the first. */
  diff(projection: string, from: AskedMoment, to: AskedMoment, asked?: AskedDiff): Promise<DiffOut>;
  /** Tells what one event would change in a state, were it recorded now, and records nothing; it throws what recording it would throw, but for the expected revision. */
  preview(projection: string, proposed: Proposed, asked?: AskedPreview): Promise<PreviewOut>;
  /** Tells which events set the value at a JSON Pointer into a state. */
  explain(projection: string, path: string, asked?: AskedExplanation): Promise<ExplanationOut>;
  /** Gives a value along one axis, for a chart. */
  series(projection: string, asked: AskedSeries): Promise<SeriesOut>;
  /** Counts facts, or events, in equal parts of an axis. */
  density(asked?: AskedDensity): Promise<DensityOut>;
  /** Lists the steps of the recorded axis. */
  commits(asked?: AskedCommits): Promise<CommitsOut>;
  /** Lists the projections and how they are. */
  projections(
    options?: Asking,
  ): Promise<{ readonly projections: readonly ProjectionInfo[]; readonly head: HeadOut }>;
  /**
   * Subscribes to a projection: first the whole state, then what each commit changes, as JSON Patch.
   *
   * A lost connection is made again after a while, and goes on after the last update that was taken: nothing is missed or told twice.
   */
  updates(projection: string, asked?: AskedUpdates): AsyncGenerator<UpdateOut, void, undefined>;
  /**
   * Subscribes to a projection and keeps its state: gives it whole at first and after each change.
   *
   * @example for await (const { state, position } of client.states('situation')) …
   */
  states<State = unknown>(
    projection: string,
    asked?: AskedStates,
  ): AsyncGenerator<KeptState<State>, void, undefined>;
  /** Subscribes to the timeline: first the facts there are, then what each commit changes. */
  changes(asked?: AskedChanges): AsyncGenerator<TimelineChangeOut, void, undefined>;
  /** Plays the timeline along one axis, step by step. After a lost connection it goes on from the last step, with a `start` that holds the state there. */
  replay(asked?: AskedReplay & ReplayFollowing): AsyncGenerator<ReplayUpdateOut, void, undefined>;
  /** Begins to rebuild what is saved of a projection, or finds the rebuild that is under way. */
  beginRebuild(projection: string): Promise<RebuildOut>;
  /** Tells how far a rebuild is, or how it ended. */
  rebuild(projection: string): Promise<RebuildOut>;
  /** Cancels a rebuild, and tells how it ended. */
  cancelRebuild(projection: string): Promise<RebuildOut>;
  /** Goes on with what halted at a fault of the projection's own code, and tells how it is. */
  resume(projection: string): Promise<ProjectionInfo>;
  /** Gets the answer of a route that has no method here. */
  get<Answer>(path: string, parameters?: Parameters, options?: Asking): Promise<Answer>;
}
