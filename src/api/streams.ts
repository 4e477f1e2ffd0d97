import type { FastifyReply } from 'fastify';
import { z } from 'zod';

import { toCloudEvent } from '../domain/cloud-event.ts';
import type { RecordedEvent } from '../domain/event.ts';
import type { Appended } from '../engine/requests.ts';
import type { Timeline } from '../engine/timeline.ts';
import { demandScope } from './authentication.ts';
import { sendBatch, wantsBatch } from './batch.ts';
import { cloudEventBatchType, cloudEventType, mediaTypeOf, readJsonBodies, readLineBodies } from './body.ts';
import { linesAtATime, sendLines, wantsLines } from './lines.ts';
import { readNamePage, writeNamePage } from './name-pages.ts';
import { readNewEvents } from './new-events.ts';
import { pageEntriesMax, pageEntriesUsual } from './page-size.ts';
import { appendQuery, pathPart, streamQuery, streamsQuery } from './query.ts';
import { requestOptionsOf } from './request-options.ts';
import type { Routes } from './routes.ts';
import { fullPage, openPage, sendBody } from './send-answer.ts';
import { appendedOut, headOut, streamOut } from './wire.ts';

const streamPath = z.strictObject({ stream: pathPart });

/** Adds the routes of streams: append to one, list them, read one as recorded. */
export function addStreams(app: Routes, timeline: Timeline): void {
  // What an append takes beyond JSON is taken by no other route.
  app.register(async (scope) => addAppend(scope, timeline));
  app.get('/v1/streams', { schema: { querystring: streamsQuery } }, async (request, reply) => {
    const { limit, page } = request.query;
    const after = page === undefined ? undefined : readNamePage(page);
    if (wantsLines(request)) return sendLines(request, reply, pagesOfStreams(timeline, after, limit));
    const streams = { ...streamsPage(timeline, after, limit), head: headOut(timeline.head()) };
    return sendBody(request, reply, streams, openPage);
  });
  app.get(
    '/v1/streams/:stream/events',
    { schema: { params: streamPath, querystring: streamQuery } },
    async (request, reply) => {
      const { stream } = request.params;
      const {
        direction,
        from = direction === 'backwards' ? Number.MAX_SAFE_INTEGER : 0,
        limit,
      } = request.query;
      const range = { from, backwards: direction === 'backwards' };
      const isBatch = wantsBatch(request);
      if (!isBatch && wantsLines(request))
        return sendLines(request, reply, streamPages(timeline, stream, range, limit));
      const wanted = limit ?? pageEntriesUsual;
      const found = timeline.stream(stream, { ...range, limit: wanted + 1 });
      const next = found[wanted]?.revision;
      // A page that is full never changes, so it does not tell of the head; nor does one back from a revision that is there.
      const isFull = range.backwards ? found[0]?.revision === from : next !== undefined;
      const recorded = found.slice(0, wanted);
      if (isBatch) return sendBatch(request, reply, recorded, { from: next }, isFull);
      const page = { events: recorded.map(toCloudEvent), ...(next === undefined ? {} : { next }) };
      if (isFull) return sendBody(request, reply, page, fullPage);
      const [last] = timeline.stream(stream, { from: Number.MAX_SAFE_INTEGER, backwards: true, limit: 1 });
      const head = { revision: last?.revision, ...headOut(last ?? timeline.head()) };
      return sendBody(request, reply, { ...page, head }, openPage);
    },
  );
}

function addAppend(app: Routes, timeline: Timeline): void {
  readJsonBodies(app, [cloudEventType, cloudEventBatchType]);
  readLineBodies(app);
  app.post(
    '/v1/streams/:stream/events',
    { config: { scope: 'append' }, schema: { params: streamPath, querystring: appendQuery } },
    async (request, reply) => {
      const { stream } = request.params;
      const { body, headers } = request;
      const events = readNewEvents(body, mediaTypeOf(headers['content-type']), stream, headers);
      // Whoever may only append does not correct by another way.
      if (events.some(({ type }) => type === 'FactCorrected' || type === 'FactRetracted'))
        demandScope(request, 'correct');
      const options = requestOptionsOf(request, request.query.expectedRevision);
      return sendAppended(reply, await timeline.append(stream, events, options));
    },
  );
}

/** Answers with where events came to stand: 201, or 200 when they had been recorded before. */
export function sendAppended(reply: FastifyReply, appended: Appended): FastifyReply {
  const [first] = appended.events;
  if (first !== undefined) reply.header('location', `/v1/events/${encodeURIComponent(first.id)}`);
  return reply.code(appended.repeated ? 200 : 201).send(appendedOut(appended));
}

/** Gives some streams by name, after one of them; streams that are new meanwhile move no other from its page. */
function streamsPage(timeline: Timeline, after: string | undefined, limit = pageEntriesMax) {
  const found = timeline.streams({ after, limit: limit + 1 });
  const streams = found.slice(0, limit).map(streamOut);
  const last = streams.at(-1);
  const isMore = found.length > limit && last !== undefined;
  return { streams, ...(isMore ? { next: writeNamePage(last.stream) } : {}) };
}

async function* pagesOfStreams(
  timeline: Timeline,
  start: string | undefined,
  limit = Infinity,
): AsyncGenerator<readonly unknown[]> {
  let after = start;
  let left = limit;
  for (;;) {
    const some = timeline.streams({ after, limit: Math.min(left, linesAtATime) });
    if (some.length === 0) return;
    yield some.map(streamOut);
    after = some.at(-1)?.stream;
    left -= some.length;
    if (left <= 0) return;
  }
}

async function* streamPages(
  timeline: Timeline,
  stream: string,
  range: { readonly from: number; readonly backwards: boolean },
  limit = Infinity,
): AsyncGenerator<readonly unknown[]> {
  let from: number | undefined = range.from;
  let left = limit;
  while (from !== undefined && left > 0) {
    const page: readonly RecordedEvent[] = timeline.stream(stream, {
      ...range,
      from,
      limit: Math.min(left, linesAtATime) + 1,
    });
    const sent = page.slice(0, Math.min(left, linesAtATime));
    yield sent.map(toCloudEvent);
    from = page[sent.length]?.revision;
    left -= sent.length;
  }
}
