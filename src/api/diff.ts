import { secondMoment } from '../engine/diff.ts';
import type { Timeline } from '../engine/timeline.ts';
import { diffQuery, projectionPath } from './query.ts';
import type { Routes } from './routes.ts';
import { sendBetween } from './send-answer.ts';
import { diffOut } from './wire-changes.ts';

/** Adds the route of what two moments differ in, as a projection sees them. */
export function addDiff(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/projections/:name/diff',
    { schema: { params: projectionPath, querystring: diffQuery } },
    async (request, reply) => {
      const { key, limit, toAsOf, toKnownAt, ...from } = request.query;
      const to = secondMoment(from, { toAsOf, toKnownAt });
      const answer = await timeline.diff(request.params.name, from, to, { key, limit });
      return sendBetween(request, reply, diffOut(answer), { from, to });
    },
  );
}
