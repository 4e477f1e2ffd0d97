import type { Channel } from './channel.ts';

/** The channels that somebody listens to, each by what it is about. */
export interface Channels {
  /** Returns the channel under a name, made when there is none that goes on. `release` says that it is not used any more. */
  take<Held, Told>(
    name: string,
    make: () => Channel<Held, Told>,
  ): { readonly channel: Channel<Held, Told>; readonly release: () => void };
  /** Returns how many subscribers there are. */
  count(): number;
  close(): void;
}

interface Shared {
  readonly channel: Channel<unknown, unknown>;
  users: number;
}

/** Keeps channels as long as somebody uses them. */
export function createChannels(): Channels {
  const shared = new Map<string, Shared>();
  let isClosed = false;
  const isOver = ({ channel }: Shared): boolean => {
    try {
      return channel.isEnded();
    } catch {
      return true;
    }
  };
  return {
    take(name, make) {
      const found = shared.get(name);
      const one = found === undefined || isOver(found) ? { channel: make(), users: 0 } : found;
      if (isClosed) one.channel.close();
      one.users += 1;
      // The name says what the channel is about, and so what it tells.
      shared.set(name, one);
      let isReleased = false;
      return {
        channel: one.channel as ReturnType<typeof make>,
        release() {
          if (isReleased) return;
          isReleased = true;
          one.users -= 1;
          if (one.users > 0) return;
          if (shared.get(name) === one) shared.delete(name);
          one.channel.close();
        },
      };
    },
    count: () => [...shared.values()].reduce((sum, { users }) => sum + users, 0),
    close() {
      isClosed = true;
      for (const { channel } of shared.values()) channel.close();
    },
  };
}
