import type { Timeline } from '../engine/timeline.ts';
import { readingsQuery, withFilters } from './query.ts';
import type { Routes } from './routes.ts';
import { isPosition, sendAtHead } from './send-answer.ts';
import { readingsOut } from './wire-readings.ts';

/** Adds the route of readings as such: what a timeline is drawn from. */
export function addReadings(app: Routes, timeline: Timeline): void {
  app.get('/v1/readings', { schema: { querystring: readingsQuery } }, async (request, reply) => {
    const { titles, ...query } = withFilters({ ...request.query, retracted: undefined });
    const answer = await timeline.readings({ ...query, titles: titles === 'true' });
    const { knownAt, page } = request.query;
    // A page names its position itself.
    const isFixed = page !== undefined || isPosition(knownAt);
    const isFixedAtHead = knownAt === undefined || knownAt === 'now';
    return sendAtHead(request, reply, readingsOut(answer), { isFixed, isFixedAtHead });
  });
}
