/** A moment as it is asked for on the command line. */
export interface AskedMoment {
  readonly asOf?: string | undefined;
  readonly knownAt?: string | undefined;
  readonly certainty?: 'possible' | 'certain' | undefined;
}

/** Which facts are asked for on the command line. */
export interface AskedFilter {
  /** RFC 3339. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly about?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  readonly streams?: readonly string[] | undefined;
  readonly publishers?: readonly string[] | undefined;
  readonly text?: string | undefined;
  readonly withRetracted?: boolean | undefined;
}

/** Two moments as they are asked for on the command line. */
export interface AskedDiff extends AskedMoment {
  readonly toAsOf?: string | undefined;
  readonly toKnownAt?: string | undefined;
  readonly key?: string | undefined;
  readonly limit?: number | undefined;
}

/** What is to be explained, as it is asked for on the command line. */
export interface AskedExplanation extends AskedMoment {
  readonly path: string;
  readonly key?: string | undefined;
  readonly limit?: number | undefined;
}

/** A range of an axis as it is asked for on the command line; times are RFC 3339. */
export interface AskedRange {
  readonly axis?: 'occurred' | 'recorded' | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** A value along an axis, as it is asked for on the command line. */
export interface AskedSeries extends AskedMoment, AskedRange {
  readonly path: string;
  readonly key?: string | undefined;
  readonly points?: number | undefined;
}

/** How much there is along an axis, as it is asked for on the command line. */
export interface AskedDensity extends AskedMoment, AskedRange {
  readonly buckets?: number | undefined;
}

/** Which steps of the recorded axis are asked for on the command line; times are RFC 3339. */
export interface AskedCommits {
  readonly after?: number | undefined;
  readonly before?: number | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly order?: 'oldest-first' | 'newest-first' | undefined;
  readonly limit?: number | undefined;
}

/** What is common to all that goes on until it is told to end. */
export interface Following {
  readonly signal: AbortSignal;
  /** Hears in a sentence of what is not data, such as that the connection is lost and made again. */
  readonly tell: (sentence: string) => Promise<void>;
}

/** A subscription to a projection, as it is asked for on the command line. */
export interface AskedUpdates extends Omit<AskedMoment, 'knownAt'> {
  readonly key?: string | undefined;
  readonly after?: string | undefined;
}

/** A subscription to the timeline, as it is asked for on the command line. */
export interface AskedChanges extends Omit<AskedMoment, 'knownAt'>, AskedFilter {
  readonly after?: string | undefined;
}

/** A replay, as it is asked for on the command line; it is given no time here. */
export interface AskedReplay extends AskedMoment, AskedRange {
  readonly projection?: string | undefined;
  readonly key?: string | undefined;
}
