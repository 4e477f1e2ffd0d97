import type { Timeline } from '../engine/timeline.ts';
import { parkedQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { parkedOut } from './wire-following.ts';

/** Adds the route of the parked events: those in streams of a cluster's log that are no events of it. */
export function addParked(app: Routes, timeline: Timeline): void {
  app.get('/v1/parked', { schema: { querystring: parkedQuery } }, async ({ query }) =>
    parkedOut(timeline, query),
  );
}
