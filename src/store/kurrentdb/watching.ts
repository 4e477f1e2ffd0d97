import { setImmediate, setTimeout as wait } from 'node:timers/promises';

import type { Cluster } from './cluster.ts';
import { unreachable } from './failures.ts';
import type { Figures } from './figures.ts';

/** How often the end of the cluster's log is asked for, in milliseconds. */
const pollMs = 2000;

/** How long nothing may be heard until it is said that the cluster does not answer, and until the connection is left, in milliseconds. */
const silentMs = 1500;
const goneMs = 5000;

/** How often it is looked whether something was heard, in milliseconds. */
const lookMs = 250;

/** Bytes behind the end of the cluster's log from which following is not live any more, and to which it is again. */
const behindBytes = 8 * 1_048_576;
const nearBytes = 1_048_576;

/** What watching needs to know of the connection. */
export interface Watched {
  readonly signal: AbortSignal;
  /** Returns when the cluster was last heard of, by the clock of `performance`, in milliseconds. */
  readonly heardAt: () => number;
  /** Hears that following has come near to the end. */
  readonly near: () => Promise<void>;
  /** Hears that the cluster went silent, or was heard of again. */
  readonly changed: () => void;
}

/**
 * Asks for the end of the cluster's log for as long as a connection lasts.
 *
 * Throws when nothing is heard of the cluster: then the connection is none, whatever it looks like.
 */
export async function watchEnd(cluster: Cluster, figures: Figures, watched: Watched): Promise<void> {
  const { signal } = watched;
  let wasBehind = false;
  while (!signal.aborted) {
    const end = await unlessSilent(cluster.end(signal), figures, watched);
    if (end !== undefined) figures.end(end);
    const isBehind = figures.lagBytes() > behindBytes;
    // What comes in bursts is not behind for as long as that.
    if (isBehind && wasBehind && figures.state() === 'live') figures.enter('catching-up');
    if (figures.lagBytes() < nearBytes && figures.wasLive()) await watched.near();
    wasBehind = isBehind;
    await wait(pollMs, undefined, { signal });
  }
}

async function unlessSilent<Answer>(
  asking: Promise<Answer>,
  figures: Figures,
  { signal, heardAt, changed }: Watched,
): Promise<Answer> {
  const askedAt = performance.now();
  const answered = new AbortController();
  const over = AbortSignal.any([signal, answered.signal]);
  const silence = async (): Promise<never> => {
    for (;;) {
      await wait(lookMs, undefined, { signal: over });
      // What had come in while this process was at work is heard first.
      await setImmediate();
      over.throwIfAborted();
      const silentFor = performance.now() - Math.max(askedAt, heardAt());
      if (silentFor > goneMs) throw unreachable(`nothing was heard of it for ${goneMs / 1000} s`);
      if (silentFor > silentMs && figures.silent()) changed();
    }
  };
  try {
    const answer = await Promise.race([asking, silence()]);
    if (figures.heard()) changed();
    return answer;
  } finally {
    answered.abort();
  }
}
