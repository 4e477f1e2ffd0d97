import fastify from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

import type { Timeline } from '../engine/timeline.ts';
import { answerError } from './answer-error.ts';
import { readJsonBodies } from './body.ts';
import { answerUnreadable } from './client-error.ts';
import { addCommits } from './commits.ts';
import { addDensity } from './density.ts';
import { addDiff } from './diff.ts';
import { addEvents } from './events.ts';
import { addExplain } from './explain.ts';
import { addHealth } from './health.ts';
import { addIndexPage } from './index-page.ts';
import { addLog } from './log.ts';
import { addMetrics } from './metrics.ts';
import { addProblems } from './problems.ts';
import { addProjections } from './projections.ts';
import { addRebuild } from './rebuild.ts';
import { addReplay } from './replay.ts';
import type { Routes } from './routes.ts';
import { addUnknownRoutes, checkParameters } from './routes.ts';
import { addSafety, safeHeaders } from './safety.ts';
import { addSchemas } from './schemas.ts';
import { addSeries } from './series.ts';
import type { SseOptions } from './sse-connections.ts';
import { createSseConnections } from './sse-connections.ts';
import { addStreams } from './streams.ts';
import { addTimeline } from './timeline.ts';
import { addUpdates } from './updates.ts';

/** Largest body of a request, in bytes, when the options do not say. */
export const bodyBytesMaxUsual = 1_048_576;

/** How a server is built. */
export interface ServerOptions extends RouteOptions {
  /** As fastify takes it; nothing is logged when left out. */
  readonly logger?: NonNullable<FastifyServerOptions['logger']>;
  /** Largest body of a request, in bytes; 1 MiB when left out. */
  readonly bodyBytesMax?: number;
  /** Names that requests may be for beside this machine's own: `name` for any port, or `name:port`. */
  readonly allowedHosts?: readonly string[];
}

/** What routes are built with. */
export interface RouteOptions extends SseOptions {
  /** Returns milliseconds of the Unix epoch; the system's clock when left out. */
  readonly clock?: () => number;
}

/**
 * Builds the HTTP server of a timeline; it does not listen, and closing it leaves the timeline open.
 *
 * @example await buildServer(timeline).listen({ host: '127.0.0.1', port: 4100 })
 */
export function buildServer(timeline: Timeline, options: ServerOptions = {}): FastifyInstance {
  const app = fastify({
    logger: options.logger ?? false,
    bodyLimit: options.bodyBytesMax ?? bodyBytesMaxUsual,
    // A client that dawdles: 15 s for the head of a request, 30 s for all of it, 60 s of silence on the socket.
    http: { headersTimeout: 15_000, requestTimeout: 30_000 },
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
    // Four bytes of UTF-8 a character, three characters a percent-encoded byte, 200 characters a name.
    routerOptions: { maxParamLength: 2400 },
    // While the server closes, requests that are already here get real answers.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      reply.headers(safeHeaders);
      answerError(error, request, reply, timeline.name);
    },
    clientErrorHandler: answerUnreadable,
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(checkParameters);
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, timeline.name));
  app.removeAllContentTypeParsers();
  readJsonBodies(app, ['application/json']);
  addSafety(app, options.allowedHosts ?? []);
  addUnknownRoutes(app);
  addRoutes(app, timeline, options);
  return app;
}

/** Adds every route of the API to a server. */
export function addRoutes(app: Routes, timeline: Timeline, options: RouteOptions = {}): void {
  const { clock = Date.now } = options;
  const connections = createSseConnections(app, timeline.name, options);
  addStreams(app, timeline);
  addEvents(app, timeline);
  addLog(app, timeline);
  addTimeline(app, timeline);
  addProjections(app, timeline);
  addDiff(app, timeline);
  addExplain(app, timeline);
  addSeries(app, timeline);
  addRebuild(app, timeline, clock);
  addUpdates(app, timeline, connections);
  addReplay(app, timeline, connections);
  addDensity(app, timeline);
  addCommits(app, timeline);
  addSchemas(app, timeline);
  addHealth(app, timeline);
  addMetrics(app, timeline, connections);
  addProblems(app);
  addIndexPage(app, timeline);
}
