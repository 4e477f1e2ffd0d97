import type { Timeline } from '../engine/timeline.ts';
import { explainQuery, projectionPath } from './query.ts';
import type { Routes } from './routes.ts';
import { explanationOut } from './wire-changes.ts';

/** Adds the route that tells which events set a value. */
export function addExplain(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/projections/:name/explain',
    { schema: { params: projectionPath, querystring: explainQuery } },
    async ({ params, query: { path, ...query } }) =>
      explanationOut(await timeline.explain(params.name, path, query)),
  );
}
