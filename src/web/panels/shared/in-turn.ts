/** Runs what it is given, no more than so many at once; the others wait, in order. */
export type InTurn = <Value>(run: () => Promise<Value>, signal: AbortSignal) => Promise<Value>;

/**
 * Makes what lets so many requests be under way at once: a browser has six connections to a server, and what is asked beside what is looked
 * at must not take them all. What was given up while it waited is not begun.
 */
export function inTurn(most: number): InTurn {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (run, signal) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else running++;
    try {
      signal.throwIfAborted();
      return await run();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running--;
      else next();
    }
  };
}

/** What stands beside the numbers and lists: when they were revised, their lines along time, the titles of events. */
export const beside: InTurn = inTurn(3);
