/** Which instant of an uncertain time decides whether it belongs to the past: its earliest, or its latest. */
export type Certainty = 'possible' | 'certain';

/** A point on both clocks as a caller gives it; what is left out means "now". */
export interface Moment {
  /** Cuts occurred time, inclusive: an RFC 3339 instant or milliseconds of the Unix epoch. Now when left out. */
  readonly asOf?: string | number | undefined;
  /** Cuts recorded time, inclusive: an RFC 3339 instant, or a position in digits. The head of the log when left out. */
  readonly knownAt?: string | number | undefined;
  /** `certain` leaves out what may not have happened yet by `asOf`. */
  readonly certainty?: Certainty | undefined;
  /** Waits until the log has reached this position before it answers. */
  readonly minPosition?: number | undefined;
}

/** A moment with nothing left open: the same one gives the same answer for ever. */
export interface ResolvedMoment {
  /** Milliseconds of the Unix epoch. */
  readonly asOf: number;
  /** Milliseconds of the Unix epoch; the recorded time of `position` unless the caller named an instant. Null while the log is empty. */
  readonly knownAt: number | null;
  /** The last position that was known; 0 is before the first event. */
  readonly position: number;
  readonly certainty: Certainty;
}
