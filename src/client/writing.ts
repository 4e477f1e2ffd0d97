import type { PreviewOut } from '../api/wire-changes.ts';
import type { RebuildOut } from '../api/wire-rebuild.ts';
import type { AppendedOut } from '../api/wire.ts';
import type { ProjectionInfo } from '../engine/answers.ts';
import type { Appended, AppendOptions, Client } from './client.ts';
import { parametersOf, pathOfProjection } from './parameters.ts';
import type { Server } from './server.ts';

/** What changes something at a server. */
export type Writing = Pick<
  Client,
  'append' | 'correct' | 'retract' | 'preview' | 'beginRebuild' | 'rebuild' | 'cancelRebuild' | 'resume'
>;

/** Records at a server, and sees to what it saves of projections. */
export function writingAt(server: Server): Writing {
  async function post(path: string, body: unknown, options: AppendOptions): Promise<Appended> {
    const { expectedRevision, idempotencyKey, signal } = options;
    const key: Record<string, string> =
      idempotencyKey === undefined ? {} : { 'idempotency-key': quoted(idempotencyKey) };
    const headers = { 'content-type': 'application/json', accept: 'application/json', ...key };
    const init = { method: 'POST', headers, body: JSON.stringify(body), ...(signal && { signal }) };
    const response = await server.ask(path, { expectedRevision }, init);
    return { ...(await server.read<AppendedOut>(response)), repeated: response.status === 200 };
  }

  async function act<Answer>(method: 'POST' | 'DELETE', path: string): Promise<Answer> {
    return server.read(await server.ask(path, {}, { method, headers: { accept: 'application/json' } }));
  }

  return {
    append: async (stream, events, options = {}) =>
      post(`/v1/streams/${encodeURIComponent(stream)}/events`, events, options),
    correct: async (id, { expectedRevision, idempotencyKey, ...correction }, options = {}) =>
      post(`/v1/events/${encodeURIComponent(id)}/corrections`, correction, {
        ...options,
        expectedRevision,
        idempotencyKey,
      }),
    retract: async (id, { expectedRevision, idempotencyKey, ...retraction }, options = {}) =>
      post(`/v1/events/${encodeURIComponent(id)}/retractions`, retraction, {
        ...options,
        expectedRevision,
        idempotencyKey,
      }),
    async preview(projection, proposed, { signal, ...asked } = {}) {
      const headers = { 'content-type': 'application/json', accept: 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(proposed), ...(signal && { signal }) };
      const path = `${pathOfProjection(projection)}/preview`;
      return server.read<PreviewOut>(await server.ask(path, parametersOf(asked), init));
    },
    beginRebuild: async (projection) => act<RebuildOut>('POST', rebuildOf(projection)),
    rebuild: async (projection) => server.get<RebuildOut>(rebuildOf(projection)),
    cancelRebuild: async (projection) => act<RebuildOut>('DELETE', rebuildOf(projection)),
    resume: async (projection) => act<ProjectionInfo>('POST', `${pathOfProjection(projection)}/resume`),
  };
}

/** Writes a string as structured fields have it (RFC 9651, 3.3.3). */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function rebuildOf(projection: string): string {
  return `${pathOfProjection(projection)}/rebuild`;
}
