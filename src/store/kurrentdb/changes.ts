/** Wakes those who wait for something to change; they look for themselves whether it is what they wait for. */
export interface Changes {
  notify(): void;
  /** Resolves when `holds` returns true, which is looked at now and after every change; rejects when the signal aborts, and with what `holds` throws. */
  until(holds: () => boolean, signal?: AbortSignal): Promise<void>;
}

/** Creates changes that nobody waits for. */
export function createChanges(): Changes {
  const waiting = new Set<() => void>();
  return {
    notify() {
      for (const look of waiting) look();
    },
    async until(holds, signal) {
      signal?.throwIfAborted();
      if (holds()) return;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const look = () => {
        try {
          if (holds()) resolve();
        } catch (error) {
          reject(error);
        }
      };
      const abort = () => reject(signal?.reason);
      waiting.add(look);
      signal?.addEventListener('abort', abort, { once: true });
      try {
        await promise;
      } finally {
        waiting.delete(look);
        signal?.removeEventListener('abort', abort);
      }
    },
  };
}
