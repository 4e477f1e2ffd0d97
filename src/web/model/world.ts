import type { ReadonlySignal } from '@preact/signals';

import type { Client } from '../../client/index.ts';

/** The address of the page, and the history of the browser. */
export interface AddressBar {
  /** Returns the query, with its question mark; empty where there is none. */
  read(): string;
  /** Writes the query; `push` makes a step of the history. */
  write(query: string, how: 'push' | 'replace'): void;
  /** Hears that the reader went back or forth. */
  onMoved(callback: () => void): void;
}

/** What the model takes from outside of it, so that tests can put something else there. */
export interface World {
  readonly client: Client;
  readonly address: AddressBar;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** Calls back once a second while the page is looked at. */
  readonly everySecond: (callback: () => void) => void;
  /** Calls back with the next frame that is drawn. */
  readonly frame: (callback: () => void) => void;
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends every wait for a server that is to be asked again. */
  readonly wake: () => void;
  /** Whether the page can be seen: it cannot in a tab that another one covers. */
  readonly isSeen: ReadonlySignal<boolean>;
  /** Tells whether this computer has a network at all. */
  readonly isOnline: () => boolean;
  /** Tells whether the reader wants nothing to slide. */
  readonly isStill: () => boolean;
  /** Ends what goes on; in a browser that is when the page is closed. */
  readonly ending: AbortSignal;
}
