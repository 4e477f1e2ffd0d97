import type { TimelineError } from '../domain/errors.ts';
import type { Certainty, ResolvedMoment } from '../domain/moment.ts';
import type { Patch } from '../domain/patch.ts';
import type { FactRead } from '../domain/reading.ts';
import type { HistoryFilter } from '../store/port.ts';
import type { ChangedFact, FactChange } from './change-answers.ts';

/** What a subscription to a projection is asked with. */
export interface UpdatesOptions {
  /** `now`, which moves with the clock, or one instant of the past, of which only changed knowledge is told; `now` when left out. */
  readonly asOf?: string | number | undefined;
  readonly certainty?: Certainty | undefined;
  /** One key of a keyed projection; all of them when left out: then the state is an object of states by key. */
  readonly key?: string | undefined;
  /** Goes on after what was seen last: the `id` of an update, or a position. Begins with the whole state when left out. */
  readonly after?: string | number | undefined;
  /** Waits until the log has reached this position before it begins. */
  readonly minPosition?: number | undefined;
  /** Ends the subscription. */
  readonly signal?: AbortSignal | undefined;
}

interface UpdateBase {
  readonly projection: string;
  readonly version: number;
  /** The key of the state, where it is of one. */
  readonly key?: string;
  /** What to go on after: the position, and more only where the position alone does not say which state was seen. */
  readonly id: string;
  readonly moment: ResolvedMoment;
}

/** The whole state, at the beginning. */
export interface WholeUpdate extends UpdateBase {
  readonly kind: 'snapshot';
  readonly state: unknown;
}

/** What changed a state: applied to the state before, the patch gives exactly the state as of `moment`. */
export interface PatchUpdate extends UpdateBase {
  readonly kind: 'patch';
  /** The moment of the state before. */
  readonly from: ResolvedMoment;
  readonly patch: Patch;
  /** What made the difference; of very many the first. */
  readonly causes: readonly FactChange[];
  /** Whether there are more causes than are listed. */
  readonly more: boolean;
}

/** From here on what comes is new. It comes once. */
export interface CaughtUpUpdate extends UpdateBase {
  readonly kind: 'caught-up';
  /** SHA-256 of the state as RFC 8785 JSON, in hexadecimal, to check one's own state with; absent for all keys at once. */
  readonly hash?: string;
}

/** The projection changed its version: the whole state of the new one, from which patches go on. */
export interface ResetUpdate extends UpdateBase {
  readonly kind: 'reset';
  readonly state: unknown;
}

/** The projection's own code fails. What comes next goes on from the last state that was told. */
export interface FaultUpdate extends Omit<UpdateBase, 'id'> {
  readonly kind: 'fault';
  /** Absent while no state was told: there is nothing to go on after. */
  readonly id?: string;
  readonly error: TimelineError;
}

/** One thing that a subscription to a projection tells. */
export type Update = WholeUpdate | PatchUpdate | CaughtUpUpdate | ResetUpdate | FaultUpdate;

/** What a subscription to the timeline is asked with: the filters of the timeline. */
export interface ChangesOptions
  extends HistoryFilter, Pick<UpdatesOptions, 'asOf' | 'certainty' | 'after' | 'minPosition' | 'signal'> {
  readonly withRetracted?: boolean | undefined;
}

/** Facts that are there at the beginning, oldest first, some at a time. */
export interface EntriesChange {
  readonly kind: 'entries';
  /** Only with the last of them: who has not seen all begins anew. */
  readonly id?: string;
  readonly moment: ResolvedMoment;
  readonly entries: readonly FactRead[];
}

/** Facts that came into what is listed, went out of it, or read otherwise. */
export interface FactsChange {
  readonly kind: 'changes';
  readonly id: string;
  readonly from: ResolvedMoment;
  readonly moment: ResolvedMoment;
  readonly changes: readonly ChangedFact[];
}

/** From here on what comes is new. It comes once. */
export interface CaughtUpChange {
  readonly kind: 'caught-up';
  readonly id: string;
  readonly moment: ResolvedMoment;
}

/** One thing that a subscription to the timeline tells. */
export type TimelineChange = EntriesChange | FactsChange | CaughtUpChange;

/** What a replay is asked with. */
export interface ReplayOptions {
  /** The axis that it goes along; `occurred` when left out. The other clock stays where it is. */
  readonly axis?: 'occurred' | 'recorded' | undefined;
  /** Where it begins: an instant as in a moment, or, along the recorded axis, also a position; the beginning of the log when left out. */
  readonly from?: string | number | undefined;
  /** Where it ends; when left out it goes on live after the last step. */
  readonly to?: string | number | undefined;
  /** The clock that stays: `asOf` along the recorded axis, now when left out; `knownAt` along the occurred axis, the head when left out. */
  readonly asOf?: string | number | undefined;
  readonly knownAt?: string | number | undefined;
  readonly certainty?: Certainty | undefined;
  /** Also tells how the state of this projection changes; for a keyed one with `key`. */
  readonly projection?: string | undefined;
  readonly key?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Where a replay begins. */
export interface ReplayStart {
  readonly kind: 'start';
  readonly id: string;
  readonly moment: ResolvedMoment;
  /** The place on the axis, in milliseconds of the Unix epoch; absent before everything. */
  readonly at?: number;
  /** The state there, where a projection was named. */
  readonly state?: unknown;
}

/** One step of a replay: everything of one instant on its axis. */
export interface ReplayStep {
  readonly kind: 'step';
  readonly id: string;
  readonly moment: ResolvedMoment;
  /** The place on the axis, in milliseconds of the Unix epoch. */
  readonly at: number;
  readonly changes: readonly ChangedFact[];
  /** Makes the state after this step of that before it, where a projection was named. */
  readonly patch?: Patch;
}

/** The past is told; what comes is new. It comes once, where the end is open. */
export interface ReplayLive {
  readonly kind: 'caught-up';
  readonly id: string;
  readonly moment: ResolvedMoment;
}

/** The replay has come to its end. */
export interface ReplayEnd {
  readonly kind: 'end';
  readonly id: string;
  readonly moment: ResolvedMoment;
}

/** One thing that a replay tells. */
export type ReplayUpdate = ReplayStart | ReplayStep | ReplayLive | ReplayEnd;
