import { Registry, collectDefaultMetrics } from 'prom-client';

import { appendSecondsBounds } from '../engine/counters.ts';
import type { Timeline } from '../engine/timeline.ts';
import { histogramText } from './histogram.ts';
import type { HttpCounts } from './http-counts.ts';
import { requestSecondsBounds } from './http-counts.ts';
import { createGauges } from './metrics-gauges.ts';
import { createTotals } from './metrics-totals.ts';
import { noQuery } from './query.ts';
import type { Routes } from './routes.ts';
import type { SseConnections } from './sse-connections.ts';

/**
 * Adds the route that Prometheus scrapes.
 *
 * What happens is counted where it happens, as plain numbers; only when it is asked for is it put into the format.
 */
export function addMetrics(
  app: Routes,
  timeline: Timeline,
  connections: SseConnections,
  http: HttpCounts,
): void {
  const registry = new Registry();
  const setGauges = createGauges(registry, timeline.following() !== undefined);
  const setTotals = createTotals(registry);
  app.get('/metrics', { schema: { querystring: noQuery } }, async (_request, reply) => {
    registry.resetMetrics();
    setGauges(timeline, connections);
    setTotals(timeline.counters(), connections, http);
    const [own, ofProcess] = await Promise.all([registry.metrics(), processRegistry().metrics()]);
    const text = [own, histogramsOf(timeline, http), ofProcess].join('\n');
    return reply.header('content-type', registry.contentType).send(text);
  });
}

function histogramsOf(timeline: Timeline, http: HttpCounts): string {
  const appends = [{ labels: {}, ...timeline.counters().appendSeconds }];
  const requests = http
    .requests()
    .map(({ counts, sum, ...labels }) => ({ labels: { ...labels }, counts, sum }));
  return [
    histogramText(
      'asof_append_seconds',
      'Seconds from an append to its events being durable.',
      appendSecondsBounds,
      appends,
    ),
    histogramText(
      'asof_http_request_seconds',
      'Seconds from a request to its answer, without subscriptions and replays.',
      requestSecondsBounds,
      requests,
    ),
  ].join('\n');
}

let ofProcess: Registry | undefined;

/** The process is one, however many servers there are in it; it is watched from the first question on. */
function processRegistry(): Registry {
  if (ofProcess === undefined) {
    ofProcess = new Registry();
    collectDefaultMetrics({ register: ofProcess });
  }
  return ofProcess;
}
