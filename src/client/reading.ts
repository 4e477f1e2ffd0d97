import type { KeysOut, StreamsOut, TimelineOut } from '../api/wire.ts';
import type { CloudEvent } from '../domain/cloud-event.ts';
import type { AskedTimeline, Asking } from './asked.ts';
import type { Client } from './client.ts';
import type { Followed } from './following.ts';
import { valuesInLines } from './lines.ts';
import { filterParameters, parametersOf, pathOfProjection } from './parameters.ts';
import type { Parameters, Server } from './server.ts';
import type { Writing } from './writing.ts';

type Reading = Omit<Client, keyof Writing | keyof Followed | 'states'>;

/** Asks a server. */
export function readingAt(server: Server): Reading {
  const get = async <Answer>(path: string, asked: object = {}): Promise<Answer> => {
    const { signal, ...parameters } = asked as Asking & Parameters;
    return server.get(path, parametersOf(parameters), signal && { signal });
  };
  const timeline = async ({ signal, ...asked }: AskedTimeline = {}): Promise<TimelineOut> =>
    get('/v1/timeline', { ...filterParameters(asked), signal });
  async function* pages(asked: AskedTimeline = {}) {
    let page: string | undefined;
    do {
      const answer = await timeline(page === undefined ? asked : { ...asked, page });
      yield answer;
      page = answer.next;
    } while (page !== undefined);
  }
  return {
    timeline,
    pages,
    async *history(asked) {
      for await (const { entries } of pages(asked)) yield* entries;
    },
    readings: async ({ signal, ...asked } = {}) =>
      get('/v1/readings', { ...filterParameters(asked), signal }),
    fact: async (id, asked) => get(`/v1/events/${encodeURIComponent(id)}`, asked),
    state: async (projection, asked) => get(pathOfProjection(projection), asked),
    keys: async (projection, asked) =>
      joined<KeysOut>(
        async (page) => get(`${pathOfProjection(projection)}/keys`, { ...asked, page }),
        (before, after) => ({ ...after, keys: [...before.keys, ...after.keys] }),
      ),
    streams: async (options) =>
      joined<StreamsOut>(
        async (page) => get('/v1/streams', { ...options, page }),
        (before, after) => ({ ...after, streams: [...before.streams, ...after.streams] }),
      ),
    // Its `from` is a revision, and no instant.
    stream: async (name, { signal, ...range } = {}) =>
      server.get(`/v1/streams/${encodeURIComponent(name)}/events`, range, signal && { signal }),
    async *log({ after, signal } = {}) {
      const headers = { accept: 'application/x-ndjson' };
      const { body } = await server.ask('/v1/log', { after }, { headers, ...(signal && { signal }) });
      if (body === null) return;
      try {
        for await (const event of valuesInLines(body)) yield event as CloudEvent;
      } catch (error) {
        throw signal?.aborted === true ? error : server.unreachable(error);
      }
    },
    diff: async (projection, { asOf, knownAt, certainty, minPosition }, to, asked) =>
      get(`${pathOfProjection(projection)}/diff`, {
        asOf,
        knownAt,
        certainty,
        minPosition,
        toAsOf: to.asOf,
        toKnownAt: to.knownAt,
        ...asked,
      }),
    explain: async (projection, path, asked) =>
      get(`${pathOfProjection(projection)}/explain`, { ...asked, path }),
    series: async (projection, asked) => get(`${pathOfProjection(projection)}/series`, asked),
    density: async (asked) => get('/v1/density', asked),
    commits: async (asked) => get('/v1/commits', asked),
    audit: async (asked) => get('/v1/audit', asked),
    parked: async (asked) => get('/v1/parked', asked),
    projections: async (options) => get('/v1/projections', options),
    get: async (path, parameters, { signal } = {}) => server.get(path, parameters, signal && { signal }),
  };
}

/** Follows the pages of a list to its end, and gives them as one. */
async function joined<Page extends { readonly next?: string }>(
  pageAt: (next: string | undefined) => Promise<Page>,
  join: (before: Page, after: Page) => Page,
): Promise<Page> {
  let whole = await pageAt(undefined);
  while (whole.next !== undefined) whole = join(whole, await pageAt(whole.next));
  return whole;
}
