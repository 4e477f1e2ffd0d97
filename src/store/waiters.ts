/** Lets callers wait until the log has reached a position. */
export interface Waiters {
  /** Resolves when `advance` was called with `position` or more, or when `signal` aborts. */
  wait(position: number, signal: AbortSignal): Promise<void>;
  advance(position: number): void;
}

/** Creates waiters for a log whose head is at `reached`. */
export function createWaiters(reached: number): Waiters {
  let head = reached;
  const waiting = new Set<{ position: number; resolve: () => void }>();
  return {
    async wait(position, signal) {
      if (head >= position || signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const waiter = { position, resolve };
      waiting.add(waiter);
      const giveUp = () => resolve();
      signal.addEventListener('abort', giveUp, { once: true });
      await promise;
      signal.removeEventListener('abort', giveUp);
      waiting.delete(waiter);
    },
    advance(position) {
      head = position;
      for (const waiter of waiting) if (waiter.position <= position) waiter.resolve();
    },
  };
}
