import { computed } from '@preact/signals';

import type { ChangedFactOut, Client, TimelineChangeOut } from '../../client/index.ts';
import { maxInstantMs } from '../../domain/instant.ts';
import { until, untilTrueFor } from './until.ts';
import type { World } from './world.ts';

/** How the connection that tells of the log is. */
export type Connection = 'catching-up' | 'live' | 'reconnecting' | 'offline';

/** What the log has come to. */
export interface Head {
  readonly position: number;
  /** Milliseconds of the Unix epoch; null while it is empty. */
  readonly recordedAt: number | null;
}

/** What following the log takes. */
export interface LogFollowing {
  readonly client: Pick<Client, 'changes'>;
  /** The position that is known already. */
  readonly after: () => number;
  readonly signal: AbortSignal;
  /** Hears of each commit: what the log has come to, and the facts that it changed. */
  readonly onTold: (head: Head, changes: readonly ChangedFactOut[]) => void;
  /** Hears that the server refuses to tell. */
  readonly onRefused: (error: unknown) => void;
  readonly onConnection: (connection: Connection) => void;
  /** Tells whether this computer has a network at all. */
  readonly isOnline: () => boolean;
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** A wait that is longer than this, in milliseconds, says that the server was away for some attempts already. */
const offlineFromMs = 4000;

/** How long a connection that never was is waited for, in milliseconds. */
const firstWaitMs = 2000;

/** How long a page may be out of sight until it lets go of its connection, in milliseconds. */
const unseenMs = 2000;

/**
 * Hears of everything that is recorded while the page can be seen, and goes on where it was when it is seen again.
 *
 * A browser has six connections to a server for all its tabs together, where these do not speak HTTP/2: tabs that nobody looks at must not
 * keep them from the one that somebody opens.
 */
export async function followWhileSeen(
  world: Pick<World, 'client' | 'wait' | 'isOnline' | 'isSeen' | 'ending'>,
  told: Pick<LogFollowing, 'after' | 'onTold' | 'onRefused' | 'onConnection'>,
): Promise<void> {
  const { isSeen, wait, ending } = world;
  const isUnseen = computed(() => !isSeen.value);
  while (!ending.aborted) {
    await until(() => isSeen.value, ending);
    const leaving = new AbortController();
    const signal = AbortSignal.any([ending, leaving.signal]);
    void untilTrueFor(unseenMs, isUnseen, wait, signal).then(() => leaving.abort());
    await followLog({ ...world, ...told, signal });
  }
}

/**
 * Hears of everything that is recorded, until the signal ends it.
 *
 * It follows the past of the end of time, and so hears of facts that are dated ahead too.
 */
export async function followLog(options: LogFollowing): Promise<void> {
  const { client, after, signal, onTold, onConnection, onRefused, isOnline, wait } = options;
  let isLive = false;
  const become = (next: Connection): void => {
    isLive = next === 'live';
    onConnection(next);
  };
  const lose = (waitMs: number): void =>
    become(isOnline() && waitMs < offlineFromMs ? 'reconnecting' : 'offline');
  while (!signal.aborted) {
    try {
      const changes = client.changes({
        asOf: maxInstantMs,
        after: after(),
        signal,
        onLost: (_error, waitMs) => lose(waitMs),
      });
      for await (const told of changes) {
        onTold(headOf(told), told.event === 'changes' ? told.data.changes : []);
        if (told.event === 'caught-up') become('live');
        else if (!isLive) become('catching-up');
      }
    } catch (error) {
      if (signal.aborted) return;
      onRefused(error);
      lose(offlineFromMs);
      await wait(firstWaitMs, signal);
    }
  }
}

function headOf({ data: { moment } }: TimelineChangeOut): Head {
  const { position, knownAt } = moment;
  return { position, recordedAt: knownAt === null ? null : Date.parse(knownAt) };
}
