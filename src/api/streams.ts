import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';

import { toCloudEvent } from '../domain/cloud-event.ts';
import { TimelineError } from '../domain/errors.ts';
import type { RecordedEvent } from '../domain/event.ts';
import type { ExpectedRevision } from '../domain/stream.ts';
import { parseExpectedRevision } from '../domain/stream.ts';
import type { Appended } from '../engine/requests.ts';
import type { Timeline } from '../engine/timeline.ts';
import { mediaTypeOf, readJsonBodies, readLineBodies } from './body.ts';
import { linesAtATime, sendLines, wantsLines } from './lines.ts';
import { readNewEvents } from './new-events.ts';
import { appendQuery, noQuery, pageEntriesUsual, pathPart, streamQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { appendedOut, headOut, streamOut } from './wire.ts';

const streamPath = z.strictObject({ stream: pathPart });

/** Adds the routes of streams: append to one, list them, read one as recorded. */
export function addStreams(app: Routes, timeline: Timeline): void {
  // What an append takes beyond JSON is taken by no other route.
  app.register(async (scope) => addAppend(scope, timeline));
  app.get('/v1/streams', { schema: { querystring: noQuery } }, async (request, reply) => {
    const streams = timeline.streams().map(streamOut);
    if (wantsLines(request)) return sendLines(request, reply, onePage(streams));
    return reply.header('vary', 'Accept').send({ streams, head: headOut(timeline.head()) });
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
      if (wantsLines(request)) return sendLines(request, reply, streamPages(timeline, stream, range, limit));
      const wanted = limit ?? pageEntriesUsual;
      const found = timeline.stream(stream, { ...range, limit: wanted + 1 });
      const next = found[wanted]?.revision;
      const [last] = timeline.stream(stream, { from: Number.MAX_SAFE_INTEGER, backwards: true, limit: 1 });
      return reply.header('vary', 'Accept').send({
        events: found.slice(0, wanted).map(toCloudEvent),
        ...(next === undefined ? {} : { next }),
        head: { revision: last?.revision, ...headOut(last ?? timeline.head()) },
      });
    },
  );
}

function addAppend(app: Routes, timeline: Timeline): void {
  readJsonBodies(app, ['application/cloudevents+json', 'application/cloudevents-batch+json']);
  readLineBodies(app);
  app.post(
    '/v1/streams/:stream/events',
    { schema: { params: streamPath, querystring: appendQuery } },
    async (request, reply) => {
      const { stream } = request.params;
      const events = readNewEvents(request.body, mediaTypeOf(request.headers['content-type']), stream);
      const expectedRevision = expectedRevisionOf(request, request.query.expectedRevision);
      return sendAppended(reply, await timeline.append(stream, events, { expectedRevision }));
    },
  );
}

/** Answers with where events came to stand: 201, or 200 when they had been recorded before. */
export function sendAppended(reply: FastifyReply, appended: Appended): FastifyReply {
  const [first] = appended.events;
  if (first !== undefined) reply.header('location', `/v1/events/${encodeURIComponent(first.id)}`);
  return reply.code(appended.repeated ? 200 : 201).send(appendedOut(appended));
}

/**
 * Reads the expected revision of a request: the query parameter, `If-Match` with a revision, or `If-None-Match: *`.
 *
 * Throws `invalid-request` when more than one is given, and for `If-Match: *`: that a stream is there says nothing of
 * the revision that the caller has seen.
 */
export function expectedRevisionOf(request: FastifyRequest, parameter: string | undefined): ExpectedRevision {
  const ifMatch = request.headers['if-match'];
  const ifNoneMatch = request.headers['if-none-match'];
  if ([parameter, ifMatch, ifNoneMatch].filter((given) => given !== undefined).length > 1)
    throw new TimelineError(
      'invalid-request',
      'Only one of expectedRevision, If-Match and If-None-Match can say the expected revision',
    );
  if (ifNoneMatch !== undefined) {
    if (ifNoneMatch.trim() === '*') return 'none';
    throw new TimelineError('invalid-request', 'If-None-Match is not *, which stands for no events', {
      header: 'If-None-Match',
    });
  }
  if (ifMatch === undefined) return parseExpectedRevision(parameter ?? 'any');
  const [, revision] = /^\s*"?(\d{1,15})"?\s*$/.exec(ifMatch) ?? [];
  if (revision !== undefined) return Number(revision);
  throw new TimelineError('invalid-request', 'If-Match is not a revision, such as "3"', {
    header: 'If-Match',
  });
}

async function* onePage(entries: readonly unknown[]): AsyncGenerator<readonly unknown[]> {
  yield entries;
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
