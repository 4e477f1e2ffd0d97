/** Lets callers wait until the log has reached a position. */
export interface Waiters {
  /** Resolves when `advance` was called with `position` or more, or when `signal` aborts. */
  wait(position: number, signal: AbortSignal): Promise<void>;
  /** Says that the log has reached a position; `ends` are the positions at which the appends that were committed end, the last of them this. */
  advance(position: number, ends?: readonly number[]): void;
  /** Returns the position at which the first append after a position ended; undefined when it is not remembered, or there is none. */
  endAfter(position: number): number | undefined;
  /** Says that the log was emptied, and is at position 0 again. */
  forget(): void;
}

/** Ends of appends that are remembered. */
const endsMax = 1024;

/** Creates waiters for a log whose head is at `reached`. */
export function createWaiters(reached: number): Waiters {
  let head = reached;
  /** Every append after this position is remembered. */
  let floor = reached;
  let ends: number[] = [];
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
    endAfter(position) {
      if (position < floor) return undefined;
      // Who follows is most often near the end.
      let index = ends.length;
      while ((ends[index - 1] ?? position) > position) index -= 1;
      return ends[index];
    },
    forget() {
      head = 0;
      floor = 0;
      ends = [];
    },
    advance(position, committed = [position]) {
      ends.push(...committed.filter((end) => end > head));
      if (ends.length > 2 * endsMax) {
        floor = ends.at(-endsMax - 1) ?? floor;
        ends = ends.slice(-endsMax);
      }
      head = position;
      for (const waiter of waiting) if (waiter.position <= position) waiter.resolve();
    },
  };
}
