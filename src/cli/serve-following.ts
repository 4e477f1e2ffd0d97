import type { FastifyBaseLogger } from 'fastify';

import type { Timeline } from '../engine/timeline.ts';

/** How often it is looked how a store follows its cluster, in milliseconds. */
const lookedEveryMs = 1000;

/** Logs how a store follows the log of a cluster, whenever that changes; what it returns ends it. Nothing is done where the log is the store's own. */
export function logFollowing(timeline: Timeline, log: FastifyBaseLogger): () => void {
  const first = timeline.following();
  if (first === undefined) return () => undefined;
  let told: { readonly state?: string; readonly parked: number } = { parked: first.parked };
  const look = () => {
    const status = timeline.following();
    if (status === undefined) return;
    const { state, parked, lagBytes, reconnects, why } = status;
    if (parked > told.parked) log.warn({ parked }, 'events of the cluster were parked');
    if (state !== told.state) log[levelOf(state)]({ state, lagBytes, reconnects, why }, 'following');
    told = { state, parked };
  };
  look();
  const timer = setInterval(look, lookedEveryMs);
  timer.unref();
  return () => clearInterval(timer);
}

function levelOf(state: 'connecting' | 'catching-up' | 'live' | 'stopped'): 'info' | 'warn' | 'error' {
  if (state === 'stopped') return 'error';
  return state === 'connecting' ? 'warn' : 'info';
}
