import { Counter, Gauge } from 'prom-client';
import type { Registry } from 'prom-client';

import type { FollowingStatus } from '../store/port.ts';

const states: readonly FollowingStatus['state'][] = ['connecting', 'catching-up', 'live', 'stopped'];

/** Creates the gauges of how a store follows the log of a cluster; what it returns sets all of them. */
export function createFollowingGauges(registry: Registry): (status: FollowingStatus) => void {
  const gauge = (name: string, help: string, labelNames: readonly string[] = []) =>
    new Gauge({
      name: `asof_following_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [registry],
    });
  const state = gauge('state', 'Whether following the cluster is in a state: 1, or else 0.', ['state']);
  const lagBytes = gauge('lag_bytes', 'Bytes of the cluster’s log that are not taken in.');
  const lagSeconds = gauge('lag_seconds', 'Seconds since it was last known to be caught up; 0 while live.');
  const parked = gauge('parked_events', 'Events in streams of the log that are no events of it.');
  const leftOut = gauge('left_out_events', 'Events of other streams of the cluster.');
  const staged = gauge('staged_events', 'Events of imports that have not ended.');
  const skew = gauge('clock_skew_seconds', 'The cluster’s clock less that of this node at its last append.');
  const total = (name: string, help: string) =>
    new Counter({ name: `asof_following_${name}_total`, help, registers: [registry] });
  const reconnects = total('reconnects', 'Times that it connected to the cluster again.');
  const refills = total('refills', 'Times that its replica was emptied, to be filled with another log.');
  return (status) => {
    for (const one of states) state.set({ state: one }, status.state === one ? 1 : 0);
    lagBytes.set(status.lagBytes);
    lagSeconds.set(status.lagMs / 1000);
    parked.set(status.parked);
    leftOut.set(status.leftOut);
    staged.set(status.staged);
    skew.set((status.clockSkewMs ?? 0) / 1000);
    reconnects.inc(status.reconnects);
    refills.inc(status.refills ?? 0);
  };
}
