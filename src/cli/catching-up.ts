import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { FollowingStatus } from '../store/port.ts';
import type { CliContext } from './context.ts';
import { createProgressLine, percent } from './progress.ts';
import { say } from './show.ts';

/** How long it is waited for a cluster that does not answer, in milliseconds, when nothing says how long. */
const unansweredMsMax = 10_000;

/** How often it is looked how far it is, in milliseconds. */
const lookedEveryMs = 100;

/**
 * Waits until a store has taken in what the log of its cluster holds now, and shows how far it is; it waits for nothing where the log
 * is the store's own.
 *
 * Without a number of seconds it waits as long as it goes on, and 10 seconds while the cluster does not answer. With 0 it does not wait, and says
 * so. Throws `store-unreachable` or `store-catching-up` when it waits no longer, and the error that following stopped at.
 */
export async function waitUntilReady(
  timeline: Timeline,
  seconds: number | undefined,
  context: CliContext,
): Promise<void> {
  if (timeline.following() === undefined) return;
  if (seconds === 0) return say(context, `Going by what this node has of the log of ${timeline.name}`);
  const line = createProgressLine(context);
  const patience = new AbortController();
  const done = new AbortController();
  const looking = look();
  try {
    await timeline.ready(patience.signal);
  } finally {
    done.abort();
    await looking;
    await line.end();
  }

  async function look(): Promise<void> {
    const began = context.clock();
    let answeredAt = began;
    while (!done.signal.aborted) {
      const [status, now] = [timeline.following(), context.clock()];
      if (status === undefined) return;
      if (status.state !== 'connecting') answeredAt = now;
      await line.draw(() => catchingUpLine(timeline.name, status));
      const isOver =
        seconds === undefined ? now - answeredAt >= unansweredMsMax : now - began >= seconds * 1000;
      if (isOver) return patience.abort(waitedEnough(timeline.name, status, now - began));
      await context.wait(lookedEveryMs, done.signal);
    }
  }
}

function waitedEnough(name: string, status: FollowingStatus, ms: number): TimelineError {
  const how = '; --wait 0 goes by what this node has of it';
  if (status.state === 'connecting')
    return new TimelineError('store-unreachable', `${name} does not answer${becauseOf(status)}${how}`, {
      store: name,
    });
  const within = `within ${Math.round(ms / 1000)} seconds`;
  const share = status.share === undefined ? '' : `, ${percent(status.share)} of it were`;
  return new TimelineError(
    'store-catching-up',
    `The log of ${name} was not taken in ${within}${share}${how}`,
    { store: name, share: status.share },
  );
}

function becauseOf({ why }: FollowingStatus): string {
  return why === undefined ? '' : ` (${why.replace(/\.$/, '')})`;
}

/** Returns the line that says how far following is: its share, events a second, and the time left where they are known. */
export function catchingUpLine(
  name: string,
  { state, share, eventsPerSecond, secondsLeft }: FollowingStatus,
): string {
  return [
    name,
    ...(state === 'connecting' ? ['connecting'] : []),
    ...(share === undefined ? [] : [percent(share)]),
    ...(eventsPerSecond === undefined
      ? []
      : [`${Math.round(eventsPerSecond).toLocaleString('en')} events/s`]),
    ...(secondsLeft === undefined ? [] : [`${Math.ceil(secondsLeft)} s left`]),
  ].join(' · ');
}
