/** Waits for as long as something is heard at least every so often. */
export interface Patience {
  /** Notes that something was heard, or that something is waited for from now on. */
  heard(): void;
  /** Notes that nothing is waited for. */
  rest(): void;
  isOver(): boolean;
  /** Resolves when nothing was heard for too long, or it was ended. */
  readonly over: Promise<undefined>;
  /** Aborts then, too. */
  readonly signal: AbortSignal;
  end(): void;
}

/** Creates patience that lasts for so many milliseconds after what was heard last; at first it rests. */
export function createPatience(ms: number): Patience {
  const { promise: over, resolve } = Promise.withResolvers<undefined>();
  const ending = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  function lose(): void {
    ending.abort();
    resolve(undefined);
  }
  return {
    over,
    signal: ending.signal,
    isOver: () => ending.signal.aborted,
    heard() {
      clearTimeout(timer);
      timer = setTimeout(lose, ms);
    },
    rest: () => clearTimeout(timer),
    end() {
      clearTimeout(timer);
      lose();
    },
  };
}
