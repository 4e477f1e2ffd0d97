import type { Source } from '../domain/events/common.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Patch } from '../domain/patch.ts';
import type { FactRead, ReadingStatus } from '../domain/reading.ts';
import type { Commit } from '../store/port.ts';
import type { FactMention } from './answers.ts';

export type { Commit } from '../store/port.ts';

/** How a history differs from another in one fact: only the second has it, only the first has it, or both have it and read it otherwise. */
export type ChangeKind = 'added' | 'removed' | 'reread';

/**
 * Why: an event between the two positions stated, corrected, retracted or reinstated the fact; or `asOf` lies on the other side of
 * when it occurred; or, with another `certainty`, it counts or counts no more.
 */
export type ChangeReason = 'stated' | 'corrected' | 'retracted' | 'reinstated' | 'occurred' | 'certainty';

/** A fact in which two histories differ: the fact is named as it reads in the second, or in the first where it is removed. */
export interface FactChange extends FactMention {
  readonly change: ChangeKind;
  readonly why: ChangeReason;
  /** The id of the event that makes the difference: of the fact itself, of a correction, or of a retraction. */
  readonly by: string;
  /** The position of that event. */
  readonly byPosition: number;
  /** What a correction or retraction gives as its reason. */
  readonly reason?: string;
}

/** What two moments differ in, as a projection sees them. */
export interface DiffAnswer {
  readonly projection: string;
  readonly version: number;
  readonly key?: string;
  readonly from: ResolvedMoment;
  readonly to: ResolvedMoment;
  /** Makes the state as of `to` of that as of `from`. */
  readonly patch: Patch;
  /**
   * Facts of the types that the projection depends on in which the two histories differ: first those that an event between the positions
   * concerns, in the order of these events, then those that only `asOf` tells apart, in history order.
   */
  readonly events: readonly FactChange[];
  /** Whether there are more such facts than are listed. */
  readonly more: boolean;
}

/** How far a diff goes into detail. */
export interface DiffOptions {
  /** The key of the state, for a keyed projection. */
  readonly key?: string | undefined;
  /** Most facts to list: 0 to 1000; 100 when left out. */
  readonly limit?: number | undefined;
}

/** One event that set a value, and the value after it. */
export interface ExplainedStep extends FactMention {
  /** When this reading was recorded: with the fact, or, where it was corrected, with the correction. Milliseconds of the Unix epoch. */
  readonly recordedAt: number;
  /** How the fact reads at the moment: as first stated, corrected, reinstated. */
  readonly status: ReadingStatus;
  /** The id and the position of the event that made this reading. */
  readonly by: string;
  readonly byPosition: number;
  /** Why it was last corrected. */
  readonly reason?: string;
  /** From whom what it says is, with grades where given, as the fact reads. */
  readonly sources: readonly Source[];
  /** From whom the correction that made this reading is; absent for a fact that stands as first stated. */
  readonly correctedFrom?: readonly Source[];
  /** The value at the path after this event; absent when there is nothing there any more. */
  readonly value?: unknown;
  /** What it added to a number; the contributions of all steps, and `earlier` if there is one, add up to the value. */
  readonly contribution?: number;
}

/** Where a value in a state comes from. */
export interface Explanation {
  readonly projection: string;
  readonly version: number;
  readonly key?: string;
  readonly moment: ResolvedMoment;
  /** The RFC 6901 JSON Pointer that was asked for. */
  readonly path: string;
  /**
   * Whether there is a value, there was one, or no event of the history as of this moment ever set one. What was retracted by then is in no
   * history: that there was a value before is told by an earlier `knownAt`, or by a series along the recorded axis.
   */
  readonly standing: 'present' | 'gone' | 'never';
  /** The value at the path; absent when there is none. */
  readonly value?: unknown;
  /** What stood at the path before every event; absent when there was nothing. */
  readonly initial?: unknown;
  /** The events that set the value, in history order; of many, or of few with large values, the latest. */
  readonly steps: readonly ExplainedStep[];
  /** What there was before the first listed step, where not all are listed. */
  readonly earlier?: { readonly value?: unknown };
}

/** What is to be explained. */
export interface ExplainOptions {
  readonly key?: string | undefined;
  /** Most steps to list: 1 to 1000; 200 when left out. */
  readonly limit?: number | undefined;
}

/** The two axes: occurred time, which `asOf` cuts, and recorded time, which `knownAt` cuts. */
export type Axis = 'occurred' | 'recorded';

/** A value along one axis, with the other clock fixed. */
export interface SeriesAnswer {
  readonly projection: string;
  readonly version: number;
  readonly key?: string;
  readonly path: string;
  readonly axis: Axis;
  /** The moment at the end of the range; its other clock is the one that stays fixed. */
  readonly moment: ResolvedMoment;
  /** The range, in milliseconds of the Unix epoch. */
  readonly from: number;
  readonly to: number;
  /** Whether each change of the value in the range has its point; otherwise points stand at even distances. */
  readonly exact: boolean;
  readonly points: readonly SeriesPoint[];
}

/** A value at one place of an axis; it holds there until the next point. */
export interface SeriesPoint {
  /** Milliseconds of the Unix epoch, on the axis asked for. */
  readonly at: number;
  readonly position: number;
  /** Absent where there is no such value. */
  readonly value?: unknown;
}

/** What a series is asked with; the other clock is that of a moment. */
export interface SeriesOptions {
  /** An RFC 6901 JSON Pointer. */
  readonly path: string;
  readonly key?: string | undefined;
  /** `occurred` when left out. */
  readonly axis?: Axis | undefined;
  /** Milliseconds of the Unix epoch, both inclusive; the whole range when left out. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** About how many points: 2 to 1000; 100 when left out. */
  readonly points?: number | undefined;
}

/** How many facts occurred, or events were recorded, in equal parts of a range. */
export interface DensityAnswer {
  readonly axis: Axis;
  readonly moment: ResolvedMoment;
  /** Milliseconds of the Unix epoch: the range, both inclusive. */
  readonly from: number;
  readonly to: number;
  /**
   * Width of a bucket in milliseconds, a whole number. Bucket `i` begins at `from + i * bucketMs`, inclusive, and ends before the next,
   * the last one after `to`.
   */
  readonly bucketMs: number;
  /** One number a bucket: as many as were asked for, or as few as buckets of a whole width need to reach `to`. */
  readonly counts: readonly number[];
}

/**
 * What a density is asked with. On the occurred axis it counts the facts known at the moment, without those that were retracted, by when
 * they may have begun; `asOf` does not cut it. On the recorded axis it counts the events up to the moment.
 */
export interface DensityOptions {
  readonly axis?: Axis | undefined;
  /** Milliseconds of the Unix epoch, both inclusive; from the first to the last when left out. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** How many buckets: 1 to 1000; 100 when left out. */
  readonly buckets?: number | undefined;
}

/** Some steps of the recorded axis. */
export interface CommitsAnswer {
  readonly commits: readonly Commit[];
  /** What to give as `after`, or as `before` in the order newest-first, for those that follow; absent after the last. */
  readonly next?: number;
}

/** Which commits to list. */
export interface CommitsOptions {
  /** Only commits whose last position is after this one. */
  readonly after?: number | undefined;
  /** Only commits whose last position is before this one. */
  readonly before?: number | undefined;
  /** Recorded times, both inclusive, in milliseconds of the Unix epoch. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  /** `oldest-first` when left out. */
  readonly order?: 'oldest-first' | 'newest-first' | undefined;
  /** 1 to 1000; 100 when left out. */
  readonly limit?: number | undefined;
}

/** A change of a fact, with the fact itself. */
export interface ChangedFact {
  readonly change: FactChange;
  /** The fact as it reads before; absent where it is added. */
  readonly before?: FactRead;
  /** The fact as it reads after; absent where it is removed. */
  readonly after?: FactRead;
}
