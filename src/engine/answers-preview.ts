import type { NewEvent } from '../domain/event.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Patch } from '../domain/patch.ts';
import type { FactData } from '../domain/reading.ts';
import type { FactAnswer, FactMention } from './answers.ts';
import type { Correction, Retraction } from './requests.ts';

/** One event that somebody thinks of recording: one that states a fact, or one that corrects or retracts one. */
export type Proposed =
  | { readonly append: { readonly stream: string; readonly event: NewEvent } }
  | { readonly correct: { readonly id: string } & Correction }
  | { readonly retract: { readonly id: string } & Retraction };

/** How a fact reads. */
export interface ReadingShown {
  /** As its source gives it. */
  readonly occurred: string;
  readonly data: FactData;
}

/** What an event would change, were it recorded now. */
export interface PreviewAnswer {
  readonly projection: string;
  readonly version: number;
  readonly key?: string;
  readonly moment: ResolvedMoment;
  /** Makes the state with the event of that without it (RFC 6902). */
  readonly patch: Patch;
  /** The fact as it would read. */
  readonly fact: FactMention;
  readonly standing: FactAnswer['standing'];
  /** How the fact reads now; absent for one that is not there yet. */
  readonly before?: ReadingShown;
  readonly after: ReadingShown;
}
