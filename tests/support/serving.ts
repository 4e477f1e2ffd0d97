import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { join } from 'node:path';

const child = join(import.meta.dirname, '..', 'faults', 'serving-child.ts');

/** A server in a process of its own. */
export interface Serving {
  readonly port: number;
  readonly pid: number;
  /** What its memory takes after it was tidied up, in bytes: heap, buffers outside of it, and all that is resident. */
  memory(): Promise<{ readonly heap: number; readonly outside: number; readonly resident: number }>;
  /** How many subscriptions it has open, as its metrics tell. */
  open(): Promise<number>;
  get(path: string): Promise<Readonly<Record<string, unknown>>>;
  /** Appends; rejects when the server does not answer. */
  append(stream: string, events: readonly unknown[]): Promise<void>;
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** How a server is started. */
export interface ServingOptions {
  readonly path: string;
  /** Any that is free when left out. */
  readonly port?: number;
  readonly heartbeatMs?: number;
}

/** Starts a server of test events in a process of its own; resolves when it answers. */
export async function startServing({
  path,
  port = 0,
  heartbeatMs = 15_000,
}: ServingOptions): Promise<Serving> {
  const server = fork(child, [path, String(port), String(heartbeatMs)], {
    execArgv: ['--no-warnings', '--expose-gc'],
  });
  const exited = once(server, 'exit');
  const [{ port: listening }] = (await Promise.race([once(server, 'message'), exited.then(died)])) as [
    { port: number },
  ];
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const ask = async (method: string, url: string, body?: unknown) =>
    answered(agent, { method, url, port: listening, body });
  return {
    port: listening,
    pid: server.pid ?? 0,
    memory: async () => memoryOf(server),
    async open() {
      const text = await ask('GET', '/metrics');
      return Number(/^asof_open_subscriptions (\d+)$/m.exec(text)?.[1]);
    },
    get: async (url) => JSON.parse(await ask('GET', url)) as Readonly<Record<string, unknown>>,
    async append(stream, events) {
      await ask('POST', `/v1/streams/${stream}/events`, events);
    },
    async stop(signal) {
      agent.destroy();
      server.kill(signal);
      await exited;
    },
  };
}

function died(): never {
  throw new Error('the server ended before it answered');
}

async function memoryOf(server: ChildProcess) {
  const told = once(server, 'message');
  server.send('memory');
  const [{ memory }] = (await told) as [{ memory: NodeJS.MemoryUsage }];
  return { heap: memory.heapUsed, outside: memory.external, resident: memory.rss };
}

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly port: number;
  readonly body: unknown;
}

async function answered(agent: Agent, { method, url, port, body }: Asked): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const headers = { 'content-type': 'application/json' };
  const asking = request({ host: '127.0.0.1', port, path: url, method, headers, agent }, (response) => {
    let text = '';
    response.setEncoding('utf8').on('data', (part: string) => (text += part));
    response.on('error', reject).on('end', () => {
      if ((response.statusCode ?? 500) < 300) resolve(text);
      else reject(new Error(`${method} ${url}: ${response.statusCode} ${text}`));
    });
  });
  asking.on('error', reject);
  asking.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}
