import type { IncomingHttpHeaders } from 'node:http';

import { TimelineError } from '../domain/errors.ts';
import type { TimelineChange, Update } from '../engine/live-answers.ts';
import type { Timeline } from '../engine/timeline.ts';
import {
  afterCharactersMax,
  projectionPath,
  timelineUpdatesQuery,
  updatesQuery,
  withFilters,
} from './query.ts';
import type { Routes } from './routes.ts';
import type { SseConnections } from './sse-connections.ts';
import { framesOf, sendEvents } from './sse.ts';
import { timelineChangeOut, updateOut } from './wire-live.ts';

/** Adds the routes of subscriptions: to the state of a projection, and to the timeline. */
export function addUpdates(app: Routes, timeline: Timeline, connections: SseConnections): void {
  const updateFrames = framesOf((update: Update) => updateOut(update, timeline.name));
  app.get(
    '/v1/projections/:name/updates',
    { schema: { params: projectionPath, querystring: updatesQuery } },
    async (request, reply) => {
      const { after: position, ...query } = request.query;
      const { name } = request.params;
      const after = lastIdOf(request.headers) ?? placeOf(position);
      return sendEvents(request, reply, connections, {
        open: (signal) => timeline.updates(name, { ...query, after, signal }),
        frameOf: updateFrames,
      });
    },
  );
  const changeFrames = framesOf((change: TimelineChange) => timelineChangeOut(change));
  app.get(
    '/v1/timeline/updates',
    { schema: { querystring: timelineUpdatesQuery } },
    async (request, reply) => {
      const { after: position, ...query } = withFilters(request.query);
      const after = lastIdOf(request.headers) ?? placeOf(position);
      return sendEvents(request, reply, connections, {
        open: (signal) => timeline.changes({ ...query, after, signal }),
        frameOf: changeFrames,
      });
    },
  );
}

/** Returns what a client that was cut off saw last; a client that saw nothing yet may send it empty. */
function lastIdOf(headers: IncomingHttpHeaders): string | undefined {
  const id = headers['last-event-id'];
  if (typeof id !== 'string' || id === '') return undefined;
  if (id.length <= afterCharactersMax) return id;
  throw new TimelineError(
    'invalid-request',
    `The header Last-Event-ID has more than ${afterCharactersMax} characters`,
    { header: 'Last-Event-ID' },
  );
}

/** A position alone is one of the version that there is now; an id that was told says of which version it is. */
function placeOf(after: string | undefined): string | number | undefined {
  return after !== undefined && /^\d{1,15}$/.test(after) ? Number(after) : after;
}
