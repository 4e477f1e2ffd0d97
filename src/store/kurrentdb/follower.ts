import { setTimeout as wait } from 'node:timers/promises';

import type { TimelineError } from '../../domain/errors.ts';
import { isAtOrAfter } from './cluster-event.ts';
import type { Cluster } from './cluster.ts';
import { isLasting, whyOf } from './failures.ts';
import { followOnce } from './following.ts';
import type { FollowingOptions, Progress } from './following.ts';
import type { ClusterPosition } from './parts.ts';
import type { Pauses } from './pauses.ts';

/** What following for ever needs. */
export interface FollowerOptions extends FollowingOptions {
  readonly pauses: Pauses;
  /** Hears that a connection is left, and why; what goes by it is to be tried again. */
  readonly left: (error: unknown) => Promise<void>;
}

/** Follows the log of a cluster for ever: it connects again and again, and stops only at what would make another past. */
export interface Follower {
  /** Returns whether a subscription is there. */
  isConnected(): boolean;
  /** Returns whether a subscription is there, and the log was taken in once: before that nothing is appended. */
  isUsable(): boolean;
  /** Returns the error that it stopped at. */
  stoppedAt(): TimelineError | undefined;
  /** Returns whether there was no room for what came last. */
  isFull(): boolean;
  /**
   * Resolves when all was taken in that the log held when this was called.
   *
   * Rejects with the reason of `signal`, and with the error that following stopped at.
   */
  ready(signal: AbortSignal): Promise<void>;
  /** Follows by another subscription, from where the replica is by now. */
  restart(): void;
  /** Ends; who waits for it to be ready hears why. */
  end(why: TimelineError): Promise<void>;
}

/** Begins to follow. */
export function follow(options: FollowerOptions): Follower {
  const { cluster, figures, changes } = options;
  const ending = new AbortController();
  const progress: Progress = { through: undefined, isFull: false, stopped: undefined };
  let connection = new AbortController();

  function lost(error: unknown): void {
    if (isLasting(error)) progress.stopped ??= error;
    if (progress.stopped === undefined) figures.enter('connecting', whyOf(error));
    else figures.enter('stopped', progress.stopped.message);
    changes.notify();
  }

  async function run(): Promise<void> {
    while (!ending.signal.aborted && progress.stopped === undefined) {
      connection = new AbortController();
      const own = connection;
      const end = () => own.abort(ending.signal.reason);
      ending.signal.addEventListener('abort', end, { once: true });
      try {
        await followOnce(options, progress, own);
      } catch (error) {
        own.abort(error);
        lost(error);
        await options.left(error);
      } finally {
        ending.signal.removeEventListener('abort', end);
      }
      if (progress.stopped !== undefined) return;
      if (figures.wasLive()) options.pauses.reset();
      await options.pauses.next(ending.signal);
    }
  }

  const running = run();
  const isConnected = () => ['catching-up', 'live'].includes(figures.state());
  const hasTaken = (position: ClusterPosition) => isAtOrAfter(progress.through, position);
  const unlessStopped = (holds: boolean) => {
    if (progress.stopped !== undefined) throw progress.stopped;
    return holds;
  };
  return {
    isConnected,
    isUsable: () => isConnected() && options.replica.wasCaughtUp(),
    stoppedAt: () => progress.stopped,
    isFull: () => progress.isFull,
    async ready(given) {
      const signal = AbortSignal.any([given, ending.signal]);
      const end = await endOfLog(cluster, signal, async () =>
        changes.until(() => unlessStopped(isConnected()), signal),
      );
      if (end === undefined) return;
      await changes.until(() => unlessStopped(isConnected() && hasTaken(end)), signal);
    },
    restart: () => connection.abort(new Error('it begins anew')),
    async end(why) {
      ending.abort(why);
      await running;
    },
  };
}

/** Asks until the cluster answers, as often as it is connected. */
async function endOfLog(
  cluster: Cluster,
  signal: AbortSignal,
  connected: () => Promise<void>,
): Promise<ClusterPosition | undefined> {
  for (;;) {
    await connected();
    try {
      return await cluster.endOfLog(signal);
    } catch {
      signal.throwIfAborted();
      await wait(200, undefined, { signal });
    }
  }
}
