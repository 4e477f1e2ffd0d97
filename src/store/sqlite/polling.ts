import type { Waiters } from '../waiters.ts';

/** Another process writes: its commits are only seen by looking. */
export function pollingWaiters(head: () => number): Pick<Waiters, 'wait' | 'endAfter'> {
  return {
    endAfter: () => undefined,
    async wait(position, signal) {
      while (!signal.aborted && head() < position) await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
}
