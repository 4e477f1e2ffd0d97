import type { CloudEvent } from '../domain/cloud-event.ts';
import { readLines } from '../store/files/lines.ts';
import { changesOfUrl, filterParameters } from './access-url-changes.ts';
import type { Access, AppendedAnswer } from './access.ts';
import type { CliContext } from './context.ts';
import type { Parameters } from './server-asked.ts';
import { serverAt } from './server-asked.ts';

/**
 * Reaches a timeline that a server serves; what the server refuses is thrown as the error that it names.
 *
 * Throws `invalid-request` for what is no HTTP address. Everything throws `store-unreachable` when nothing answers, or
 * what answers is not Asof.
 */
export function accessToUrl(address: string, context: Pick<CliContext, 'fetch' | 'wait'>): Access {
  const server = serverAt(address, context.fetch);
  const { get } = server;

  async function act<Answer>(method: 'POST' | 'DELETE', path: string): Promise<Answer> {
    return server.read(await server.ask(path, {}, { method, headers: { accept: 'application/json' } }));
  }

  async function post(path: string, body: unknown, parameters: Parameters): Promise<AppendedAnswer> {
    const headers = { 'content-type': 'application/json' };
    const response = await server.ask(path, parameters, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    return { answer: await server.read(response), repeated: response.status === 200 };
  }

  return {
    ...changesOfUrl(server, context),
    append: async (stream, events, expectedRevision) =>
      post(`/v1/streams/${encodeURIComponent(stream)}/events`, events, { expectedRevision }),
    correct: async (id, { expectedRevision, ...correction }) =>
      post(`/v1/events/${encodeURIComponent(id)}/corrections`, correction, { expectedRevision }),
    retract: async (id, { expectedRevision, ...retraction }) =>
      post(`/v1/events/${encodeURIComponent(id)}/retractions`, retraction, { expectedRevision }),
    timeline: async (asked) => get('/v1/timeline', filterParameters(asked)),
    fact: async (id, moment) => get(`/v1/events/${encodeURIComponent(id)}`, { ...moment }),
    state: async (projection, asked) =>
      get(`/v1/projections/${encodeURIComponent(projection)}`, { ...asked }),
    keys: async (projection, moment) =>
      get(`/v1/projections/${encodeURIComponent(projection)}/keys`, { ...moment }),
    streams: async () => get('/v1/streams'),
    stream: async (name, range) => get(`/v1/streams/${encodeURIComponent(name)}/events`, range),
    projections: async () => get('/v1/projections'),
    beginRebuild: async (projection) => act('POST', rebuildOf(projection)),
    rebuild: async (projection) => get(rebuildOf(projection)),
    cancelRebuild: async (projection) => act('DELETE', rebuildOf(projection)),
    resume: async (projection) => act('POST', `/v1/projections/${encodeURIComponent(projection)}/resume`),
    async *log() {
      const { body } = await server.ask('/v1/log', {}, { headers: { accept: 'application/x-ndjson' } });
      if (body === null) return;
      try {
        for await (const { text } of readLines(body)) yield JSON.parse(text) as CloudEvent;
      } catch (error) {
        throw server.unreachable(error);
      }
    },
    close: async () => undefined,
  };
}

function rebuildOf(projection: string): string {
  return `/v1/projections/${encodeURIComponent(projection)}/rebuild`;
}
