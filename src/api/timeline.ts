import type { TimelinePage, TimelineQuery } from '../engine/answers.ts';
import type { Timeline } from '../engine/timeline.ts';
import { linesAtATime, sendLines, wantsLines } from './lines.ts';
import { asMemento, chooseMemento, tellMemento } from './memento.ts';
import { timelineQuery, withFilters } from './query.ts';
import type { Routes } from './routes.ts';
import { sendAsOf } from './send-answer.ts';
import { entryOut } from './wire-fact.ts';
import { momentOut, timelineOut } from './wire.ts';

/** Adds the route of the timeline: the history as of a moment. */
export function addTimeline(app: Routes, timeline: Timeline): void {
  app.get('/v1/timeline', { schema: { querystring: timelineQuery } }, async (request, reply) => {
    const query = withFilters(chooseMemento(request, reply, timeline, request.query));
    const { limit } = request.query;
    const asMementoOf = ({ moment }: TimelinePage) =>
      asMemento(request, timeline, request.query, moment, { hasTimemap: true });
    if (!wantsLines(request)) {
      const page = await timeline.timeline(query);
      return sendAsOf(request, reply, timelineOut(page), request.query, asMementoOf(page));
    }
    const first = await timeline.timeline({ ...query, limit: Math.min(limit ?? linesAtATime, linesAtATime) });
    tellMemento(reply, asMementoOf(first));
    reply.header('asof-moment', JSON.stringify(momentOut(first.moment)));
    return sendLines(request, reply, timelinePages(timeline, query, first, limit));
  });
}

/** Goes on from the first page; every page is of the moment that the first was resolved to. */
async function* timelinePages(
  timeline: Timeline,
  query: TimelineQuery,
  first: TimelinePage,
  limit = Infinity,
): AsyncGenerator<readonly unknown[]> {
  let page = first;
  let left = limit;
  for (;;) {
    yield page.entries.map((fact) => entryOut(fact, page.moment));
    left -= page.entries.length;
    if (page.next === undefined || left <= 0) return;
    page = await timeline.timeline({ ...query, limit: Math.min(left, linesAtATime), page: page.next });
  }
}
