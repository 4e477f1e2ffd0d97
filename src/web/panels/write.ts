import type { FactOut } from '../../client/index.ts';

/** What a person asks to write about a fact. */
export interface WriteRequest {
  /** To correct what it says or when it occurred, to withdraw it, or to reinstate it after it was withdrawn. */
  readonly kind: 'correct' | 'retract' | 'reinstate';
  /** The fact as it reads at the moment that is looked at. */
  readonly fact: FactOut;
  /** The button that was pressed: where the focus goes back to. */
  readonly opener: HTMLElement;
}

/** Opens what writes: the forms are no part of the panels. Where it is absent, nothing can be written. */
export type OnWrite = (request: WriteRequest) => void;
