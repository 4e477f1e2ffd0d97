import type { Timeline } from '../engine/timeline.ts';
import { projectionPath, seriesQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { isFixedAtHead, isFixedMoment, sendAsOf } from './send-answer.ts';
import { seriesOut } from './wire-changes.ts';

/** Adds the route of a value along an axis. */
export function addSeries(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/projections/:name/series',
    { schema: { params: projectionPath, querystring: seriesQuery } },
    async (request, reply) => {
      const { params, query } = request;
      const answer = await timeline.series(params.name, query);
      // The end of a range of recorded time is an instant: more may be recorded by then.
      const isClosed = query.axis !== 'recorded' || query.to === undefined;
      return sendAsOf(request, reply, seriesOut(answer), query, {
        isFixed: isClosed && isFixedMoment(query),
        isFixedAtHead: isClosed && isFixedAtHead(query),
      });
    },
  );
}
