import { waitFor } from '../../client/wait.ts';

/** Waiting that can be cut short. */
export interface Waiting {
  /** Resolves after so many milliseconds, as soon as the signal aborts, or when it is woken. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Ends every wait for a server that is to be asked again. */
  readonly wake: () => void;
}

/** The longest wait of the client for a server; what waits longer waits for something else. */
const attemptMsMax = 30_000;

/** Creates waiting that ends early when the reader asks for it, or the network is back. */
export function createWaiting(): Waiting {
  let waking = new AbortController();
  return {
    wait: async (ms, signal) =>
      waitFor(ms, ms > attemptMsMax ? signal : AbortSignal.any([signal, waking.signal])),
    wake() {
      waking.abort();
      waking = new AbortController();
    },
  };
}
