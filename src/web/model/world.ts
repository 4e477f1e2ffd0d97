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
  /** Tells whether this computer has a network at all. */
  readonly isOnline: () => boolean;
  /** Tells whether the reader wants nothing to slide. */
  readonly isStill: () => boolean;
  /** Ends what goes on; in a browser that is when the page is closed. */
  readonly ending: AbortSignal;
}

/** Returns the world as a browser has it. */
export function browserWorld(client: Client, waiting: Pick<World, 'wait' | 'wake'>): World {
  return {
    client,
    address: browserAddress(),
    clock: Date.now,
    everySecond(callback) {
      setInterval(() => {
        if (!document.hidden) callback();
      }, 1000);
      document.addEventListener('visibilitychange', callback);
    },
    // A page that is not looked at draws no frames, and goes on all the same.
    frame(callback) {
      if (document.hidden) setTimeout(callback, 100);
      else requestAnimationFrame(callback);
    },
    ...waiting,
    ending: new AbortController().signal,
    isOnline: () => navigator.onLine,
    isStill: () => matchMedia('(prefers-reduced-motion: reduce)').matches,
  };
}

function browserAddress(): AddressBar {
  return {
    read: () => location.search,
    write(query, how) {
      if (query === location.search) return;
      const address = `${location.pathname}${query}`;
      if (how === 'push') history.pushState(null, '', address);
      else history.replaceState(null, '', address);
    },
    onMoved: (callback) => addEventListener('popstate', callback),
  };
}
