import type { Channel } from './channel.ts';

/** One subscriber's place in a channel. */
export interface Place {
  /** Resolves when something may be there to take, or it is over. */
  changed(): Promise<void>;
  /** Whether the subscriber gave up, or the channel was closed; throws what the channel failed with. */
  isOver(): boolean;
  leave(): void;
}

/** Joins a channel until `signal` aborts. One promise a wait, and nothing that grows: there may be very many subscribers. */
export function takePlace(channel: Channel<unknown, unknown>, signal: AbortSignal | undefined): Place {
  let resolve: (() => void) | undefined;
  let isAwake = false;
  const wake = (): void => {
    isAwake = true;
    resolve?.();
  };
  channel.join(wake);
  signal?.addEventListener('abort', wake, { once: true });
  return {
    async changed() {
      if (!isAwake)
        await new Promise<void>((resolved) => {
          resolve = resolved;
        });
      resolve = undefined;
      isAwake = false;
    },
    isOver: () => signal?.aborted === true || channel.isEnded(),
    leave() {
      signal?.removeEventListener('abort', wake);
      channel.leave(wake);
    },
  };
}
