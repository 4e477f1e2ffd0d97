import type { AllStreamSubscription, StreamSubscription } from '@eventstore/db-client';

/** A place to go on from: a revision of a stream, or a position of the log. */
export interface Place {
  readonly revision: bigint;
  readonly position: bigint;
}

/** Who follows over many connections, and resumes after the last event it was told. */
export interface Follower {
  /** The numbers of the orders that it was told, in the order that it was told them. */
  readonly numbers: readonly number[];
  /** How often it has connected. */
  connections(): number;
  /** Resolves when it was told so many. */
  reached(count: number): Promise<void>;
  end(): void;
}

/** Follows by subscription after subscription: as soon as one ends, for whatever reason, the next begins after the last event. */
export function follow(
  subscribe: (after: Place | undefined) => AllStreamSubscription | StreamSubscription,
): Follower {
  const numbers: number[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];
  let after: Place | undefined;
  let connections = 0;
  const ending = new AbortController();

  async function run(): Promise<void> {
    while (!ending.signal.aborted) {
      connections += 1;
      try {
        const subscription = subscribe(after);
        subscription.on('error', () => undefined);
        for await (const { event, commitPosition } of subscription) {
          if (event === undefined) continue;
          after = { revision: event.revision, position: commitPosition ?? event.position?.commit ?? 0n };
          if (event.type === 'OrderPlaced') numbers.push((event.data as { readonly number: number }).number);
          for (const one of waiting) if (numbers.length >= one.count) one.resolve();
          if (ending.signal.aborted) return;
        }
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
  void run();

  return {
    numbers,
    connections: () => connections,
    async reached(count) {
      if (numbers.length >= count) return;
      await new Promise<void>((resolve) => waiting.push({ count, resolve }));
    },
    end() {
      ending.abort();
    },
  };
}
