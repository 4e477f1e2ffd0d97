import { isIPv6 } from 'node:net';
import { setTimeout } from 'node:timers/promises';

import type { Command } from 'commander';
import type { FastifyInstance } from 'fastify';

import type { AccessControl } from '../access/port.ts';
import type { ServerOptions } from '../api/server.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { readFolder } from '../store/files/folder.ts';
import type { CliContext } from './context.ts';
import { authorIn } from './options.ts';
import { checkReach, hostsOf, isLoopback, reachOf } from './reach.ts';
import { logFollowing } from './serve-following.ts';
import { serverOptionsOf } from './serve-options.ts';
import type { ServedWire } from './serve-wire.ts';
import { keepServingWire, wireSettingsOf } from './serve-wire.ts';
import type { SettingKey } from './settings.ts';
import { settingKeys } from './settings.ts';
import type { Settled } from './settle.ts';
import { settle, takesSettings } from './settle.ts';
import { say } from './show.ts';

/** What is only for commands that ask and end. */
const ofClients: readonly SettingKey[] = ['url', 'token', 'tokenFile', 'wait'];

/** What `serve` may be told. */
const served = settingKeys.filter((key) => !ofClients.includes(key));

/** How long requests that are under way when the server is told to stop may take, in milliseconds. */
const stopMsMax = 3000;

/** Adds `serve`: HTTP on this machine's own address. */
export function addServe(program: Command, context: CliContext): void {
  const command = program
    .command('serve')
    .description('serve a store over HTTP; an empty one first gets the founding streams');
  takesSettings(command, served).action(async (options: object) => {
    const settled = settle(options, context);
    // What is wrong is told before anything is opened.
    for (const key of served) settled.get(key);
    const access = context.openAccess(settled.get('store'), settled.get('index'));
    try {
      await serveStore(settled, access, context);
    } finally {
      access.close();
    }
  });
}

async function serveStore(settled: Settled, access: AccessControl, context: CliContext): Promise<void> {
  const host = settled.get('host');
  const reach = reachOf(settled);
  checkReach(reach, access, context.clock());
  const isOpen = !isLoopback(host) || access.isRequired();
  const serverOptions = {
    ...serverOptionsOf(settled, context, isOpen),
    allowedHosts: hostsOf(reach),
    access,
    page: context.page,
  };
  const wireSettings = await wireSettingsOf(settled);
  const { timeline, store } = await context.openToServe({
    store: settled.get('store'),
    index: settled.get('index'),
    readOnly: false,
    module: settled.get('module'),
  });
  try {
    if (settled.get('founding')) await importFounding(timeline, context);
    const stopped = context.stopped();
    const app = await listen(timeline, host, settled.get('port'), serverOptions);
    const { clock } = context;
    const ofWire = { log: store, catalogue: timeline.catalogue, access, clock, onFailure: failing(app) };
    let wire: ServedWire | undefined;
    let endLogging: (() => void) | undefined;
    try {
      if (wireSettings !== undefined) wire = await keepServingWire(wireSettings, ofWire);
      const address = addressOf(app, host);
      logStart(app, timeline, address, wire);
      endLogging = logFollowing(timeline, app.log);
      await context.stdout.write(greeting(address, timeline, access.isRequired(), wire));
      await stopped;
      app.log.info('stopping');
    } finally {
      endLogging?.();
      await wire?.close();
      await stop(app);
    }
    app.log.info('stopped');
  } finally {
    await timeline.close();
  }
}

function logStart(app: FastifyInstance, timeline: Timeline, address: string, wire?: ServedWire): void {
  const wireAddress = wire === undefined ? {} : { wire: wire.address };
  const head = timeline.head().position;
  app.log.info({ address, ...wireAddress, store: timeline.name, head }, 'started');
}

/** What the store cannot do now is no bug; neither belongs to a request of HTTP. */
function failing(app: FastifyInstance): (error: unknown) => void {
  return (error) => {
    const isOfStore = error instanceof TimelineError && error.category === 'unavailable';
    app.log[isOfStore ? 'warn' : 'error']({ err: error }, 'a call over the wire failed');
  };
}

/** The log of a cluster may be there and not taken in yet, and it belongs to more than this node: nothing goes into it by itself. */
async function importFounding(timeline: Timeline, context: CliContext): Promise<void> {
  if (timeline.following() !== undefined || timeline.head().position > 0) return;
  const { recorded } = await timeline.import(readFolder(context.foundingStreams), {
    by: authorIn(context),
  });
  await say(context, `The store was empty: ${recorded} founding events were imported`);
}

async function listen(
  timeline: Timeline,
  host: string,
  port: number,
  options: ServerOptions,
): Promise<FastifyInstance> {
  // Only what serves pays for loading the framework.
  const { buildServer } = await import('../api/server.ts');
  const app = buildServer(timeline, options);
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
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN')
    return new TimelineError(
      'invalid-config',
      `"${host}" is no address of this machine, and no name of one`,
      { setting: 'host', host },
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

function greeting(address: string, timeline: Timeline, isTokenRequired: boolean, wire?: ServedWire): string {
  const speaks = wire === undefined ? '' : `It speaks the protocol of EventStoreDB at ${wire.address}\n`;
  const first = `Asof serves at ${address} what is in ${timeline.name}\n${speaks}`;
  if (isTokenRequired)
    return `${first}Each request must show a token: the header Authorization with Bearer\n`;
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
