import type { EventLog, LogCounters } from '../store/port.ts';

/** Upper ends, in seconds, of the parts in which the durations of appends are counted; what is longer is in one part more. */
export const appendSecondsBounds: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
];

/** Durations, counted by how long they were. */
export interface CountedSeconds {
  /** How many lie in each part, not added up. */
  readonly counts: readonly number[];
  /** All of them together, in seconds. */
  readonly sum: number;
}

/** What a timeline did since it was opened. */
export interface TimelineCounters extends LogCounters {
  /** Facts that projections were folded over, also in the background. */
  readonly foldedEvents: number;
  /** Times that a state to fold on from was looked for and found, among the checkpoints or in memory. */
  readonly checkpointHits: number;
  /** Times that there was none: what follows is folded from nothing. */
  readonly checkpointMisses: number;
  /** How long appends took until they were durable. */
  readonly appendSeconds: CountedSeconds;
}

/** What the engine itself counts: added to where the thing happens, and read as numbers. */
export interface EngineCounts {
  foldedEvents: number;
  checkpointHits: number;
  checkpointMisses: number;
  readonly appendCounts: number[];
  appendSum: number;
}

/** By the log that a timeline is of, so that what folds need not be handed them. */
const ofLogs = new WeakMap<EventLog, EngineCounts>();

/** Returns the counts of the timeline over a log. */
export function countsOf(store: EventLog): EngineCounts {
  const known = ofLogs.get(store);
  if (known !== undefined) return known;
  const counts: EngineCounts = {
    foldedEvents: 0,
    checkpointHits: 0,
    checkpointMisses: 0,
    appendCounts: Array.from({ length: appendSecondsBounds.length + 1 }, () => 0),
    appendSum: 0,
  };
  ofLogs.set(store, counts);
  return counts;
}

/** Counts how long an append took, in milliseconds. */
export function countAppend(counts: EngineCounts, ms: number): void {
  const seconds = ms / 1000;
  countInPart(counts.appendCounts, appendSecondsBounds, seconds);
  counts.appendSum += seconds;
}

/** Counts a duration in the part that it lies in: that of the first bound it is not over, or the one after the last. */
export function countInPart(counts: number[], bounds: readonly number[], seconds: number): void {
  const found = bounds.findIndex((bound) => seconds <= bound);
  const part = found === -1 ? bounds.length : found;
  counts[part] = (counts[part] ?? 0) + 1;
}

/** Returns all that is counted of a timeline, as it is now. */
export function countersOf(store: EventLog): TimelineCounters {
  const { foldedEvents, checkpointHits, checkpointMisses, appendCounts, appendSum } = countsOf(store);
  const appendSeconds = Object.freeze({ counts: Object.freeze([...appendCounts]), sum: appendSum });
  return Object.freeze({
    ...store.counters(),
    foldedEvents,
    checkpointHits,
    checkpointMisses,
    appendSeconds,
  });
}
