/** What a build is of. A build is never used for a projection whose code or vocabulary has changed: the fingerprint is theirs. */
export interface BuildOf {
  readonly projection: string;
  readonly version: number;
  readonly fingerprint: string;
}

/** What is kept for one version of one projection. */
export interface Build extends BuildOf {
  readonly id: number;
  /** Up to where it has followed the log. */
  readonly position: number;
  /** Whether it has once come up to the head: written last, so that half a build is never taken for a whole one. */
  readonly isComplete: boolean;
}

/** What one state is kept of: a key of a keyed projection, or, under the empty name, the whole of another. */
export interface Series {
  readonly id: number;
  readonly name: string;
  /** The position of the first reading that had this key. */
  readonly firstPosition: number;
  /** How many readings were added to it that no checkpoint was laid over yet, about. */
  readonly waiting: number;
}

/** A place in a history at which a state was saved. */
export interface CheckpointPlace {
  /** Everything that occurred up to here is in it, in milliseconds of the Unix epoch. */
  readonly occurredMs: number;
  /** The first position from which it is true. */
  readonly recordedFrom: number;
  /** How many facts are in it. */
  readonly facts: number;
}

/** A state saved with the moment it is for. */
export interface Checkpoint extends CheckpointPlace {
  /** The state as JSON text. */
  readonly state: string;
}

/** A reading as projections follow it. */
export interface FollowedReading {
  /** The position of the event that made it. */
  readonly position: number;
  /** The position of the fact's own event. */
  readonly fact: number;
  /** Its occurred time, in milliseconds of the Unix epoch. */
  readonly fromMs: number;
  /** The earliest occurred time from which histories differ because of it. */
  readonly touchedMs: number;
  /** Names of the series that it belongs to, each once. */
  readonly series: readonly string[];
  /** Names of the series that only the reading before it belonged to. */
  readonly left: readonly string[];
  /** What the projection selected of it, plain JSON data; absent where there is nothing that changes a state. */
  readonly selected?: unknown;
}

/** What is kept of readings beside how far they were followed. */
export interface Following {
  /** Which series they belong to. */
  readonly isKeyed: boolean;
  /** What was selected of them. */
  readonly isSelecting: boolean;
}

/** How much is kept for a build. */
export interface BuildSize {
  readonly checkpoints: number;
  readonly bytes: number;
}

/**
 * What a store keeps for projections: which readings belong to which key, and checkpoints. All of it follows from the log
 * and the projections; losing it costs time and changes no answer.
 *
 * What writes throws an error of the category `unavailable` when the file takes nothing more; then nothing of it was written.
 */
export interface ProjectionIndex {
  /** Whether it can be written now: not by a process that only reads, nor while an import writes. */
  isWritable(): boolean;
  builds(): readonly Build[];
  begin(of: BuildOf): Build;
  complete(build: number): void;
  /** Removes a build, at most so many rows of it; returns whether it is gone. */
  discard(build: number, rowsMax: number): boolean;
  /** Takes a build on to a position: closes the checkpoints that the readings make untrue from their positions on, and keeps what is said. */
  follow(build: number, through: number, readings: readonly FollowedReading[], following: Following): void;
  /**
   * Returns what a build selected of the readings made at some positions, frozen, and undefined for a reading of which it selected nothing;
   * undefined in place of all where some of it is not kept, or damaged, or where to read the facts costs less.
   */
  selected(build: number, positions: readonly number[]): readonly unknown[] | undefined;
  series(build: number, name: string): Series | undefined;
  /** Lists the series of a build by name, in the order of the database. */
  listSeries(build: number, after: string, limit: number): readonly Series[];
  /** Runs work so that all it writes is written, or nothing. */
  together<Result>(work: () => Result): Result;
  /** Lists some series in which at least so many readings wait for a checkpoint. One that is resting is not listed before more are followed or it is recalled. */
  due(
    build: number,
    readings: number,
    limit: number,
    isResting: (series: Series) => boolean,
  ): readonly Series[];
  /** Lets a series be listed again. */
  recall(build: number, name: string): void;
  /** Says how many readings of a series still wait for a checkpoint. */
  setWaiting(build: number, series: Series, readings: number): void;
  /** Returns the last checkpoint of a series at or before an occurred time that is true at a position. One that is damaged is removed and not used. */
  find(series: number, occurredMs: number, position: number): Checkpoint | undefined;
  /** Returns where that checkpoint is, without its state. */
  findPlace(series: number, occurredMs: number, position: number): CheckpointPlace | undefined;
  /** Saves a state that is true from its first position on, up to the position that the build has followed. */
  keep(build: number, series: Series, checkpoint: Checkpoint): void;
  size(build: number): BuildSize;
  /** Removes checkpoints until at most so many bytes are kept: closed ones first, the shortest-lived first; then every second. */
  prune(build: number, bytesMax: number): void;
}
