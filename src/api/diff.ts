import type { Timeline } from '../engine/timeline.ts';
import { diffQuery, projectionPath } from './query.ts';
import type { Routes } from './routes.ts';
import { diffOut } from './wire-changes.ts';

/** Adds the route of what two moments differ in, as a projection sees them. */
export function addDiff(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/projections/:name/diff',
    { schema: { params: projectionPath, querystring: diffQuery } },
    async ({ params, query: { key, limit, toAsOf, toKnownAt, ...from } }) => {
      // What is left out of the second moment is that of the first; but without an as-of of its own, it is known at the head.
      const knownAt = toKnownAt ?? (toAsOf === undefined ? undefined : from.knownAt);
      const to = { ...from, asOf: toAsOf ?? from.asOf, knownAt };
      return diffOut(await timeline.diff(params.name, from, to, { key, limit }));
    },
  );
}
