import type { AppendedEvent } from '../domain/event.ts';
import type { Source } from '../domain/events/common.ts';
import type { ExpectedRevision } from '../domain/stream.ts';

/** Where appended events came to stand, and the position of the last. */
export interface Appended {
  readonly events: readonly AppendedEvent[];
  readonly position: number;
  /** Whether they had been recorded before, with the same ids and content, and nothing was written now. */
  readonly repeated: boolean;
}

/** What a retraction says. */
export interface Retraction {
  /** The id of the retraction's own event; given when left out. */
  readonly id?: string;
  readonly reason: string;
  readonly sources?: readonly Source[];
  /** When it was corrected or retracted, by the clock of the world; now when left out. */
  readonly at?: string;
  readonly expectedRevision?: ExpectedRevision;
}

/** What a correction says: at least one of `data` and `occurred`, each restated whole. */
export interface Correction extends Retraction {
  readonly data?: unknown;
  /** The occurred time of the fact, restated. */
  readonly occurred?: string;
}
