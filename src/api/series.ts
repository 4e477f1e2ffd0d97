import type { Timeline } from '../engine/timeline.ts';
import { projectionPath, seriesQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { seriesOut } from './wire-changes.ts';

/** Adds the route of a value along an axis. */
export function addSeries(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/projections/:name/series',
    { schema: { params: projectionPath, querystring: seriesQuery } },
    async ({ params, query }) => seriesOut(await timeline.series(params.name, query)),
  );
}
