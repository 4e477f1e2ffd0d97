import { createServer } from 'node:http';
import type { ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { buildServer } from '../src/api/server.ts';
import { news, openTimeline } from '../src/index.ts';
import { statementOf } from './live-event.ts';

/**
 * Serves one of two things to many subscribers: `ours` the projection `situation` of a store, `bare` frames by `node:http` alone.
 *
 * `node live-server.ts ours <path of the store>`, or `node live-server.ts bare`. It is steered by messages of its parent, and
 * answers each with what it measured.
 */
export type Steering =
  | { readonly do: 'tell'; readonly frame: string }
  | { readonly do: 'weigh' }
  | { readonly do: 'used' };

/** How a server is reached, what it weighs in bytes, and how much time it worked, in milliseconds. */
export interface Steered {
  readonly port?: number;
  readonly residentBytes?: number;
  readonly workedMs?: number;
  readonly at?: number;
}

const [kind = 'ours', path = ''] = process.argv.slice(2);

/** Instants that processes of one machine can compare, in milliseconds. */
const now = (): number => performance.timeOrigin + performance.now();

interface Server {
  readonly port: number;
  tell(frame: string): Promise<void>;
}

const server = kind === 'ours' ? await ours() : await bare();
process.send?.({ port: server.port } satisfies Steered);
process.on('message', (order: Steering) => {
  void steer(order).then((answer) => process.send?.(answer));
});
process.on('disconnect', () => process.exit());

async function steer(order: Steering): Promise<Steered> {
  switch (order.do) {
    case 'tell': {
      const at = now();
      await server.tell(order.frame);
      return { at };
    }
    case 'weigh':
      globalThis.gc?.();
      return { residentBytes: process.memoryUsage.rss() };
    case 'used': {
      const { user, system } = process.cpuUsage();
      return { workedMs: (user + system) / 1000 };
    }
  }
}

async function ours(): Promise<Server> {
  const timeline = await openTimeline({ store: `sqlite:${path}`, ...news });
  const app = buildServer(timeline, { heartbeatMs: 600_000, subscriptionsMax: 20_000 });
  await app.listen({ host: '127.0.0.1', port: 0, backlog: 4096 });
  let told = 0;
  return {
    port: (app.server.address() as AddressInfo).port,
    async tell() {
      told += 1;
      await timeline.append('diplomacy-bench', [statementOf(told)]);
    },
  };
}

async function bare(): Promise<Server> {
  const subscribers = new Set<ServerResponse>();
  const app = createServer((request, response) => {
    if (request.method === 'POST') {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        for (const one of subscribers) one.write(body);
        response.writeHead(201).end('{}');
      });
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('event: caught-up\ndata: {}\n\n');
    subscribers.add(response);
    response.on('close', () => subscribers.delete(response));
  });
  app.keepAliveTimeout = 600_000;
  await new Promise<void>((resolve) => app.listen({ host: '127.0.0.1', port: 0, backlog: 4096 }, resolve));
  return {
    port: (app.address() as AddressInfo).port,
    async tell(frame) {
      for (const one of subscribers) one.write(frame);
    },
  };
}
