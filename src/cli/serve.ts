import { isIPv6 } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { readFolder } from '../store/files/folder.ts';
import type { CliContext } from './context.ts';
import type { StoreOptions } from './options.ts';
import { storeOf, takesStore, wholeNumber } from './options.ts';
import { say } from './show.ts';

interface ServeOptions extends StoreOptions {
  readonly port?: number;
  readonly host: string;
  readonly founding: boolean;
}

const usualPort = 4100;

/** How long requests that are under way when the server is told to stop may take, in milliseconds. */
const stopMsMax = 3000;

/** Adds `serve`: HTTP on this machine's own address. */
export function addServe(program: Command, context: CliContext): void {
  const portNumber = wholeNumber('--port', 0, 65_535);
  const command = program
    .command('serve')
    .description('serve a store over HTTP; an empty one first gets the founding streams')
    .option('--port <port>', `0 for any that is free (default: ASOF_PORT, or ${usualPort})`, portNumber)
    .option('--host <host>', 'an address of this machine that only it reaches', '127.0.0.1')
    .option('--no-founding', 'leaves an empty store empty');
  takesStore(command).action(async (options: ServeOptions) => {
    const { host } = options;
    checkLoopback(host);
    const port = options.port ?? portOfEnvironment(context);
    const timeline = await context.open({
      store: storeOf(options, context),
      readOnly: false,
      module: options.module,
    });
    try {
      if (options.founding) await importFounding(timeline, context);
      const stopped = context.stopped();
      const app = await listen(timeline, host, port, context.clock);
      await context.stdout.write(greeting(addressOf(app, host), timeline));
      await stopped;
      await stop(app);
    } finally {
      await timeline.close();
    }
  });
}

function portOfEnvironment({ env }: CliContext): number {
  const text = env['ASOF_PORT'] ?? '';
  return text === '' ? usualPort : wholeNumber('ASOF_PORT', 0, 65_535)(text);
}

function checkLoopback(host: string): void {
  if (host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)) return;
  throw new TimelineError(
    'address-refused',
    `${host} may be reached from other machines, and this version has no authentication: serve on 127.0.0.1`,
    { host },
  );
}

async function importFounding(timeline: Timeline, context: CliContext): Promise<void> {
  if (timeline.head().position > 0) return;
  const { recorded } = await timeline.import(readFolder(context.foundingStreams));
  await say(context, `The store was empty: ${recorded} founding events were imported`);
}

async function listen(
  timeline: Timeline,
  host: string,
  port: number,
  clock: () => number,
): Promise<FastifyInstance> {
  // Only what serves pays for loading the framework.
  const { buildServer } = await import('../api/server.ts');
  const app = buildServer(timeline, { clock });
  try {
    await app.listen({ host, port });
    return app;
  } catch (error) {
    await app.close();
    throw listenError(error, host, port);
  }
}

function listenError(error: unknown, host: string, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return new TimelineError(
      'address-in-use',
      `Port ${port} of ${host} is in use; name another with --port`,
      { host, port },
      error,
    );
  if (code === 'EACCES' || code === 'EADDRNOTAVAIL')
    return new TimelineError(
      'address-refused',
      `The system does not let port ${port} of ${host} be served`,
      { host, port },
      error,
    );
  return error;
}

function addressOf(app: FastifyInstance, host: string): string {
  const address = app.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

const questions = [
  ['2025-07-02T12:00:00Z', 'the delay is known, the barrage has not happened'],
  ['2025-07-03T23:30:00Z', 'the barrage is under way'],
  ['2025-07-05T00:00:00Z', 'the night is over and counted'],
] as const;

function greeting(address: string, timeline: Timeline): string {
  const first = `Asof serves at ${address} what is in ${timeline.name}\n`;
  if (!timeline.projections().some(({ name }) => name === 'situation')) return first;
  const tries = questions.map(
    ([asOf, what]) => `  ${address}/v1/projections/situation?asOf=${asOf}\n    ${what}\n`,
  );
  return `${first}Try:\n${tries.join('')}`;
}

/** Closes the server; what is still under way after a while is cut off. */
async function stop(app: FastifyInstance): Promise<void> {
  const closed = app.close();
  const patience = new AbortController();
  const late = setTimeout(stopMsMax, undefined, { signal: patience.signal }).then(
    () => app.server.closeAllConnections(),
    () => undefined,
  );
  await Promise.race([closed, late]);
  await closed;
  patience.abort();
}
