import { join } from 'node:path';

import type { FastifyInstance } from 'fastify';

import { buildServer } from '../../src/api/server.ts';
import type { Timeline } from '../../src/index.ts';
import { news, openTimeline } from '../../src/index.ts';
import { readFolder } from '../../src/store/files/folder.ts';
import { makeTempFolder } from './temp-folder.ts';

/** A store with the founding streams, and a server for it that can be stopped and started again at the same address. */
export interface ServedStore {
  readonly store: string;
  readonly url: string;
  /** The timeline that writes to it. */
  readonly timeline: Timeline;
  stop(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Makes a store and serves it. */
export async function serveStore(): Promise<ServedStore> {
  const temp = makeTempFolder();
  const store = `sqlite:${temp.file()}`;
  const timeline = await openTimeline({ store, ...news });
  await timeline.import(readFolder(join(import.meta.dirname, '../../streams')));
  let server: FastifyInstance | undefined;
  let port = 0;
  const start = async (): Promise<void> => {
    server = buildServer(timeline);
    const url = new URL(await server.listen({ host: '127.0.0.1', port }));
    port = Number(url.port);
  };
  const stop = async (): Promise<void> => server?.close();
  await start();
  return {
    store,
    url: `http://127.0.0.1:${port}`,
    timeline,
    stop,
    start,
    async close() {
      await stop();
      await timeline.close();
      temp.remove();
    },
  };
}
