import { Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import type { ProjectionInfo } from '../engine/answers.ts';
import type { Timeline } from '../engine/timeline.ts';
import { createFollowingGauges } from './following-gauges.ts';
import type { SseConnections } from './sse-connections.ts';

/** Creates what is looked up when it is asked for, with how the log of a cluster is followed where it is; what it returns sets all of it. */
export function createGauges(
  registry: Registry,
  isFollowing: boolean,
): (timeline: Timeline, connections: SseConnections) => void {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({ name: `asof_${name}`, help, labelNames: [...labelNames], registers: [registry] });
  const headPosition = gauge('head_position', 'Position of the last event of the log.');
  const takesEvents = gauge('store_takes_events', 'Whether the store takes events: 1, or else 0.');
  const wordsLag = gauge('words_lag_positions', 'Positions that the index of words is behind the log.');
  const openSubscriptions = gauge('open_subscriptions', 'Subscriptions and replays that are open.');
  const byKind = gauge('subscriptions', 'Subscriptions and replays that are open, by kind.', ['kind']);
  const setProjection = createProjectionGauges(gauge);
  const setFollowing = isFollowing ? createFollowingGauges(registry) : undefined;

  return (timeline, connections) => {
    headPosition.set(timeline.head().position);
    takesEvents.set(timeline.health() === 'ok' ? 1 : 0);
    wordsLag.set(timeline.wordsLag());
    openSubscriptions.set(connections.count());
    for (const [kind, count] of Object.entries(connections.kinds())) byKind.set({ kind }, count);
    for (const info of timeline.projections()) setProjection(info);
    const following = timeline.following();
    if (following !== undefined) setFollowing?.(following);
  };
}

function createProjectionGauges(
  gauge: (name: string, help: string, labelNames?: readonly string[]) => Gauge,
): (info: ProjectionInfo) => void {
  const ofProjection = (name: string, help: string) => gauge(`projection_${name}`, help, ['projection']);
  const ofBuild = (name: string, help: string) =>
    gauge(`projection_build_${name}`, help, ['projection', 'version']);
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

  return (info) => {
    const labels = { projection: info.name };
    lag.set(labels, info.lag);
    checkpoints.set(labels, info.checkpoints.count);
    bytes.set(labels, info.checkpoints.bytes);
    faulted.set(labels, info.health === 'faulted' ? 1 : 0);
    if (info.building === undefined) return;
    const ofThis = { projection: info.name, version: info.building.version };
    share.set(ofThis, info.building.share);
    rate.set(ofThis, info.building.eventsPerSecond);
    if (info.building.secondsLeft !== undefined) secondsLeft.set(ofThis, info.building.secondsLeft);
  };
}
