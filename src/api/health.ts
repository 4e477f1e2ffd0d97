import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { mayRead } from './authentication.ts';
import { noQuery } from './query.ts';
import type { Routes } from './routes.ts';
import type { SseConnections } from './sse-connections.ts';
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
      ? { status: 'ready', ...behind(timeline, connections), head }
      : { status: 'ready' };
  });
}

/** A store without room is ready all the same: it can be read, and only the next append tells that there is room again. */
function checkStore(timeline: Timeline): void {
  const health = timeline.health();
  if (health === 'poisoned')
    throw new TimelineError(
      'store-poisoned',
      `${timeline.name} takes no more events after a failed write; open it again and verify it`,
    );
  if (health === 'closed') throw new TimelineError('store-closed', `${timeline.name} is closed`);
}

function behind(timeline: Timeline, connections: SseConnections) {
  return {
    // Without its path, which is nobody's business here.
    store: { kind: timeline.name.replace(/:.*$/s, ''), health: timeline.health() },
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
