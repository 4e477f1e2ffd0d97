import type { CloudEvent } from '../domain/cloud-event.ts';
import { TimelineError } from '../domain/errors.ts';
import { readLines } from '../store/files/lines.ts';
import type { Access, AppendedAnswer } from './access.ts';
import type { CliContext } from './context.ts';
import { errorOfProblem } from './problem-error.ts';

type Parameters = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/**
 * Reaches a timeline that a server serves; what the server refuses is thrown as the error that it names.
 *
 * Throws `invalid-request` for what is no HTTP address. Everything throws `store-unreachable` when nothing answers, or
 * what answers is not Asof.
 */
export function accessToUrl(address: string, fetch: CliContext['fetch']): Access {
  const base = baseOf(address);

  async function ask(path: string, parameters: Parameters = {}, init: RequestInit = {}): Promise<Response> {
    const url = new URL(`${base.pathname.replace(/\/$/, '')}${path}`, base);
    for (const [name, value] of Object.entries(parameters))
      for (const one of [value].flat()) if (one !== undefined) url.searchParams.append(name, String(one));
    const response = await reached(base, async () => fetch(url, { redirect: 'error', ...init }));
    if (!response.ok) throw await errorOf(base, response);
    return response;
  }

  /** The answer has the shape that the routes of this same version give; a server of another is asked at one's own risk. */
  async function get<Answer>(path: string, parameters: Parameters = {}): Promise<Answer> {
    const response = await ask(path, parameters, { headers: { accept: 'application/json' } });
    return reached(base, async () => (await response.json()) as Answer);
  }

  async function act<Answer>(method: 'POST' | 'DELETE', path: string): Promise<Answer> {
    const response = await ask(path, {}, { method, headers: { accept: 'application/json' } });
    return reached(base, async () => (await response.json()) as Answer);
  }

  async function post(path: string, body: unknown, parameters: Parameters): Promise<AppendedAnswer> {
    const headers = { 'content-type': 'application/json' };
    const response = await ask(path, parameters, { method: 'POST', headers, body: JSON.stringify(body) });
    const answer = await reached(base, async () => (await response.json()) as AppendedAnswer['answer']);
    return { answer, repeated: response.status === 200 };
  }

  return {
    append: async (stream, events, expectedRevision) =>
      post(`/v1/streams/${encodeURIComponent(stream)}/events`, events, { expectedRevision }),
    correct: async (id, { expectedRevision, ...correction }) =>
      post(`/v1/events/${encodeURIComponent(id)}/corrections`, correction, { expectedRevision }),
    retract: async (id, { expectedRevision, ...retraction }) =>
      post(`/v1/events/${encodeURIComponent(id)}/retractions`, retraction, { expectedRevision }),
    timeline: async ({ types, streams, publishers, text, withRetracted, ...asked }) =>
      get('/v1/timeline', {
        ...asked,
        type: types,
        stream: streams,
        source: publishers,
        q: text,
        retracted: withRetracted,
      }),
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
      const { body } = await ask('/v1/log', {}, { headers: { accept: 'application/x-ndjson' } });
      if (body === null) return;
      try {
        for await (const { text } of readLines(body)) yield JSON.parse(text) as CloudEvent;
      } catch (error) {
        throw unreachable(base, error);
      }
    },
    close: async () => undefined,
  };
}

function rebuildOf(projection: string): string {
  return `/v1/projections/${encodeURIComponent(projection)}/rebuild`;
}

function baseOf(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol)) return url;
  throw new TimelineError(
    'invalid-request',
    `--url ${JSON.stringify(address)} is no address such as http://127.0.0.1:4100`,
    {
      option: '--url',
    },
  );
}

async function reached<Result>(base: URL, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw unreachable(base, error);
  }
}

function unreachable(base: URL, cause: unknown): TimelineError {
  return new TimelineError(
    'store-unreachable',
    `No Asof answers at ${base.origin}`,
    { url: base.origin },
    cause,
  );
}

/** Returns the error that a problem document names; whatever else is not from Asof. */
async function errorOf(base: URL, response: Response): Promise<TimelineError> {
  const problem: unknown = await response.json().catch(() => undefined);
  return errorOfProblem(problem) ?? unreachable(base, undefined);
}
