import type { Timeline } from '../engine/timeline.ts';
import { densityQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { densityOut } from './wire-changes.ts';

/** Adds the route of how much there is along an axis. */
export function addDensity(app: Routes, timeline: Timeline): void {
  app.get('/v1/density', { schema: { querystring: densityQuery } }, async ({ query }) =>
    densityOut(await timeline.density(query)),
  );
}
