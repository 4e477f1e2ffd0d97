import type { RecordedEvent } from '../domain/event.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Moment } from '../domain/moment.ts';
import type { FactRead, Reading } from '../domain/reading.ts';
import type { HistoryFilter } from '../store/port.ts';

/** A fact in a list: enough to name it and to ask for it. */
export interface FactMention {
  readonly id: string;
  readonly position: number;
  readonly stream: string;
  readonly type: string;
  readonly title: string;
  readonly occurred: string;
}

/** What every answer as of a moment says beside its subject. */
export interface Answer {
  readonly moment: ResolvedMoment;
  /** Facts that count as past although they may not have happened yet by `asOf`. */
  readonly uncertain: readonly FactMention[];
  /** Facts that have begun and, as far as is known, are not over for certain by `asOf`. */
  readonly underWay: readonly FactMention[];
}

/** A state as of a moment. */
export interface StateAnswer extends Answer {
  readonly projection: string;
  readonly version: number;
  /** The key it is the state of, for a keyed projection. */
  readonly key?: string;
  readonly state: unknown;
}

/** The keys of a keyed projection as of a moment, in alphabetical order. */
export interface KeysAnswer {
  readonly moment: ResolvedMoment;
  readonly projection: string;
  readonly version: number;
  readonly keys: readonly KeyCount[];
  /** What to ask with for the next page; absent after the last. */
  readonly next?: string;
}

/** Which keys are asked for: as of a moment, all of them or a page at a time. */
export interface KeysQuery extends Moment {
  /** 1 to 1000; all keys when left out. */
  readonly limit?: number | undefined;
  /** The `next` of the page before: it is of the same moment, whatever was recorded meanwhile. */
  readonly page?: string | undefined;
}

/** A key, and how many facts have it. */
export interface KeyCount {
  readonly key: string;
  readonly facts: number;
}

/** One page of the timeline as of a moment. */
export interface TimelinePage extends Answer {
  readonly entries: readonly FactRead[];
  /** What to ask with for the next page; absent after the last. */
  readonly next?: string;
}

/** A fact as of a moment, with every reading up to then and the events it came from and led to. */
export interface FactAnswer {
  readonly moment: ResolvedMoment;
  /** The fact's own event, as recorded. */
  readonly event: RecordedEvent;
  /** The reading that holds at the moment. */
  readonly reading: Reading;
  readonly readings: readonly Reading[];
  readonly standing: 'past' | 'uncertain' | 'future' | 'retracted';
  readonly causes: readonly FactMention[];
  readonly effects: readonly FactMention[];
}

/** What a timeline is asked for: a moment, filters, and how to page. */
export interface TimelineQuery extends Moment, HistoryFilter {
  readonly withRetracted?: boolean | undefined;
  /** `oldest-first` when left out. */
  readonly order?: 'oldest-first' | 'newest-first' | undefined;
  /** 1 to 1000; 100 when left out. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly page?: string | undefined;
}

/** A projection and how it is. */
export interface ProjectionInfo {
  readonly name: string;
  readonly version: number;
  readonly description: string;
  readonly keyed: boolean;
  /** The last position that it answers for. */
  readonly position: number;
  /** How many positions what is saved of it is behind the log: an answer makes up for them, or is folded from nothing. */
  readonly lag: number;
  /** What is saved of its states. */
  readonly checkpoints: { readonly count: number; readonly bytes: number };
  /** What is being built of it, until that takes the place of what answers now. */
  readonly building?: BuildProgress;
  readonly health: 'ok' | 'faulted';
  /** What went wrong the last time it was asked, when it is faulted. */
  readonly fault?: string;
}

/** How far a build of a projection is. */
export interface BuildProgress {
  readonly version: number;
  /** The share that is done, from 0 to 1. */
  readonly share: number;
  /** Events a second since it was begun or taken up again in this process. */
  readonly eventsPerSecond: number;
  /** Absent while it cannot be told yet. */
  readonly secondsLeft?: number;
}

/** How a rebuild ended. */
export interface Rebuilt {
  readonly projection: string;
  readonly version: number;
  /** What is saved now of the projection's states. */
  readonly checkpoints: { readonly count: number; readonly bytes: number };
}

/** Returns the mention of a fact. */
export function mentionOf(
  fact: Pick<FactRead, 'id' | 'position' | 'stream' | 'type' | 'occurred' | 'data'>,
): FactMention {
  const { id, position, stream, type, occurred, data } = fact;
  const title = data['title'];
  return { id, position, stream, type, occurred, title: typeof title === 'string' ? title : '' };
}
