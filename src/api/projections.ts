import type { KeysAnswer } from '../engine/answers.ts';
import type { Timeline } from '../engine/timeline.ts';
import { linesAtATime, sendLines, wantsLines } from './lines.ts';
import { asMemento, chooseMemento, tellMemento } from './memento.ts';
import { pageEntriesMax } from './page-size.ts';
import { keysQuery, noQuery, projectionPath, stateQuery } from './query.ts';
import type { Routes } from './routes.ts';
import { sendAsOf, sendBody } from './send-answer.ts';
import { headOut, keysOut, momentOut, projectionOut, stateOut } from './wire.ts';

/** Adds the routes of projections: list them, the state of one as of a moment, the keys of one. */
export function addProjections(app: Routes, timeline: Timeline): void {
  app.get('/v1/projections', { schema: { querystring: noQuery } }, async (request, reply) =>
    sendBody(request, reply, {
      projections: timeline.projections().map(projectionOut),
      head: headOut(timeline.head()),
    }),
  );
  app.get(
    '/v1/projections/:name',
    { schema: { params: projectionPath, querystring: stateQuery } },
    async (request, reply) => {
      const { key, ...moment } = chooseMemento(request, reply, timeline, request.query);
      const query = { ...moment, ...(key === undefined ? {} : { key }) };
      const answer = await timeline.state(request.params.name, query);
      const sending = asMemento(request, timeline, request.query, answer.moment, { hasTimemap: true });
      return sendAsOf(request, reply, stateOut(answer), request.query, sending);
    },
  );
  app.get(
    '/v1/projections/:name/keys',
    { schema: { params: projectionPath, querystring: keysQuery } },
    async (request, reply) => {
      const { params } = request;
      const query = chooseMemento(request, reply, timeline, request.query);
      const asMementoOf = ({ moment }: KeysAnswer) =>
        asMemento(request, timeline, request.query, moment, { hasTimemap: false });
      if (!wantsLines(request)) {
        const answer = await timeline.keys(params.name, { ...query, limit: query.limit ?? pageEntriesMax });
        return sendAsOf(request, reply, keysOut(answer), request.query, asMementoOf(answer));
      }
      const answer = await timeline.keys(params.name, query);
      tellMemento(reply, asMementoOf(answer));
      reply.header('asof-moment', JSON.stringify(momentOut(answer.moment)));
      return sendLines(request, reply, keyPages(answer.keys));
    },
  );
}

async function* keyPages(keys: KeysAnswer['keys']): AsyncGenerator<readonly unknown[]> {
  for (let start = 0; start < keys.length; start += linesAtATime)
    yield keys.slice(start, start + linesAtATime);
}
