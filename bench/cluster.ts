import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EventStoreDBClient, jsonEvent, START, streamNameFilter } from '@eventstore/db-client';

import type { Projection, Timeline } from '../src/index.ts';
import { news, openTimeline } from '../src/index.ts';
import { median, table, thousands } from './measure.ts';
import { eventAt, streamAt } from './peers/events.ts';

/**
 * Measures a node over a log in a cluster, beside the official client alone over the same cluster, in turn on one machine: the latter is
 * the ceiling. The endpoint of Asof in its plain form, in another process, stands for the cluster.
 *
 * `node bench/cluster.ts`. `ASOF_BENCH_ROUNDS` sets the rounds, `ASOF_BENCH_EVENTS` how many events are followed.
 */
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 5);
const events = Number(process.env['ASOF_BENCH_EVENTS'] ?? 20_000);
/** What is followed and what is appended are logs of their own in one cluster, so that the former has one length. */
const prefixes = { followed: 'followed.', appended: 'appended.' };
const folder = mkdtempSync(join(tmpdir(), 'asof-cluster-'));
const endpoint = fork(join(import.meta.dirname, 'wire-server.ts'), [join(folder, 'cluster.db'), 'raw'], {
  execArgv: ['--no-warnings'],
});
const [{ port }] = (await once(endpoint, 'message')) as [{ readonly port: number }];
const url = `esdb://127.0.0.1:${port}?tls=false`;
const client = EventStoreDBClient.connectionString(url);

/** What was measured of a work: units a second of the clock, and microseconds of this process's processor a unit. */
interface Measured {
  readonly rate: number;
  readonly processorUs: number;
}
const found = new Map<string, Measured[]>();

const appending = await openNode('appending', 'appended', []);
const appends = {
  node: async (stream: string, index: number) => {
    const { type, data } = eventAt(index);
    const { occurred, ...rest } = data;
    await appending.append(stream, [{ type, occurred, data: rest }]);
  },
  client: async (stream: string, index: number) => {
    await client.appendToStream(`alone.${stream}`, jsonEvent(eventAt(index)));
  },
};

const length = await importAll();
// The first round warms everything up.
for (let round = 0; round <= rounds; round += 1) {
  for (const kind of ['node', 'client'] as const) {
    await measure('appends, one after the other', kind, round, 300, async () => {
      for (let index = 0; index < 300; index += 1) await appends[kind](`one-${kind}-${round}`, index);
    });
    await measure('appends, 64 under way', kind, round, 3200, async () => {
      for (let part = 0; part < 50; part += 1)
        await Promise.all(
          Array.from({ length: 64 }, async (_, at) => appends[kind](`many-${kind}-${round}-${at}`, part)),
        );
    });
  }
  await measure('following: the log', 'client', round, length, subscribeToAll);
  await measure('following: the log', 'node', round, length, async () => follow(`log-${round}`, []));
  await measure('following: log and projections', 'client', round, length, subscribeToAll);
  await measure('following: log and projections', 'node', round, length, async () =>
    follow(`news-${round}`, news.projections),
  );
}
await appending.close();

console.log(`${thousands(length)} events followed, ${rounds} rounds, medians`);
console.log(
  table(
    ['work', 'node, events /s', 'client alone', 'ratio', 'processor of a node, µs an event', 'of the client'],
    [...new Set([...found.keys()].map((name) => name.split(' | ')[0] ?? ''))].map((work) => {
      const [node, alone] = ['node', 'client'].map((kind) => found.get(`${work} | ${kind}`) ?? []);
      return [
        work,
        thousands(rate(node)),
        thousands(rate(alone)),
        (rate(node) / rate(alone)).toFixed(2),
        cost(node),
        cost(alone),
      ];
    }),
  ),
);
endpoint.kill();
rmSync(folder, { recursive: true });
process.exit(0);

function rate(of: readonly Measured[] = []): number {
  return median(of.map((one) => one.rate));
}

function cost(of: readonly Measured[] = []): string {
  return thousands(median(of.map((one) => one.processorUs)));
}

async function measure(
  work: string,
  kind: 'node' | 'client',
  round: number,
  units: number,
  run: () => Promise<void>,
): Promise<void> {
  const [start, before] = [performance.now(), process.cpuUsage()];
  await run();
  const { user, system } = process.cpuUsage(before);
  const one = { rate: (units / (performance.now() - start)) * 1000, processorUs: (user + system) / units };
  const name = `${work} | ${kind}`;
  if (round > 0) found.set(name, [...(found.get(name) ?? []), one]);
}

/** Imports what is followed afterwards; returns how much that is. */
async function importAll(): Promise<number> {
  const timeline = await openNode('importing', 'followed', []);
  await timeline.import(
    Array.from({ length: events }, (_, index) => {
      const { type, data } = eventAt(index);
      const { occurred, ...rest } = data;
      const recordedAt = Date.parse(occurred);
      return { id: `followed-${index}`, stream: streamAt(index), type, occurred, recordedAt, data: rest };
    }),
  );
  const { position } = timeline.head();
  await timeline.close();
  return position;
}

async function openNode(
  name: string,
  log: keyof typeof prefixes,
  projections: readonly Projection[],
): Promise<Timeline> {
  const timeline = await openTimeline({
    store: `${url}&asofPrefix=${prefixes[log]}`,
    index: join(folder, `${name}.db`),
    ...news,
    projections,
  });
  await timeline.ready(AbortSignal.timeout(600_000));
  return timeline;
}

/** Follows the log from its beginning with a replica of its own. */
async function follow(name: string, projections: readonly Projection[]): Promise<void> {
  const node = await openNode(name, 'followed', projections);
  await node.caughtUp();
  if (node.head().position < length)
    throw new Error(`The node knows ${node.head().position} of ${length} events`);
  await node.close();
}

/** Has the official client tell every event of the log, and does nothing with them. */
async function subscribeToAll(): Promise<void> {
  const subscription = client.subscribeToAll({
    fromPosition: START,
    filter: streamNameFilter({ prefixes: [prefixes.followed] }),
  });
  let told = 0;
  for await (const { event } of subscription) {
    if (event !== undefined) told += 1;
    if (told >= length) break;
  }
  await subscription.unsubscribe();
}
