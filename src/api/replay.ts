import { setTimeout } from 'node:timers/promises';

import type { ReplayUpdate } from '../engine/live-answers.ts';
import { paced } from '../engine/paced.ts';
import type { Timeline } from '../engine/timeline.ts';
import { replayQuery } from './query.ts';
import type { Routes } from './routes.ts';
import type { SseConnections } from './sse-connections.ts';
import { framesOf, sendEvents } from './sse.ts';
import { replayOut } from './wire-live.ts';

/** The longest time that one timer can wait, in milliseconds. */
const timerMsMax = 2_147_483_647;

/** Adds the route of replays: the timeline step by step, each step in its time. */
export function addReplay(app: Routes, timeline: Timeline, connections: SseConnections): void {
  app.get('/v1/replay', { schema: { querystring: replayQuery } }, async (request, reply) => {
    const { speed, gap, ...query } = request.query;
    const { key } = query;
    const info = timeline.projections().find(({ name }) => name === query.projection);
    const projection = info && { name: info.name, version: info.version };
    return sendEvents(request, reply, connections, {
      open: (signal) =>
        paced(timeline.replay({ ...query, signal }), {
          speed,
          gapMsMax: gap === undefined ? undefined : gap * 1000,
          wait: async (ms) => wait(ms, signal),
        }),
      frameOf: framesOf((update: ReplayUpdate) => replayOut(update, { projection, key })),
      isLast: ({ kind }) => kind === 'end',
    });
  });
}

/** Waits, however long, and no longer than there is somebody who waits for it. */
async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    for (let left = ms; left > 0; left -= timerMsMax)
      await setTimeout(Math.min(left, timerMsMax), undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
