/** A clock that is moved by hand, and the waits that go by it. */
export interface HandClock {
  readonly clock: () => number;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Resolves when somebody waits. */
  waitedOn(): Promise<void>;
  /** Lets so many milliseconds pass, and what waits in between goes on; somebody must be waiting. */
  pass(ms: number): Promise<void>;
  /** Moves the clock while nobody waits. */
  move(ms: number): void;
  /** How long those who wait still wait, the shortest first. */
  left(): readonly number[];
}

/** Creates a clock that stands until it is moved. */
export function createHandClock(startsAt = 0): HandClock {
  let now = startsAt;
  const waits = new Set<{ readonly until: number; readonly resolve: () => void }>();
  const listeners: (() => void)[] = [];
  const next = () => [...waits].toSorted((one, other) => one.until - other.until)[0];
  const waitedOn = async (): Promise<void> => {
    if (waits.size === 0) await new Promise<void>((resolve) => listeners.push(resolve));
  };
  return {
    clock: () => now,
    async wait(ms, signal) {
      if (signal.aborted) return;
      const { promise, resolve } = Promise.withResolvers<void>();
      const one = { until: now + ms, resolve };
      waits.add(one);
      signal.addEventListener('abort', () => resolve(), { once: true });
      for (const listener of listeners.splice(0)) listener();
      await promise;
      waits.delete(one);
    },
    waitedOn,
    async pass(ms) {
      const target = now + ms;
      for (;;) {
        await waitedOn();
        const one = next();
        if (one === undefined || one.until > target) break;
        now = one.until;
        waits.delete(one);
        one.resolve();
      }
      now = target;
    },
    move(ms) {
      now += ms;
    },
    left: () => [...waits].map(({ until }) => until - now).toSorted((one, other) => one - other),
  };
}
