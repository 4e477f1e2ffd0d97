import { effect, signal } from '@preact/signals';
import { expect } from 'vitest';

import { buildServer } from '../../src/api/server.ts';
import { connect } from '../../src/client/index.ts';
import { waitFor } from '../../src/client/wait.ts';
import type { Timeline } from '../../src/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import type { PageModel } from '../../src/web/model.ts';
import { createModel } from '../../src/web/model/create-model.ts';
import type { World } from '../../src/web/model/world.ts';

/** A model of the page without a page, at a real server. */
export interface ServedModel {
  readonly model: PageModel;
  readonly timeline: Timeline;
  /** What the address of the page is now. */
  address(): string;
  /** Goes to an address, as with the buttons of a browser. */
  goTo(query: string): void;
  /** The paths that were asked for. */
  readonly asked: readonly string[];
  /** The paths of the streams that are open now. */
  streams(): readonly string[];
  /** Covers the page with another one, or lets it be seen again. */
  see(isSeen: boolean): void;
  /** Ends the server, or starts it again at the same address. */
  setServing(isServing: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Something that was said, at an occurred time. */
export function said(title: string, occurred: string, id = title) {
  return {
    id,
    type: 'StatementMade',
    occurred,
    data: { title, speaker: 'actor:a', about: ['actor:a'], sources: [{ publisher: 'The Post' }] },
  } as const;
}

/** Waits until something holds. */
export async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 10_000, interval: 5 }).toBe(true);
}

/** Makes a model at a server in this process; `fill` puts events into its store. */
export async function serveModel(
  fill: (timeline: Timeline) => Promise<unknown>,
  query = '',
): Promise<ServedModel> {
  const timeline = await openTimeline({ store: 'memory:', ...news });
  await fill(timeline);
  let app = buildServer(timeline);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const asked: string[] = [];
  const ending = new AbortController();
  const streams = new Map<AbortSignal, string>();
  const seen = signal(true);
  let address = query;
  let moved: (() => void) | undefined;
  const client = connect(url, {
    async fetch(target, init) {
      const path = `${target.pathname}${target.search}`;
      asked.push(path);
      const ended = init.signal ? AbortSignal.any([init.signal, ending.signal]) : ending.signal;
      if (target.pathname.endsWith('/updates')) {
        streams.set(ended, path);
        ended.addEventListener('abort', () => streams.delete(ended));
      }
      return fetch(target, { ...init, signal: ended });
    },
    // A server that is away is asked again soon: a test waits for it.
    wait: async (ms, leaving) => waitFor(ms > 30_000 ? ms : 30, AbortSignal.any([leaving, ending.signal])),
  });
  const world: World = {
    client,
    address: {
      read: () => address,
      write: (next) => void (address = next),
      onMoved: (callback) => void (moved = callback),
    },
    clock: Date.now,
    everySecond: () => undefined,
    frame: (callback) => void setTimeout(callback),
    wait: async (ms, leaving) => waitFor(Math.min(ms, 30), AbortSignal.any([leaving, ending.signal])),
    wake: () => undefined,
    isOnline: () => true,
    isSeen: seen,
    isStill: () => true,
    ending: ending.signal,
  };
  const model = createModel(world);
  const stop = effect(() => void model.state('situation').value);
  await until(() => model.live.value.kind === 'live' || model.live.value.kind === 'paused');
  await until(() => model.marks.value.kind === 'marks');
  return {
    model,
    timeline,
    address: () => address,
    goTo(next) {
      address = next;
      moved?.();
    },
    asked,
    streams: () => [...streams.values()],
    see: (isSeen) => void (seen.value = isSeen),
    async setServing(isServing) {
      if (!isServing) return app.close();
      app = buildServer(timeline);
      await app.listen({ host: '127.0.0.1', port: Number(new URL(url).port) });
      return undefined;
    },
    async close() {
      stop();
      ending.abort();
      await app.close();
      await timeline.close();
    },
  };
}
