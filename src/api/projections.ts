import type { Timeline } from '../engine/timeline.ts';
import { momentQuery, noQuery, projectionPath, stateQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { headOut, keysOut, projectionOut, stateOut } from './wire.ts';

/** Adds the routes of projections: list them, the state of one as of a moment, the keys of one. */
export function addProjections(app: Routes, timeline: Timeline): void {
  app.get('/v1/projections', { schema: { querystring: noQuery } }, async () => ({
    projections: timeline.projections().map(projectionOut),
    head: headOut(timeline.head()),
  }));
  app.get(
    '/v1/projections/:name',
    { schema: { params: projectionPath, querystring: stateQuery } },
    async ({ params, query: { key, ...moment } }) =>
      stateOut(await timeline.state(params.name, { ...moment, ...(key === undefined ? {} : { key }) })),
  );
  app.get(
    '/v1/projections/:name/keys',
    { schema: { params: projectionPath, querystring: momentQuery } },
    async ({ params, query }) => keysOut(await timeline.keys(params.name, query)),
  );
}
