import type { FastifyReply, FastifyRequest } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import { formatInstant } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Timeline } from '../engine/timeline.ts';
import { addressOf, withQuery } from './address.ts';
import { linkFormatType } from './memento.ts';
import { preferredType } from './negotiate.ts';
import { eventPath, keyedTimemapQuery, projectionPath, timemapQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { jsonType, sendText } from './send-answer.ts';
import { commitPage, readingPage } from './timemap-pages.ts';
import type { MementoPage } from './timemap-pages.ts';
import { timemapOut, writeTimemap } from './write-timemap.ts';

/** Adds the routes of timemaps (RFC 7089): all mementos of the timeline, of a state, of a fact. */
export function addTimemaps(app: Routes, timeline: Timeline): void {
  const config = { scope: 'read' } as const;
  app.get(
    '/v1/timeline/timemap',
    { config, schema: { querystring: timemapQuery } },
    async (request, reply) => {
      const { after = 0, ...moment } = request.query;
      const begun = await timeline.timeline({ ...moment, knownAt: 0, limit: 1 });
      return sendTimemap(request, reply, begun.moment, { after, page: commitPage(timeline, after) });
    },
  );
  app.get(
    '/v1/projections/:name/timemap',
    { config, schema: { params: projectionPath, querystring: keyedTimemapQuery } },
    async (request, reply) => {
      const { after = 0, key, ...moment } = request.query;
      await checkState(timeline, request.params.name, key);
      const begun = await timeline.timeline({ ...moment, knownAt: 0, limit: 1 });
      return sendTimemap(request, reply, begun.moment, { after, page: commitPage(timeline, after) });
    },
  );
  app.get(
    '/v1/events/:id/timemap',
    { config, schema: { params: eventPath, querystring: timemapQuery } },
    async (request, reply) => {
      const { after = 0, ...moment } = request.query;
      const fact = await timeline.fact(request.params.id, moment);
      const page = readingPage(timeline, fact.readings, after);
      return sendTimemap(request, reply, fact.moment, { after, page });
    },
  );
}

/** Throws as `state` does for a projection that is not there, or a key that is missing or one too many; at position 0 nothing is folded. */
async function checkState(timeline: Timeline, name: string, key: string | undefined): Promise<void> {
  try {
    await timeline.state(name, { knownAt: 0, ...(key === undefined ? {} : { key }) });
  } catch (error) {
    // Nothing is known of any key before the first commit.
    if (!(error instanceof TimelineError && error.code === 'unknown-key')) throw error;
  }
}

function sendTimemap(
  request: FastifyRequest,
  reply: FastifyReply,
  moment: Pick<ResolvedMoment, 'asOf'>,
  { after, page }: { readonly after: number; readonly page: MementoPage },
): FastifyReply {
  const asked = addressOf(request);
  const original = withQuery(
    { ...asked, path: asked.path.replace(/\/timemap$/, '') },
    { without: ['after'] },
  );
  const asOf = formatInstant(moment.asOf);
  const mediaType = preferredType(request, [linkFormatType, jsonType]);
  const textOf = (instant: string) => {
    const timemap = { ...page, original, asOf: instant, after };
    return mediaType === linkFormatType ? writeTimemap(timemap) : JSON.stringify(timemapOut(timemap));
  };
  const isMoving = !original.query.some(([name, value]) => name === 'asOf' && value !== 'now');
  return sendText(
    request,
    reply,
    textOf(asOf),
    { isFixed: false, mediaType, vary: ['Accept'] },
    isMoving ? textOf('now') : undefined,
  );
}
