import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

import { EventStoreDBClient } from '@eventstore/db-client';

import type { Scope } from '../../src/access/port.ts';

const children = join(import.meta.dirname, '..', 'wire');

/** How an endpoint is started; it goes to another process as JSON. */
export interface WireServingOptions {
  readonly store: string;
  /** 127.0.0.1 when left out. */
  readonly host?: string;
  /** Any that is free when left out. */
  readonly port?: number;
  /** True when left out. */
  readonly keepForeign?: boolean;
  /** Whether it is a plain event store, which has no HTTP, tokens or certificates here; false when left out. */
  readonly raw?: boolean;
  /** Scopes by token; everybody may do everything when left out. */
  readonly tokens?: Readonly<Record<string, readonly Scope[]>>;
  readonly tls?: { readonly cert: string; readonly key: string };
  readonly readsMax?: number;
}

/** An endpoint in a process of its own. */
export interface WireServing {
  readonly port: number;
  /** Connects the official client, as it is. */
  client(): EventStoreDBClient;
  /** Gets what Asof's own HTTP says. */
  get(path: string): Promise<Readonly<Record<string, unknown>>>;
  /** Revokes a token. */
  revoke(token: string): void;
  /** What its heap takes after it was tidied up, in bytes. */
  heap(): Promise<number>;
  /** What went wrong inside of it. */
  readonly failures: readonly string[];
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Stands still for a while, with all its connections open. */
  freeze(ms: number): Promise<void>;
}

/** Starts an endpoint over a timeline of news in a process of its own; resolves when it listens. */
export async function startWire(options: WireServingOptions): Promise<WireServing> {
  // A plain event store is all that a node needs, and it is there sooner.
  const child = options.raw === true ? 'raw-child.ts' : 'serving-child.ts';
  const server = fork(join(children, child), [JSON.stringify(options)], {
    execArgv: ['--no-warnings', '--expose-gc'],
  });
  const exited = once(server, 'exit');
  const [{ port, httpPort }] = (await Promise.race([once(server, 'message'), exited.then(died)])) as [
    { readonly port: number; readonly httpPort: number },
  ];
  const failures: string[] = [];
  server.on('message', (told: { readonly failure?: string }) => {
    if (told.failure !== undefined) failures.push(told.failure);
  });
  return {
    port,
    failures,
    client: () =>
      EventStoreDBClient.connectionString(
        `esdb://${options.host ?? '127.0.0.1'}:${port}?tls=false&keepAliveInterval=-1&defaultDeadline=60000`,
      ),
    async get(path) {
      const response = await fetch(`http://127.0.0.1:${httpPort}${path}`);
      return (await response.json()) as Readonly<Record<string, unknown>>;
    },
    revoke: (token) => void server.send(token),
    heap: async () => heapOf(server),
    async freeze(ms) {
      server.kill('SIGSTOP');
      await new Promise((resolve) => setTimeout(resolve, ms));
      server.kill('SIGCONT');
    },
    async stop(signal) {
      server.kill(signal);
      await exited;
    },
  };
}

function died(): never {
  throw new Error('the endpoint ended before it listened');
}

async function heapOf(server: ChildProcess): Promise<number> {
  const told = once(server, 'message');
  server.send('memory');
  const [{ memory }] = (await told) as [{ readonly memory: NodeJS.MemoryUsage }];
  return memory.heapUsed + memory.external;
}
