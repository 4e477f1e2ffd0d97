import type { Timeline } from '../engine/timeline.ts';
import { sendRecorded, wantsCloudEvent } from './batch.ts';
import { correctionSchema, retractionSchema } from './bodies.ts';
import { asMemento, chooseMemento } from './memento.ts';
import { readingsAround } from './mementos.ts';
import { present } from './present.ts';
import { appendQuery, eventPath, momentQuery } from './query.ts';
import { requestOptionsOf } from './request-options.ts';
import type { Routes } from './routes.ts';
import { checkBody } from './routes.ts';
import { sendAsOf } from './send-answer.ts';
import { sendAppended } from './streams.ts';
import { factOut } from './wire.ts';

/** Adds the routes of one event: the fact as of a moment, and what corrects and retracts it. */
export function addEvents(app: Routes, timeline: Timeline): void {
  app.get(
    '/v1/events/:id',
    { schema: { params: eventPath, querystring: momentQuery } },
    async (request, reply) => {
      const { params, query } = request;
      const fact = await timeline.fact(params.id, chooseMemento(request, reply, timeline, query));
      if (wantsCloudEvent(request)) return sendRecorded(request, reply, fact, timeline.log);
      const neighbours = readingsAround(timeline, fact.readings, fact.moment);
      const sending = asMemento(request, timeline, query, fact.moment, { hasTimemap: true, neighbours });
      return sendAsOf(request, reply, factOut(fact, timeline.log), query, sending);
    },
  );
  const recording = {
    config: { scope: 'correct' as const },
    schema: { params: eventPath, querystring: appendQuery },
  };
  app.post('/v1/events/:id/corrections', recording, async (request, reply) => {
    const correction = present(checkBody(correctionSchema, request.body));
    const options = requestOptionsOf(request, request.query.expectedRevision);
    return sendAppended(reply, await timeline.correct(request.params.id, { ...correction, ...options }));
  });
  app.post('/v1/events/:id/retractions', recording, async (request, reply) => {
    const retraction = present(checkBody(retractionSchema, request.body));
    const options = requestOptionsOf(request, request.query.expectedRevision);
    return sendAppended(reply, await timeline.retract(request.params.id, { ...retraction, ...options }));
  });
}
