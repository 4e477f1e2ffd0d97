import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { noQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { headOut } from './wire.ts';

/** Adds the routes that a supervisor asks: whether we are alive, and whether we can answer and record. */
export function addHealth(app: Routes, timeline: Timeline): void {
  // A store that was poisoned stays so until it is opened again; only a write learns of it.
  let poisoned: TimelineError | undefined;
  app.addHook('onError', async (_request, _reply, error: unknown) => {
    if (error instanceof TimelineError && error.code === 'store-poisoned') poisoned = error;
  });
  app.get('/healthz', { schema: { querystring: noQuery } }, async () => ({ status: 'ok' }));
  app.get('/readyz', { schema: { querystring: noQuery } }, async () => {
    if (poisoned !== undefined) throw poisoned;
    return {
      status: 'ready',
      // Without its path, which is nobody's business here.
      store: timeline.name.replace(/:.*$/s, ''),
      head: headOut(timeline.head()),
      projections: timeline.projections().map(({ name, version, health }) => ({ name, version, health })),
    };
  });
}
