import type { Cluster } from './cluster.ts';
import { saysNoSuchPlace, unreachable } from './failures.ts';
import type { ClusterPosition, Replica } from './parts.ts';

/** How long a cluster may lack what was taken of it before it counts as another, in milliseconds: one of its nodes may be behind. */
const behindMs = 5000;

/** How long after it was last seen behind it still counts as behind all the while: longer than any pause between tries, in milliseconds. */
const behindAgainMs = 6500;

/** What the cluster has at the place of an event: that event, nothing (yet), or something else. */
type Found = 'there' | 'missing' | 'another';

/** The place of an event that was taken. */
interface TakenPlace {
  readonly position: ClusterPosition;
  readonly wireId: string;
}

/** Makes a replica follow the log that the cluster has now. */
export interface Binding {
  /**
   * Binds it to the log of the cluster, and empties it where that is another log, or this one with another past.
   *
   * Where only what others wrote is gone it follows on from the last event of the log itself. Throws `store-unreachable` while the
   * cluster only seems to be behind what was taken of it.
   */
  bind(signal: AbortSignal): Promise<void>;
}

/** Creates the binding of a replica; it is called before every subscription, while nothing is taken. `now` returns milliseconds. */
export function createBinding(cluster: Cluster, replica: Replica, now: () => number): Binding {
  let behind: { readonly sinceMs: number; readonly lastMs: number } | undefined;

  /** While the cluster is away nobody knows whether it is behind. */
  function forgetOldBehind(): void {
    if (behind !== undefined && now() - behind.lastMs > behindAgainMs) behind = undefined;
  }

  function emptyWhenBehindForLong(): void {
    const nowMs = now();
    behind = { sinceMs: behind?.sinceMs ?? nowMs, lastMs: nowMs };
    if (nowMs - behind.sinceMs < behindMs) throw unreachable('it is behind what was taken of it');
    behind = undefined;
    replica.empty();
  }

  /** Events of others may be gone without the log having another past; its own may not. */
  async function checkPast(signal: AbortSignal): Promise<void> {
    const [resume, anchor] = [replica.resumeAfter(), replica.anchor()];
    if (resume === undefined) return;
    let found = await findIn(cluster, resume, signal);
    if (found === 'there') return;
    if (anchor !== undefined && anchor.wireId !== resume.wireId) {
      found = await findIn(cluster, anchor, signal);
      if (found === 'there') return replica.rewind();
    }
    if (found === 'missing') emptyWhenBehindForLong();
    else replica.empty();
  }

  return {
    async bind(signal) {
      replica.forgetPart();
      forgetOldBehind();
      const identity = await cluster.identity(signal);
      if (identity === undefined && replica.identity() !== undefined) emptyWhenBehindForLong();
      else {
        if (identity !== undefined) replica.bind(identity);
        await checkPast(signal);
        behind = undefined;
      }
      // What was emptied is bound again.
      if (identity !== undefined) replica.bind(identity);
    },
  };
}

async function findIn(
  cluster: Cluster,
  { position, wireId }: TakenPlace,
  signal: AbortSignal,
): Promise<Found> {
  try {
    const event = await cluster.eventAt(position, signal);
    if (event === undefined) return 'missing';
    const { commit, prepare } = event.position;
    const isThere = commit === position.commit && prepare === position.prepare;
    return isThere && event.wireId === wireId ? 'there' : 'another';
  } catch (error) {
    const says = saysNoSuchPlace(error);
    if (says === undefined) throw error;
    return says === 'certainly' ? 'another' : 'missing';
  }
}
