/**
 * Run in a network of its own: serves two clients, one of which does not read, and then takes the network down, so that
 * neither the server nor the clients learn that the others are gone.
 */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';

import { buildServer } from '../../src/api/server.ts';
import type { Update, UpdatesOptions } from '../../src/engine/live-answers.ts';
import { openTimeline } from '../../src/open.ts';
import { eventually, hear, listen, openSubscriptions } from './event-client.ts';

const text = 'x'.repeat(65_536);
const moment = { asOf: 0, knownAt: null, position: 0, certainty: 'possible' } as const;

/** Tells one thing, or, to who goes on after something, without an end. */
async function* updates(
  projection: string,
  { after, signal }: UpdatesOptions = {},
): AsyncGenerator<Update, void> {
  const one: Update = { kind: 'snapshot', projection, version: 1, id: '1', moment, state: { text } };
  yield one;
  if (after === undefined) await once(signal ?? new EventTarget(), 'abort');
  else for (;;) yield one;
}

execFileSync('ip', ['link', 'set', 'lo', 'up']);
const timeline = await openTimeline({ store: 'memory:', events: [], projections: [] });
const app = buildServer({ ...timeline, updates }, { heartbeatMs: 400 });
const port = await listen(app);
const reading = await hear(port, '/v1/projections/any/updates');
await reading.hears(1);
const stalled = await hear(port, '/v1/projections/any/updates?after=1');
stalled.pause();
process.stdout.write(`${await openSubscriptions(app)} open\n`);
await reading.until(() => reading.comments() >= 4);
process.stdout.write(`${await openSubscriptions(app)} open after some heartbeats\n`);
execFileSync('ip', ['link', 'set', 'lo', 'down']);
await eventually(async () => (await openSubscriptions(app)) === 0);
process.stdout.write('0 open\n');
process.exit(0);
