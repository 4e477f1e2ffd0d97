import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { mayAdminister, mayRead, scopesOf } from './authentication.ts';
import { noQuery } from './query.ts';
import type { Routes } from './routes.ts';
import type { SseConnections } from './sse-connections.ts';
import { followingOut } from './wire-following.ts';
import { headOut } from './wire.ts';

/** Adds the routes that a supervisor asks: whether we are alive, and whether we can answer and record. */
export function addHealth(app: Routes, timeline: Timeline, connections: SseConnections): void {
  app.get('/healthz', { config: { scope: 'none' }, schema: { querystring: noQuery } }, async () => ({
    status: 'ok',
  }));
  app.get('/readyz', { config: { scope: 'none' }, schema: { querystring: noQuery } }, async (request) => {
    checkStore(timeline);
    // It is read, too, and not only asked for its health.
    const head = headOut(timeline.head());
    return mayRead(request)
      ? {
          status: 'ready',
          may: scopesOf(request),
          ...behind(timeline, connections, mayAdminister(request)),
          head,
        }
      : { status: 'ready' };
  });
}

/**
 * A store without room is ready all the same: it can be read, and only the next append tells that there is room again. So is one whose
 * cluster is away, but not one that has never been caught up with it: what it would answer with is some beginning of the log.
 */
function checkStore(timeline: Timeline): void {
  const health = timeline.health();
  if (health === 'poisoned') throw poisoned(timeline);
  if (health === 'catching-up')
    throw new TimelineError(
      'store-catching-up',
      `The log of ${timeline.name} is being taken in for the first time`,
      { share: timeline.following()?.share },
    );
  if (health === 'closed') throw new TimelineError('store-closed', `${timeline.name} is closed`);
}

/** Why following stopped is not told here: anybody may ask. */
function poisoned({ name, following }: Timeline): TimelineError {
  const sentence =
    following()?.state === 'stopped'
      ? `${name} stopped following the log of the cluster`
      : `${name} takes no more events after a failed write; open it again and verify it`;
  return new TimelineError('store-poisoned', sentence);
}

function behind(timeline: Timeline, connections: SseConnections, withWhy: boolean) {
  const following = timeline.following();
  return {
    // Without its path, which is nobody's business here.
    store: {
      kind: timeline.name.replace(/:.*$/s, ''),
      health: timeline.health(),
      ...(following === undefined ? {} : { following: followingOut(following, withWhy) }),
    },
    projections: timeline.projections().map(({ name, version, health, lag, building }) => ({
      name,
      version,
      health,
      lag,
      ...(building === undefined ? {} : { building: { version: building.version, share: building.share } }),
    })),
    words: { lag: timeline.wordsLag() },
    subscriptions: connections.kinds(),
  };
}
