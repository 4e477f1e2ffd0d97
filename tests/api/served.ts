import { join } from 'node:path';

import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';

import type { ServerOptions } from '../../src/api/server.ts';
import { buildServer } from '../../src/api/server.ts';
import { newsEvents } from '../../src/domain/events/news.ts';
import type { Projection } from '../../src/domain/projection.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { OpenOptions } from '../../src/open.ts';
import { openTimeline } from '../../src/open.ts';
import { newsProjections } from '../../src/projections/index.ts';
import { readFolder } from '../../src/store/files/folder.ts';
import { checkAnswer } from '../support/contract.ts';

/** How a timeline is served to a test. */
export interface ServeOptions extends ServerOptions {
  readonly store?: string;
  readonly projections?: readonly Projection[];
  readonly checkpoints?: NonNullable<OpenOptions['checkpoints']>;
  /** Puts something between a timeline and the server: a count, or a failure. */
  readonly watching?: (timeline: Timeline) => Timeline;
}

/** A timeline behind its HTTP server, with a clock that is moved by hand. Every answer is held against the contract of its route. */
export interface Served {
  readonly timeline: Timeline;
  readonly app: FastifyInstance;
  /** Moves the clock on, in milliseconds. */
  tick(ms: number): void;
  get(url: string, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  post(url: string, body: unknown, headers?: Record<string, string>): Promise<LightMyRequestResponse>;
  /** Posts a body as it is. */
  postText(url: string, body: string | Buffer, mediaType?: string): Promise<LightMyRequestResponse>;
  ask(options: InjectOptions): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

/** The instant at which every served timeline begins. */
export const startMs = Date.UTC(2025, 6, 10, 9);

/** Serves a timeline of the news vocabulary without a socket; ids are given as `given-1`, `given-2`. */
export async function serve({
  store = 'memory:',
  projections,
  checkpoints,
  watching,
  ...options
}: ServeOptions = {}): Promise<Served> {
  let now = startMs;
  let ids = 0;
  const clock = () => now;
  const timeline = await openTimeline({
    store,
    events: newsEvents,
    projections: projections ?? newsProjections,
    clock,
    ...(checkpoints === undefined ? {} : { checkpoints }),
    newId: () => {
      ids += 1;
      return `given-${ids}`;
    },
    waitMsMax: 5,
  });
  const app = buildServer(watching?.(timeline) ?? timeline, { clock, ...options });
  const ask = async (request: InjectOptions) => {
    const response = await app.inject(request);
    checkAnswer(request.method ?? 'GET', urlOf(request), response);
    return response;
  };
  return {
    timeline,
    app,
    tick(ms) {
      now += ms;
    },
    ask,
    get: async (url, headers = {}) => ask({ method: 'GET', url, headers }),
    post: async (url, body, headers = {}) =>
      ask({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json', ...headers },
        payload: JSON.stringify(body),
      }),
    postText: async (url, body, mediaType = 'application/json') =>
      ask({ method: 'POST', url, headers: { 'content-type': mediaType }, payload: body }),
    async close() {
      await app.close();
      await timeline.close();
    },
  };
}

function urlOf({ url = '/' }: InjectOptions): string {
  return typeof url === 'string' ? url : url.pathname;
}

/** The founding streams, which are served as data. */
export const foundingStreams = join(import.meta.dirname, '..', '..', 'streams');

/** Serves the founding streams; the clock stands some days after the last of them was recorded. */
export async function serveFounding(options: ServeOptions = {}): Promise<Served> {
  const served = await serve(options);
  await served.timeline.import(readFolder(foundingStreams));
  served.tick(Date.UTC(2026, 6, 1) - startMs);
  return served;
}

/** Returns a note with an id, as an author would post it. */
export function note(id: string, occurred = '2025-07-03T12:00:00Z', title = `Note ${id}`) {
  return { id, type: 'NoteAdded', occurred, data: { title } };
}

/** Returns the lines of an answer in lines of JSON. */
export function linesOf(response: LightMyRequestResponse): Record<string, unknown>[] {
  return response.body
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Record<string, unknown> => JSON.parse(line));
}
