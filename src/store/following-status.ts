/** How a store follows a log that lives elsewhere. */
export interface FollowingStatus {
  readonly state: 'connecting' | 'catching-up' | 'live' | 'stopped';
  /** Since when it is in that state, in milliseconds of the Unix epoch. */
  readonly since: number;
  /** The share of the log that is taken in while it catches up, from 0 to 1, by bytes of the log. */
  readonly share?: number;
  readonly eventsPerSecond?: number;
  readonly secondsLeft?: number;
  /** Bytes of the log between what is taken in and its end, as it was when last asked. */
  readonly lagBytes: number;
  /** Milliseconds since it was last known to be caught up; 0 while it is live. */
  readonly lagMs: number;
  /** How often it connected again since it was opened. */
  readonly reconnects: number;
  /** How often the replica was emptied since it was opened, to be filled with another log, or another past of this one. */
  readonly refills?: number;
  /** Events in streams of the log that are no events of it. */
  readonly parked: number;
  /** Events of other streams. */
  readonly leftOut: number;
  /** Events of imports that have not ended. */
  readonly staged: number;
  /** The log's clock less this node's at the last append of its own, in milliseconds. */
  readonly clockSkewMs?: number;
  /** Why it is not live, as a sentence. */
  readonly why?: string;
}

/** An event that stands in a stream of the log where it lives, and that is no event of the log. */
export interface Parked {
  /** Its place where the log lives, as `commit/prepare`. */
  readonly position: string;
  /** The stream by its name there, with the prefix. */
  readonly stream: string;
  /** Its place in that stream as counted there, from 0. */
  readonly revision: number;
  /** Its id there. */
  readonly wireId: string;
  readonly type: string;
  /** Why it is no event of the log, as a sentence. */
  readonly reason: string;
  /** The code of the error, where recording it failed. */
  readonly code?: string;
}

/** A part of the list of parked events: those that come after `after`, at most `limit`. */
export interface ParkedRange {
  /** The position of a parked event, as `commit/prepare`. */
  readonly after?: string | undefined;
  readonly limit: number;
}
