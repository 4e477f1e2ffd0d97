import { setTimeout as wait } from 'node:timers/promises';

import type { Cluster } from './cluster.ts';
import { logCreatedType } from './control.ts';
import { isLasting, unreachable } from './failures.ts';
import type { Replica } from './parts.ts';
import { proposedControl } from './propose.ts';
import type { Turns } from './turns.ts';
import type { ClusterWrites } from './writes.ts';

/** What giving a log its identity needs. */
export interface IdentityOptions {
  readonly cluster: Cluster;
  readonly writes: ClusterWrites;
  readonly replica: Replica;
  /** Turns with the replica. */
  readonly turns: Turns;
  readonly newId: () => string;
  /** Follows anew after the replica was emptied. */
  readonly restart: () => void;
}

/**
 * Gives the log its identity before the first append of anybody; whoever is second finds that of the first. It is tried until `signal` aborts.
 *
 * Throws the reason of `signal`, and `store-corrupt` where its control stream begins with something else.
 */
export async function ensureIdentity(
  { cluster, writes, replica, turns, newId, restart }: IdentityOptions,
  signal: AbortSignal,
): Promise<void> {
  const created = proposedControl(newId(), logCreatedType, { log: newId() });
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  aborted.catch(() => undefined);
  const abort = () => reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });

  async function tryOnce(): Promise<void> {
    const identity = await cluster.identity(signal);
    if (identity !== undefined) return turns.run(() => bind(identity));
    const writing = writes.write({ stream: cluster.control, expected: 'none', events: [created] });
    const outcome = await Promise.race([writing, aborted]);
    if (outcome.kind === 'refused') throw outcome.error;
    if (outcome.kind === 'unknown') throw unreachable(outcome.why);
  }

  function bind(identity: string): void {
    const before = replica.resumeAfter();
    replica.bind(identity);
    if (before !== undefined && replica.resumeAfter() === undefined) restart();
  }

  try {
    while (replica.identity() === undefined)
      try {
        await tryOnce();
      } catch (error) {
        signal.throwIfAborted();
        if (isLasting(error)) throw error;
        await wait(200, undefined, { signal });
      }
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
