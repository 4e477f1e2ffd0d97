import type { Timeline } from '../engine/timeline.ts';
import { noQuery, projectionPath } from './query.ts';
import { createRebuilds, infoOf } from './rebuilds.ts';
import type { Routes } from './routes.ts';
import { rebuildOut } from './wire-rebuild.ts';
import { projectionOut } from './wire.ts';

/**
 * Adds the routes that build anew what is saved of a projection: begin a rebuild, see how far it is, cancel it, go on after a fault.
 *
 * A rebuild goes on without the connection that asked for it; one that the closing of the timeline cuts off goes on when that is
 * opened again.
 */
export function addRebuild(app: Routes, timeline: Timeline, clock: () => number): void {
  const rebuilds = createRebuilds(timeline, {
    clock,
    onFailure: (error) => app.log.error({ err: error }),
  });
  const reading = { schema: { params: projectionPath, querystring: noQuery } };
  const options = { ...reading, config: { scope: 'admin' as const } };
  app.post('/v1/projections/:name/rebuild', options, async ({ params: { name } }, reply) => {
    const rebuild = await rebuilds.begin(name);
    return reply
      .code(202)
      .header('location', `/v1/projections/${encodeURIComponent(name)}/rebuild`)
      .send(rebuildOut(rebuild, timeline.name));
  });
  app.get('/v1/projections/:name/rebuild', reading, async ({ params }) =>
    rebuildOut(rebuilds.of(params.name), timeline.name),
  );
  app.delete('/v1/projections/:name/rebuild', options, async ({ params }) =>
    rebuildOut(await rebuilds.cancel(params.name), timeline.name),
  );
  app.post('/v1/projections/:name/resume', options, async ({ params: { name } }) => {
    await timeline.resume(name);
    return projectionOut(infoOf(timeline, name));
  });
}
