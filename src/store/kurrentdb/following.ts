import { TimelineError } from '../../domain/errors.ts';
import type { Binding } from './binding.ts';
import type { Changes } from './changes.ts';
import { isAtOrAfter } from './cluster-event.ts';
import type { Cluster } from './cluster.ts';
import { whyOf } from './failures.ts';
import type { Figures } from './figures.ts';
import type { ClusterEvent, ClusterPosition, Replica } from './parts.ts';
import type { FollowedGroup } from './subscription.ts';
import type { Turns } from './turns.ts';
import { watchEnd } from './watching.ts';

/** What following by one connection needs. */
export interface FollowingOptions {
  readonly cluster: Cluster;
  readonly replica: Replica;
  readonly binding: Binding;
  /** Turns with the replica: while events are taken in nothing else is asked of it. */
  readonly turns: Turns;
  readonly figures: Figures;
  /** Hears of every change: of the state, and of every group that was taken in. */
  readonly changes: Changes;
  /** Hears of events before they are taken in. */
  readonly coming: (events: readonly ClusterEvent[]) => void;
}

/** How far following has come. */
export interface Progress {
  /** The place of the last event that was taken in. */
  through: ClusterPosition | undefined;
  /** Whether there was no room for what came last. */
  isFull: boolean;
  /** The error that it stopped at for good. */
  stopped: TimelineError | undefined;
}

/** Follows by one connection, until it breaks or `connection` aborts; then it throws why. What stops it for good stands in `progress`. */
export async function followOnce(
  options: FollowingOptions,
  progress: Progress,
  connection: AbortController,
): Promise<void> {
  const { cluster, replica, turns, figures, changes } = options;
  const { signal } = connection;
  await turns.run(async () => options.binding.bind(signal));
  const resume = replica.resumeAfter();
  progress.through = resume?.position;
  if (resume === undefined) figures.restart();
  let heardAt = performance.now();
  let isConfirmed = false;
  for await (const group of cluster.follow(resume?.position ?? 'start', signal)) {
    if (!isConfirmed) beginWatching(options, progress, { connection, heardAt: () => heardAt });
    isConfirmed = true;
    heardAt = performance.now();
    if (figures.heard()) changes.notify();
    await turns.run(async () => {
      signal.throwIfAborted();
      await take(options, progress, group);
      if (group.isCaughtUp) becomeLive(options);
    });
    changes.notify();
  }
}

function beginWatching(
  options: FollowingOptions,
  progress: Progress,
  { connection, heardAt }: { readonly connection: AbortController; readonly heardAt: () => number },
): void {
  const { cluster, figures, turns, changes } = options;
  const { signal } = connection;
  const near = async () =>
    turns.run(() => {
      if (!signal.aborted) becomeLive(options);
    });
  figures.connected();
  watchEnd(cluster, figures, { signal, heardAt, near, changed: changes.notify }).catch((error: unknown) =>
    connection.abort(error),
  );
  // It may cost the cluster too much to look for the end of the log among the events of others: then it says when it has sent all.
  watchEndOfLog().catch(() => undefined);

  async function watchEndOfLog(): Promise<void> {
    const end = await cluster.endOfLog(signal);
    await changes.until(() => end === undefined || isAtOrAfter(progress.through, end), signal);
    await near();
    changes.notify();
  }
}

/** Throws to be connected again where that is of use; where it is not, following stops. */
async function take(
  { cluster, replica, figures, coming }: FollowingOptions,
  progress: Progress,
  group: FollowedGroup,
): Promise<void> {
  const events = group.events.map(cluster.eventOf);
  coming(events);
  try {
    if (events.length > 0) await replica.take(events);
    progress.isFull = false;
  } catch (error) {
    progress.isFull = error instanceof TimelineError && error.code === 'store-full';
    if (!progress.isFull) progress.stopped = stoppedBy(error);
    throw error;
  }
  progress.through = events.at(-1)?.position ?? progress.through;
  figures.seen(progress.through, events.length);
  figures.seen(group.lookedAt, 0);
}

function stoppedBy(error: unknown): TimelineError {
  return error instanceof TimelineError
    ? error
    : new TimelineError('internal-error', whyOf(error), {}, error);
}

function becomeLive({ figures, replica }: FollowingOptions): void {
  if (figures.state() !== 'catching-up') return;
  figures.enter('live');
  replica.noteCaughtUp();
}
