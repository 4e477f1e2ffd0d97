import type { Timeline } from '../engine/timeline.ts';
import { densityQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { sendAsOf } from './send-answer.ts';
import { densityOut } from './wire-changes.ts';

/** Adds the route of how much there is along an axis. */
export function addDensity(app: Routes, timeline: Timeline): void {
  app.get('/v1/density', { schema: { querystring: densityQuery } }, async (request, reply) =>
    sendAsOf(request, reply, densityOut(await timeline.density(request.query)), request.query),
  );
}
