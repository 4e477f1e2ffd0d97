import type { NewEvent } from '../domain/event.ts';
import type { Source } from '../domain/events/common.ts';

interface Recorded {
  /** The id of the step's own event; `given-1` for the first step, and so on, when left out. */
  readonly id?: string;
  /**
   * When it was recorded, RFC 3339; when left out, as soon as it had occurred for certain, and a second after the step before at the
   * earliest.
   */
  readonly recordedAt?: string;
}

/** An event that is given. A `title` that its type wants and nobody gives is the name of the type. */
export interface GivenEvent extends Omit<NewEvent, 'data' | 'id'>, Recorded {
  /** Nothing but a title when left out. */
  readonly data?: Readonly<Record<string, unknown>>;
  /** `given-events` when left out. */
  readonly stream?: string;
}

/** A correction that is given: the data, the occurred time, or both of the fact of that id, each restated whole. */
export interface GivenCorrection extends Recorded {
  readonly corrects: string;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly occurred?: string;
  readonly reason?: string;
  readonly sources?: readonly Source[];
}

/** A retraction that is given, of the fact of that id. */
export interface GivenRetraction extends Recorded {
  readonly retracts: string;
  readonly reason?: string;
  readonly sources?: readonly Source[];
}

/** Something that was recorded: the first step is at position 1. */
export type GivenStep = GivenEvent | GivenCorrection | GivenRetraction;
