import { setTimeout as delay } from 'node:timers/promises';

import type { EventLog } from '../store/port.ts';

/** A shared wake-up: one wait on the log for all who follow it. */
export interface Pulse {
  /** Hears whenever the log has gone on, or something else may have changed. */
  listen(listener: () => void): void;
  unlisten(listener: () => void): void;
  /** Wakes everybody. */
  beat(): void;
  close(): void;
}

/** A log that cannot be read is tried again after so many milliseconds. */
const troubleRestMs = 1000;

/** Waits on a log as long as anybody listens. */
export function createPulse(store: Pick<EventLog, 'head' | 'reached'>): Pulse {
  const listeners = new Set<() => void>();
  const beat = (): void => {
    for (const listener of listeners) listener();
  };
  let waiting: AbortController | undefined;

  async function run({ signal }: AbortController): Promise<void> {
    let position: number | undefined;
    while (!signal.aborted)
      try {
        position ??= store.head().position;
        await store.reached(position + 1, signal);
        if (signal.aborted) return;
        ({ position } = store.head());
        beat();
      } catch {
        // A log that cannot be read says so to whoever reads it next.
        beat();
        await delay(troubleRestMs, undefined, { signal, ref: false }).catch(() => undefined);
      }
  }

  return {
    beat,
    listen(listener) {
      listeners.add(listener);
      if (waiting !== undefined) return;
      const stopping = new AbortController();
      waiting = stopping;
      void run(stopping);
    },
    unlisten(listener) {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      waiting?.abort();
      waiting = undefined;
    },
    close() {
      waiting?.abort();
      waiting = undefined;
      beat();
    },
  };
}
