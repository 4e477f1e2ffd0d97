import type { WriteRequest } from '../panels/write.ts';

/** What is to be written: a new event, or something about a fact; and the button that the focus goes back to. */
export type WriteOpening =
  | WriteRequest
  | { readonly kind: 'append'; readonly fact?: undefined; readonly opener: HTMLElement };
