/** An instant: RFC 3339, or milliseconds of the Unix epoch. */
export type AskedInstant = string | number;

/** A moment as a server is asked for it; what is left out means now, and all that is known. */
export interface AskedMoment {
  /** Cuts occurred time, inclusive. */
  readonly asOf?: AskedInstant | undefined;
  /** Cuts recorded time, inclusive: an RFC 3339 instant, or a position as a number or in digits. */
  readonly knownAt?: string | number | undefined;
  /** `certain` leaves out what may not have happened yet by `asOf`. */
  readonly certainty?: 'possible' | 'certain' | undefined;
  /** Waits until the log has reached this position before it answers. */
  readonly minPosition?: number | undefined;
}

/** How a request ends before its answer. */
export interface Asking {
  /** Gives the request up; then it rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Which facts are asked for. */
export interface AskedFilter {
  /** Earliest and latest beginning, both inclusive. */
  readonly from?: AskedInstant | undefined;
  readonly to?: AskedInstant | undefined;
  readonly about?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly streams?: readonly string[] | undefined;
  readonly publishers?: readonly string[] | undefined;
  /** Words to find; every one must stand in the fact's text. */
  readonly text?: string | undefined;
  readonly withRetracted?: boolean | undefined;
}

/** A page of the timeline. */
export interface AskedTimeline extends AskedMoment, AskedFilter, Asking {
  /** `oldest-first` when left out. */
  readonly order?: 'oldest-first' | 'newest-first' | undefined;
  /** 1 to 1000; 100 when left out. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly page?: string | undefined;
}

/** Readings as such: by what was known, and not as of an instant. */
export interface AskedReadings
  extends Pick<AskedMoment, 'knownAt' | 'minPosition'>, Omit<AskedFilter, 'withRetracted'>, Asking {
  /** Only readings that events after this position made or ended. */
  readonly after?: number | undefined;
  /** What the lanes stand for; `stream` when left out. */
  readonly lanes?: 'stream' | 'actor' | 'place' | 'type' | 'source' | undefined;
  /** Whether ids and titles are told, of at most 1000 readings. */
  readonly titles?: boolean | undefined;
  /** 1 to 100,000; 20,000 when left out, and 1000 with titles. */
  readonly limit?: number | undefined;
  /** The `next` of the page before. */
  readonly page?: string | undefined;
}

/** A state: the moment, and the key of a keyed projection. */
export interface AskedState extends AskedMoment, Asking {
  readonly key?: string | undefined;
}

/** What a preview is told as of; it is known at the head. */
export interface AskedPreview extends Pick<AskedMoment, 'asOf' | 'minPosition'>, Asking {
  readonly key?: string | undefined;
}

/** A range of an axis, both ends inclusive. */
export interface AskedRange {
  /** `occurred` when left out. */
  readonly axis?: 'occurred' | 'recorded' | undefined;
  readonly from?: AskedInstant | undefined;
  readonly to?: AskedInstant | undefined;
}

/** What is beside the two moments of a diff. */
export interface AskedDiff extends Asking {
  readonly key?: string | undefined;
  /** Most facts to list: 0 to 1000; 100 when left out. */
  readonly limit?: number | undefined;
}

/** What is beside the path of an explanation. */
export interface AskedExplanation extends AskedState {
  /** Most steps to list: 1 to 1000; 200 when left out. */
  readonly limit?: number | undefined;
}

/** A value along an axis, for a chart. */
export interface AskedSeries extends AskedState, AskedRange {
  /** An RFC 6901 JSON Pointer into the state. */
  readonly path: string;
  /** About how many points: 2 to 1000; 100 when left out. */
  readonly points?: number | undefined;
}

/** How much there is along an axis. */
export interface AskedDensity extends Omit<AskedMoment, 'certainty'>, AskedRange, Asking {
  /** 1 to 1000; 100 when left out. */
  readonly buckets?: number | undefined;
}

/** Which steps of the recorded axis. */
export interface AskedCommits extends Omit<AskedRange, 'axis'>, Asking {
  /** Only commits whose last position is after this one, or before that one. */
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly order?: 'oldest-first' | 'newest-first' | undefined;
  /** 1 to 1000; 100 when left out. */
  readonly limit?: number | undefined;
}

/** How something is followed. */
export interface Following extends Asking {
  /** Goes on after the id of what was seen last; from the beginning when left out. */
  readonly after?: string | number | undefined;
  /**
   * Hears that the connection is lost, with the error or undefined where the server ended it, and in how many milliseconds
   * it is made again.
   */
  readonly onLost?: ((error: unknown, waitMs: number) => void | Promise<void>) | undefined;
}

/** A subscription to a projection; with a fixed `asOf` only what becomes known of that past is told. */
export interface AskedUpdates extends Omit<AskedMoment, 'knownAt'>, Following {
  /** One key of a keyed projection; all of them when left out: then the state is an object of states by key. */
  readonly key?: string | undefined;
}

/** A subscription to the timeline. */
export interface AskedChanges extends Omit<AskedMoment, 'knownAt'>, AskedFilter, Following {
  /** Hears that a fault of the server's side ended a connection; it is made again. */
  readonly onFault?: ((error: Error) => void | Promise<void>) | undefined;
}

/** A replay. */
export interface AskedReplay extends Omit<AskedMoment, 'minPosition'>, AskedRange, Asking {
  /** Also tells how the state of this projection changes. */
  readonly projection?: string | undefined;
  readonly key?: string | undefined;
  /** Times as fast as it happened; as fast as it is read with 0, and when left out. */
  readonly speed?: number | undefined;
  /** The longest wait between two steps, in seconds of the axis. */
  readonly gap?: number | undefined;
}
