import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';

import type { ProjectionInfo } from '../engine/answers.ts';
import type { Timeline } from '../engine/timeline.ts';
import { noQuery } from './query.ts';
import type { Routes } from './routes.ts';
import type { SseConnections } from './sse-connections.ts';

/** Adds the route that Prometheus scrapes. Nothing is counted on the way: each value is looked up when it is asked for. */
export function addMetrics(app: Routes, timeline: Timeline, connections: SseConnections): void {
  const registry = new Registry();
  const set = createGauges(registry);
  app.get('/metrics', { schema: { querystring: noQuery } }, async (_request, reply) => {
    set(timeline.head().position, connections.count(), timeline.projections());
    const texts = await Promise.all([registry.metrics(), processRegistry().metrics()]);
    return reply.header('content-type', registry.contentType).send(texts.join('\n'));
  });
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

function createGauges(registry: Registry) {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `asof_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const ofProjection = (name: string, help: string) => gauge(`projection_${name}`, help, ['projection']);
  const ofBuild = (name: string, help: string) =>
    gauge(`projection_build_${name}`, help, ['projection', 'version']);

  const headPosition = gauge('head_position', 'Position of the last event of the log.');
  const openSubscriptions = gauge('open_subscriptions', 'Subscriptions and replays that are open.');
  const lag = ofProjection(
    'lag_positions',
    'Positions that what is saved of a projection is behind the log.',
  );
  const checkpoints = ofProjection('checkpoints', 'Checkpoints that are saved of a projection.');
  const bytes = ofProjection('checkpoint_bytes', 'Bytes of the checkpoints of a projection.');
  const faulted = ofProjection('faulted', 'Whether the code of a projection failed: 1, or else 0.');
  const share = ofBuild(
    'share',
    'Share of a build that is done, from 0 to 1; absent when nothing is being built.',
  );
  const rate = ofBuild('events_per_second', 'Events a second that a build takes in.');
  const secondsLeft = ofBuild(
    'seconds_left',
    'Seconds until a build is done; absent while it cannot be told.',
  );

  return (position: number, subscriptions: number, projections: readonly ProjectionInfo[]): void => {
    registry.resetMetrics();
    headPosition.set(position);
    openSubscriptions.set(subscriptions);
    for (const info of projections) {
      const labels = { projection: info.name };
      lag.set(labels, info.lag);
      checkpoints.set(labels, info.checkpoints.count);
      bytes.set(labels, info.checkpoints.bytes);
      faulted.set(labels, info.health === 'faulted' ? 1 : 0);
      if (info.building === undefined) continue;
      const ofThis = { projection: info.name, version: info.building.version };
      share.set(ofThis, info.building.share);
      rate.set(ofThis, info.building.eventsPerSecond);
      if (info.building.secondsLeft !== undefined) secondsLeft.set(ofThis, info.building.secondsLeft);
    }
  };
}
