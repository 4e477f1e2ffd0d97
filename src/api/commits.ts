import type { Timeline } from '../engine/timeline.ts';
import { commitsQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { sendBody } from './send-answer.ts';
import { commitsOut } from './wire-changes.ts';
import { headOut } from './wire.ts';

/** Adds the route of the steps of the recorded axis. */
export function addCommits(app: Routes, timeline: Timeline): void {
  app.get('/v1/commits', { schema: { querystring: commitsQuery } }, async (request, reply) =>
    sendBody(request, reply, commitsOut(timeline.commits(request.query), headOut(timeline.head()))),
  );
}
