import type { ReadonlySignal, Signal } from '@preact/signals';

import type { Client, FactChange, FactOut, MomentOut, ProjectionInfo } from '../client/index.ts';
import type { Permission } from './model/permission.ts';

/** What the lanes of the timeline stand for. */
export type LaneKind = 'stream' | 'actor' | 'place' | 'type' | 'source';

/** Which panel is open beside the timeline. */
export type PanelName = 'situation' | 'fact' | 'compare' | 'knowledge' | 'places' | 'conflicts' | 'sources';

/** Whose clock times are shown by: UTC, this computer's, or the zone an event's source wrote. */
export type ZoneChoice = 'utc' | 'local' | 'own';

/** Which facts are looked at; values of one field are alternatives, all fields must hold. */
export interface Filter {
  readonly about: readonly string[];
  readonly types: readonly string[];
  readonly streams: readonly string[];
  readonly sources: readonly string[];
  /** Words to find; empty for none. */
  readonly text: string;
}

/** A moment as the scrubbers have it. */
export interface ScrubbedMoment {
  /** The clock of the world, in milliseconds of the Unix epoch; `now` moves with the clock. */
  readonly asOf: number | 'now';
  /** The clock of the log: a position; `head` moves with the log. */
  readonly knownAt: number | 'head';
}

/** Everything that the address of the page says: the same address shows the same. */
export interface View extends ScrubbedMoment {
  /** The newest position that is on the screen: what was recorded later is left out until it is asked for. All there is when undefined. */
  readonly newest: number | undefined;
  /** Whether both scrubbers move together: what did we know then. */
  readonly linked: boolean;
  readonly certainty: 'possible' | 'certain';
  /** The occurred times in view, in milliseconds of the Unix epoch; undefined shows all. */
  readonly window: { readonly from: number; readonly to: number } | undefined;
  readonly lanes: LaneKind;
  readonly filter: Filter;
  readonly panel: PanelName;
  /** The id of the event that is looked at. */
  readonly selected: string | undefined;
  /** JSON Pointer into the situation whose explanation is open. */
  readonly explained: string | undefined;
  /** The other moment of a comparison. */
  readonly compared: ScrubbedMoment | undefined;
  readonly zone: ZoneChoice;
}

/** Readings of facts by columns: index `i` of each is the same reading. In history order: by `from`, then by fact, then by position. */
export interface Marks {
  readonly count: number;
  /** The position of the event that made the reading: it holds from here on. */
  readonly position: Float64Array;
  /** The position from which it no longer holds; Infinity while it does. */
  readonly recordedTo: Float64Array;
  /** Its recorded time, in milliseconds of the Unix epoch. */
  readonly recordedAt: Float64Array;
  /** The position of its fact's first event. */
  readonly fact: Float64Array;
  /** Occurred time, in milliseconds of the Unix epoch, as `Occurrence` has it; NaN where there is none. */
  readonly from: Float64Array;
  readonly fromLatest: Float64Array;
  readonly to: Float64Array;
  readonly toLatest: Float64Array;
  /** 1 where it began and has no known end: an interval with an open end. */
  readonly isOpen: Uint8Array;
  /** 0 stated, 1 corrected, 2 retracted, 3 reinstated. */
  readonly status: Uint8Array;
  /** 0 none, 1 uncertain, 2 approximate, 3 both. */
  readonly qualifier: Uint8Array;
  /** Index into `types`, and into `streams`. */
  readonly type: Uint16Array;
  readonly stream: Uint32Array;
  readonly types: readonly string[];
  readonly streams: readonly string[];
  /** What lanes are made of, with the name to show of each. */
  readonly lanes: readonly string[];
  /** The lanes of reading `i` are `laneOf[laneStart[i]] … laneOf[laneStart[i + 1] - 1]`: one of several people stands in several. */
  readonly laneStart: Uint32Array;
  readonly laneOf: Uint32Array;
}

/** What is known of the marks in the window. */
export interface MarksInView {
  readonly kind: 'loading' | 'marks' | 'too-many' | 'failed';
  readonly marks: Marks;
  /** Readings in the window; more than `marks.count` where they are too many. */
  readonly inAll: number;
  /** Whether these are all readings that the filter lets in, and not only those in the window and beside it. */
  readonly isWhole: boolean;
  readonly fault?: string | undefined;
}

/** Something asked of the server: the answer last had stays while the next is on its way. */
export interface Asked<Answer> {
  readonly state: 'loading' | 'there' | 'failed';
  readonly answer: Answer | undefined;
  /** A sentence, where it failed. */
  readonly fault?: string | undefined;
}

/** Whether what is shown follows the log. */
export type LiveState =
  | { readonly kind: 'live' | 'catching-up' | 'reconnecting' | 'offline' }
  /** The past is looked at; `unseen` events were recorded since the head was last shown. */
  | { readonly kind: 'paused'; readonly unseen: number };

/** Which clock a replay goes along. */
export type ReplayAxis = 'occurred' | 'recorded';

/** Plays what happened, or what became known, change by change; the moment of the page goes along. */
export interface Replay {
  /** `waiting` while a change cannot be shown because the server does not answer: it goes on by itself, from the same change. */
  readonly stand: ReadonlySignal<'stopped' | 'playing' | 'waiting' | 'paused' | 'ended'>;
  /** How many changes there are from the beginning to the end, and up to where it is. */
  readonly progress: ReadonlySignal<{ readonly done: number; readonly all: number }>;
  readonly axis: Signal<ReplayAxis>;
  /** How many times as fast as it went. */
  readonly speed: Signal<number>;
  /** Whether a wait between two changes is cut short. */
  readonly skipsGaps: Signal<boolean>;
  /** Goes on from the moment; from the beginning where that is now, or the end. */
  play(): void;
  pause(): void;
  /** Goes to the beginning or the end, and stays there. */
  go(end: 'begin' | 'end'): void;
}

/** The past that is on screen was changed by what was recorded since. */
export interface PastChanged {
  readonly causes: readonly {
    readonly id: string;
    readonly title: string;
    readonly type: string;
    readonly why?: FactChange['why'];
    /** Why it was corrected or retracted, as that says. */
    readonly reason?: string | undefined;
  }[];
  /** How many facts changed: more than `causes` where they are very many, of which the last are named. */
  readonly inAll: number;
  /** The position up to which it is told. */
  readonly position: number;
}

/** What the whole page stands on; made once, by `createModel`. */
export interface PageModel {
  readonly view: ReadonlySignal<View>;
  /** Changes what the address says; `push` makes a step of the browser's history, else the last one is replaced. */
  change(part: Partial<View>, how?: 'push' | 'replace'): void;
  /** The moment that is asked for now, at the pace of the drag: `view`'s, or where a drag or a replay is. */
  readonly moment: ReadonlySignal<ScrubbedMoment>;
  /** Moves a scrubber without a step of history; `undefined` ends the drag and keeps where it is. */
  scrub(moment: Partial<ScrubbedMoment> | undefined): void;
  /** What `head` stands for on the screen: it follows the log while the page is live, and stays where it is while the past is looked at. */
  readonly head: ReadonlySignal<{ readonly position: number; readonly recordedAt: number | null }>;
  /** The moment in numbers, `now` and `head` resolved: what marks are cut by. */
  readonly at: ReadonlySignal<{ readonly asOf: number; readonly position: number }>;
  /** The last instant, in milliseconds of the Unix epoch, at which a fact began that the moment has: what is asked as of now is asked again when it moves. */
  readonly edge: ReadonlySignal<number>;
  /** This computer's clock, in milliseconds of the Unix epoch; ticks once a second. */
  readonly now: ReadonlySignal<number>;
  readonly projections: ReadonlySignal<readonly ProjectionInfo[]>;
  /** Whether the server lets this page append, correct: it is read-only where not. */
  readonly may: ReadonlySignal<Permission>;
  readonly marks: ReadonlySignal<MarksInView>;
  /** The whole extent of occurred times, in milliseconds of the Unix epoch. */
  readonly extent: ReadonlySignal<{ readonly from: number; readonly to: number } | undefined>;
  /** Commits of the log for the ticks of the second scrubber: positions and recorded times, ascending; thinned where they are very many. */
  readonly commits: ReadonlySignal<
    readonly { readonly position: number; readonly recordedAt: number; readonly events: number }[]
  >;
  /** The state of a projection as of the moment; the same signal for the same name and key. `uncertain` are the ids of facts that are in it although they may not have happened yet. */
  state(
    projection: string,
    key?: string,
  ): ReadonlySignal<
    Asked<{
      readonly moment: MomentOut;
      readonly state: unknown;
      readonly uncertain: ReadonlySet<string>;
    }>
  >;
  /** The fact that is selected, as read at the moment. */
  readonly fact: ReadonlySignal<Asked<FactOut>>;
  readonly live: ReadonlySignal<LiveState>;
  /** Counts how often the server came back: what failed before is worth asking for again. */
  readonly returns: ReadonlySignal<number>;
  readonly pastChanged: Signal<PastChanged | undefined>;
  /** Puts on the screen what was recorded since the past is looked at; without it nothing moves. */
  showNewest(): Promise<void>;
  /** Why the server does not answer, as a sentence, and whether it asks for a token; undefined while it answers. */
  readonly fault: ReadonlySignal<{ readonly sentence: string; readonly asksForToken: boolean } | undefined>;
  /** Asks the server again at once. */
  retry(): void;
  readonly replay: Replay;
  /** The times of changes along an axis next to the moment: for stepping. */
  step(axis: 'occurred' | 'recorded', direction: 1 | -1): Promise<void>;
  readonly client: Client;
  /** Tells a sentence to people with screen readers, and shows it for a while. */
  tell(sentence: string): void;
  /** What was told last; another object each time. */
  readonly told: ReadonlySignal<{ readonly sentence: string } | undefined>;
}
