import fastify, { LogController } from 'fastify';
import type { FastifyInstance, FastifyServerOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';

import type { AccessControl } from '../access/port.ts';
import type { Timeline } from '../engine/timeline.ts';
import { answerError } from './answer-error.ts';
import { addAudit } from './audit.ts';
import { addAuthentication } from './authentication.ts';
import { readJsonBodies } from './body.ts';
import { answerUnreadable, passOverExpectations } from './client-error.ts';
import { addCommits } from './commits.ts';
import { addCors } from './cors.ts';
import { addDensity } from './density.ts';
import { addDiff } from './diff.ts';
import { addEvents } from './events.ts';
import { addExplain } from './explain.ts';
import { addFixedAnswers, fixedAnswersBytesUsual } from './fixed-answers.ts';
import { addHealth } from './health.ts';
import { countRequests } from './http-counts.ts';
import { addLog } from './log.ts';
import { addMetrics } from './metrics.ts';
import { addPage } from './page.ts';
import { addParked } from './parked.ts';
import { addPreview } from './preview.ts';
import { addProblems } from './problems.ts';
import { addProjectionSchema } from './projection-schema.ts';
import { addProjections } from './projections.ts';
import { addReadings } from './readings.ts';
import { addRebuild } from './rebuild.ts';
import { addReference } from './reference.ts';
import { addReplay } from './replay.ts';
import { addRequestIds, requestIdHeader, requestIdOf } from './request-id.ts';
import { addRequestLog } from './request-log.ts';
import { demandScopes } from './route-scope.ts';
import type { Routes } from './routes.ts';
import { addUnknownRoutes, checkParameters } from './routes.ts';
import { addSafety, safeHeaders, withoutHost } from './safety.ts';
import { addSchemas } from './schemas.ts';
import { addSeries } from './series.ts';
import type { SseOptions } from './sse-connections.ts';
import { createSseConnections } from './sse-connections.ts';
import { addStreams } from './streams.ts';
import { addTimeline } from './timeline.ts';
import { addTimemaps } from './timemap.ts';
import { trustedOf } from './trusted.ts';
import { addUpdates } from './updates.ts';

/** Largest body of a request, in bytes, when the options do not say. */
export const bodyBytesMaxUsual = 1_048_576;

/** How long a client may dawdle, in milliseconds: with the head of a request, with all of it, in silence on its connection; and how often it is looked after. */
export const patienceMs = { head: 15_000, request: 30_000, silence: 60_000, look: 5000 } as const;

/** How a server is built. */
export interface ServerOptions extends RouteOptions {
  /** As fastify takes it; nothing is logged when left out. */
  readonly logger?: NonNullable<FastifyServerOptions['logger']>;
  /** Largest body of a request, in bytes; 1 MiB when left out. */
  readonly bodyBytesMax?: number;
  /** Names that requests may be for beside this machine's own: `name` for any port, or `name:port`. */
  readonly allowedHosts?: readonly string[];
  /** Origins whose pages may read answers and change something, such as `https://news.example`; none but our own when left out. */
  readonly allowedOrigins?: readonly string[];
  /** Addresses or networks of proxies whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed; none when left out. */
  readonly trustProxy?: readonly string[];
  /** How many requests one client may make a minute: one token, or one address where none is shown; any number when left out. */
  readonly requestsPerMinuteMax?: number | undefined;
  /** Most bytes of answers that are kept to be given again, for ever or until the next append; 32 MiB when left out, and with 0 none is kept. */
  readonly fixedAnswersBytesMax?: number;
}

/** What routes are built with. */
export interface RouteOptions extends SseOptions {
  /** Who may use the store over HTTP; anybody who reaches the server when left out. */
  readonly access?: AccessControl;
  /** Returns milliseconds of the Unix epoch; the system's clock when left out. */
  readonly clock?: () => number;
  /** The folder of the page as it was built; a static page is served when left out, and until it is built. */
  readonly page?: string | undefined;
}

/**
 * Builds the HTTP server of a timeline; it does not listen, and closing it leaves the timeline open.
 *
 * @example await buildServer(timeline).listen({ host: '127.0.0.1', port: 4100 })
 */
export function buildServer(timeline: Timeline, options: ServerOptions = {}): FastifyInstance {
  const app = fastify({
    logger: options.logger ?? false,
    // What is logged of a request says less, and more: see the request log.
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }),
    genReqId: requestIdOf,
    rewriteUrl: ({ url = '' }) => withoutHost(url),
    bodyLimit: options.bodyBytesMax ?? bodyBytesMaxUsual,
    // Node's own server asks for it a second time.
    http: {
      headersTimeout: patienceMs.head,
      requestTimeout: patienceMs.request,
      connectionsCheckingInterval: patienceMs.look,
      // Without a Host a request is refused as with a wrong one: by us, for Node would do it without a word.
      requireHostHeader: false,
    },
    requestTimeout: patienceMs.request,
    connectionTimeout: patienceMs.silence,
    // Four bytes of UTF-8 a character, three characters a percent-encoded byte, 200 characters a name.
    routerOptions: { maxParamLength: 2400 },
    // While the server closes, requests that are already here get real answers.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      reply.headers(safeHeaders).header(requestIdHeader, request.id);
      answerError(error, request, reply, timeline.name);
    },
    clientErrorHandler: answerUnreadable,
    trustProxy: trustedOf(options.trustProxy),
  }).withTypeProvider<ZodTypeProvider>();
  passOverExpectations(app);
  app.setValidatorCompiler(checkParameters);
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, timeline.name));
  app.removeAllContentTypeParsers();
  readJsonBodies(app, ['application/json']);
  addRequestIds(app);
  addRequestLog(app);
  addSafety(app, options);
  addCors(app, options.allowedOrigins);
  addAuthentication(app, { ...options, clock: options.clock ?? Date.now });
  demandScopes(app);
  addUnknownRoutes(app);
  addFixedAnswers(app, timeline, options.fixedAnswersBytesMax ?? fixedAnswersBytesUsual);
  addRoutes(app, timeline, options);
  return app;
}

/** Adds every route of the API to a server. */
export function addRoutes(app: Routes, timeline: Timeline, options: RouteOptions = {}): void {
  const { clock = Date.now } = options;
  const http = countRequests(app);
  const connections = createSseConnections(app, timeline.name, options);
  addStreams(app, timeline);
  addEvents(app, timeline);
  addLog(app, timeline);
  addTimeline(app, timeline);
  addReadings(app, timeline);
  addTimemaps(app, timeline);
  addProjections(app, timeline);
  addProjectionSchema(app, timeline);
  addDiff(app, timeline);
  addPreview(app, timeline);
  addExplain(app, timeline);
  addSeries(app, timeline);
  addRebuild(app, timeline, clock);
  addUpdates(app, timeline, connections);
  addReplay(app, timeline, connections);
  addDensity(app, timeline);
  addCommits(app, timeline);
  addAudit(app, timeline, options.access);
  addParked(app, timeline);
  addSchemas(app, timeline);
  addHealth(app, timeline, connections);
  addMetrics(app, timeline, connections, http);
  addProblems(app);
  addReference(app);
  addPage(app, timeline, options.page);
}
