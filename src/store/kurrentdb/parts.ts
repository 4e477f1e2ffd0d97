import type { Json } from '../../domain/json.ts';
import type { PreparedEvent } from '../../domain/prepare.ts';
import type {
  AppendRequest,
  AppendResult,
  EventLog,
  ImportRequest,
  ImportResult,
  StoreOptions,
} from '../port.ts';

/** A place in `$all`; both parts are unsigned 64-bit integers. */
export interface ClusterPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** An event as the cluster has it. */
export interface ClusterEvent {
  readonly position: ClusterPosition;
  /** By its name in the cluster, with the prefix. */
  readonly stream: string;
  /** Its place in its stream as the cluster counts, from 0. */
  readonly revision: number;
  /** A UUID in lower case. */
  readonly wireId: string;
  readonly type: string;
  /** The data, parsed; undefined where it is no JSON. */
  readonly data: Json | undefined;
  /** The metadata, parsed; undefined where there is none or it is no JSON. */
  readonly metadata: Json | undefined;
  /** The cluster's clock, in milliseconds of the Unix epoch. */
  readonly created: number;
}

/** Which events of a cluster are those of a log. */
export interface ClusterScope {
  /** What the names of its streams begin with in the cluster. */
  readonly prefix: string;
  /** Categories that belong to it; all when absent. */
  readonly categories?: readonly string[] | undefined;
  /** What happens at an event in a stream of ours that is none of ours; an append of ours that cannot be recorded is parked in any case. */
  readonly foreign: 'park' | 'stop';
}

/** An event in a stream of ours that is no event of the log. */
export interface ParkedEvent {
  readonly position: ClusterPosition;
  readonly stream: string;
  readonly revision: number;
  readonly wireId: string;
  readonly type: string;
  /** A sentence, and the code of the error where recording it failed. */
  readonly reason: string;
  readonly code?: string;
}

/** How the batch of one append came out in the log. */
export type BatchOutcome =
  | { readonly kind: 'recorded' | 'repeated'; readonly result: AppendResult }
  | { readonly kind: 'parked'; readonly error: Error };

/** How an import came out. */
export type ImportOutcome =
  | { readonly kind: 'recorded'; readonly result: ImportResult }
  | { readonly kind: 'parked'; readonly error: Error };

/** What a group of appends comes to, before anything of it is written to the cluster. */
export type PlannedAppend =
  | { readonly kind: 'refused'; readonly error: unknown }
  | { readonly kind: 'repeated'; readonly result: AppendResult }
  /** What it comes to depends on others of the group that are still to be written: it is to be planned again after them, before what is newer. */
  | { readonly kind: 'later' }
  | {
      readonly kind: 'to-write';
      /** As they are to be written: corrections are restated. */
      readonly events: readonly PreparedEvent[];
      /** What the cluster is to expect of the stream: `any`, `none`, or its revision as the cluster counts. */
      readonly expected: 'any' | 'none' | number;
    };

/** What a replica hears of what it took in. */
export interface TakenListener {
  /** Hears how a batch came out, by its `asof.append`; called after the commit. */
  readonly batch: (append: string, outcome: BatchOutcome) => void;
  /** Hears how an import came out, by its id; called after the commit. */
  readonly import: (id: string, outcome: ImportOutcome) => void;
}

/** A recorded time that was taken for something that is on its way into the log. */
export interface TakenStamp {
  /** Milliseconds of the Unix epoch. */
  readonly at: number;
  /** Says that it is in the log, or given up. */
  release(): void;
}

/** How a replica is opened. */
export interface ReplicaOptions extends StoreOptions {
  /** The path of its file; its index and its lock stand beside it. */
  readonly path: string;
  /** The name for people, without credentials. */
  readonly name: string;
  readonly scope: ClusterScope;
  readonly listener: TakenListener;
  /** Opens it beside the process that follows; nothing can be taken in or planned. */
  readonly readOnly?: boolean;
}

/**
 * A node's own copy of the log, in SQLite: what the cluster's events come to.
 *
 * It takes events in the order of `$all`, however they are cut into parts. While a `take` is under way, and between `beginImport` and
 * `end`, nothing else may be asked of it but reads, `stamp`, and what only tells.
 */
export interface Replica {
  /** All reads of the log and what is kept for projections: as in the embedded store. */
  readonly reads: Omit<
    EventLog,
    'append' | 'import' | 'verify' | 'health' | 'close' | 'following' | 'ready' | 'parked'
  >;
  /** The identity of the log it follows; undefined before it was bound. */
  identity(): string | undefined;
  /** Binds it to a log; a replica that is bound to another log, or has other scope, is emptied first. */
  bind(identity: string): void;
  /** Empties it: everything is taken in again. */
  empty(): void;
  /** Where to follow on from: the position of the last cluster event whose batch is whole, and its wire id; undefined at the beginning. */
  resumeAfter(): { readonly position: ClusterPosition; readonly wireId: string } | undefined;
  /**
   * The last event of the log itself before that, which is there as long as the log is: events of others may be gone from the cluster
   * without its having another past.
   */
  anchor(): { readonly position: ClusterPosition; readonly wireId: string } | undefined;
  /** Goes back to the anchor, to follow on from there: where the event to follow on from is not there, but the anchor is. */
  rewind(): void;
  /** The position of the last cluster event that it was given, whole batch or not. */
  takenThrough(): ClusterPosition | undefined;
  /** Forgets the part of a batch that has come in: after a cut, following goes on from `resumeAfter`. */
  forgetPart(): void;
  /**
   * Takes events in; what is taken is committed before it resolves, and everything but the recording of an import, which lets others
   * have their turn, happens before it returns.
   *
   * Rejects with `store-corrupt` for a gap in the revisions of a stream, for what no longer follows, and for an event that is none of ours
   * where the scope says `stop`: then what came before it is taken, however the events were cut into parts. Rejects with what SQLite
   * throws, as an error of the catalogue: then following goes on from `resumeAfter`, after `forgetPart`, where that can be mended
   * (`store-full`). Events that were taken before are passed over.
   */
  take(events: readonly ClusterEvent[]): Promise<void>;
  /** Notes that following has reached the end of the log, and whether it ever has since the replica was empty. */
  noteCaughtUp(): void;
  wasCaughtUp(): boolean;
  /** Notes how far following came without an event of ours; it is kept only where no part of a batch is waiting. */
  passed(position: ClusterPosition, wireId: string): void;
  /** Works out what a group of appends comes to, as recorded in this order; nothing is kept of it. */
  plan(requests: readonly AppendRequest[]): readonly PlannedAppend[];
  /**
   * Takes the recorded time to write into the envelopes of what is appended now: never at or before what was promised. Until it is
   * released, what is known at an instant is answered as of before it, so that the answer stays the same.
   */
  stamp(): TakenStamp;
  /** Checks an import as it would be recorded now, some events at a time; `end` takes it back. Nothing is taken in meanwhile. */
  beginImport(): ReplicaImport;
  parked(range: {
    readonly after?: ClusterPosition | undefined;
    readonly limit: number;
  }): readonly ParkedEvent[];
  counts(): { readonly parked: number; readonly leftOut: number; readonly staged: number };
  /** Checks the replica itself, as the embedded store is. */
  verify(): ReturnType<EventLog['verify']>;
  close(): Promise<void>;
}

/** An import that is being checked. */
export interface ReplicaImport {
  /** Checks one event; undefined when it is in the log already. Throws as `EventLog.import` does, with the place. */
  take(request: ImportRequest): { readonly event: PreparedEvent; readonly recordedAt: number } | undefined;
  /** What it comes to so far. */
  result(): ImportResult;
  end(): void;
}
