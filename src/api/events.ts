import { z } from 'zod';

import { commonShape, textSchema, timeSchema } from '../domain/events/common.ts';
import type { Timeline } from '../engine/timeline.ts';
import { appendQuery, momentQuery, pathPart } from './query.ts';
import type { Routes } from './routes.ts';
import { checkBody } from './routes.ts';
import { expectedRevisionOf, sendAppended } from './streams.ts';
import { factOut } from './wire.ts';

const eventPath = z.strictObject({ id: pathPart });

const retractionSchema = z.strictObject({
  id: textSchema(200).optional(),
  reason: textSchema(2000),
  sources: commonShape.sources,
  at: timeSchema.optional(),
  title: commonShape.title.optional(),
  summary: commonShape.summary,
});

const correctionSchema = retractionSchema.extend({
  data: z.record(z.string(), z.unknown()).optional(),
  occurred: timeSchema.optional(),
});

/** Adds the routes of one event: the fact as of a moment, and what corrects and retracts it. */
export function addEvents(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/events/:id',
    { schema: { params: eventPath, querystring: momentQuery } },
    async ({ params, query }) => factOut(await timeline.fact(params.id, query), timeline.log),
  );
  const recording = { schema: { params: eventPath, querystring: appendQuery } };
  app.post('/v1/events/:id/corrections', recording, async (request, reply) => {
    const correction = present(checkBody(correctionSchema, request.body));
    const expectedRevision = expectedRevisionOf(request, request.query.expectedRevision);
    return sendAppended(
      reply,
      await timeline.correct(request.params.id, { ...correction, expectedRevision }),
    );
  });
  app.post('/v1/events/:id/retractions', recording, async (request, reply) => {
    const retraction = present(checkBody(retractionSchema, request.body));
    const expectedRevision = expectedRevisionOf(request, request.query.expectedRevision);
    return sendAppended(
      reply,
      await timeline.retract(request.params.id, { ...retraction, expectedRevision }),
    );
  });
}

type Present<Members> = { [Name in keyof Members]: Exclude<Members[Name], undefined> };

/** Drops members that are undefined: what is absent is not there. */
function present<Members extends object>(members: Members): Present<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  // Only members that are undefined are gone, and their names were optional.
  return Object.fromEntries(entries) as Present<Members>;
}
