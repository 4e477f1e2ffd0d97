import type { Timeline } from '../engine/timeline.ts';
import { explainQuery, projectionPath } from './query.ts';
import type { Routes } from './routes.ts';
import { sendAsOf } from './send-answer.ts';
import { explanationOut } from './wire-changes.ts';

/** Adds the route that tells which events set a value. */
export function addExplain(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/projections/:name/explain',
    { schema: { params: projectionPath, querystring: explainQuery } },
    async (request, reply) => {
      const { path, ...query } = request.query;
      const answer = await timeline.explain(request.params.name, path, query);
      return sendAsOf(request, reply, explanationOut(answer), query);
    },
  );
}
