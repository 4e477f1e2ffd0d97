import { toCloudEvent } from '../domain/cloud-event.ts';
import type { Timeline } from '../engine/timeline.ts';
import { sendBatch, wantsBatch } from './batch.ts';
import { linesAtATime, sendLines, wantsLines } from './lines.ts';
import { pageEntriesUsual } from './page-size.ts';
import { logQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { fullPage, openPage, sendBody } from './send-answer.ts';
import { headOut } from './wire.ts';

/** Adds the route of the log: everything as recorded, in the order it was. */
export function addLog(app: Routes, timeline: Timeline): void {
  app.get('/v1/log', { schema: { querystring: logQuery } }, async (request, reply) => {
    const { after = 0, limit } = request.query;
    const isBatch = wantsBatch(request);
    if (!isBatch && wantsLines(request)) return sendLines(request, reply, logPages(timeline, after, limit));
    const wanted = limit ?? pageEntriesUsual;
    const found = timeline.log({ after, limit: wanted + 1 });
    const events = found.slice(0, wanted);
    const next = found.length > wanted ? events.at(-1)?.position : undefined;
    if (isBatch) return sendBatch(request, reply, events, { after: next }, next !== undefined);
    const page = { events: events.map(toCloudEvent) };
    // A page that is full never changes, so it does not tell of the head.
    if (next !== undefined) return sendBody(request, reply, { ...page, next }, fullPage);
    return sendBody(request, reply, { ...page, head: headOut(timeline.head()) }, openPage);
  });
}

/** Reads up to the head at the time of the question, so that a log that grows meanwhile comes to an end. */
async function* logPages(
  timeline: Timeline,
  start: number,
  limit = Infinity,
): AsyncGenerator<readonly unknown[]> {
  const { position: through } = timeline.head();
  let after = start;
  let left = limit;
  while (after < through && left > 0) {
    const events = timeline.log({ after, through, limit: Math.min(left, linesAtATime) });
    yield events.map(toCloudEvent);
    after = events.at(-1)?.position ?? through;
    left -= events.length;
  }
}
