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

/** What goes with a request that records something, beside what it records. */
export interface RequestOptions {
  /**
   * The name of the request, 1 to 255 printable ASCII characters: the same request again, with the same key, gets the first result.
   *
   * It belongs to `by`: two who use the same key do not meet.
   */
  readonly idempotencyKey?: string | undefined;
  /** Who asks, for the audit trail; what is recorded without a name or a key is not in it. */
  readonly by?: string | undefined;
}

/** How events are appended. */
export interface AppendOptions extends RequestOptions {
  /** `any` when left out. */
  readonly expectedRevision?: ExpectedRevision | undefined;
}

/** What a retraction says. */
export interface Retraction extends RequestOptions {
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
