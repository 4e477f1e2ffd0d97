import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { news, openTimeline } from '../src/index.ts';
import { readFolder } from '../src/store/files/folder.ts';
import type { ClientAnswer, ClientOrder } from './live-clients.ts';
import { statementOf } from './live-event.ts';
import type { Steered, Steering } from './live-server.ts';
import { median, milliseconds, quantile, table, thousands } from './measure.ts';

/**
 * Measures what subscribers feel, beside bare `node:http` that writes the same bytes, in turn on one machine:
 * how long an append takes to be a patch at a subscriber, and how fast one update reaches many (P12).
 *
 * `node bench/live.ts [subscribers…]`. Clients are two processes beside the server's.
 */
const sizes = process.argv.slice(2).map(Number);
const subscribers = sizes.length > 0 ? sizes : [1000, 5000, 10_000];
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 15);
const appends = 300;
const path = '/v1/projections/situation/updates';
const folder = mkdtempSync(join(tmpdir(), 'asof-live-'));
const store = join(folder, 'db');

interface Served {
  readonly process: ChildProcess;
  readonly port: number;
}

const timeline = await openTimeline({ store: `sqlite:${store}`, ...news });
await timeline.import(readFolder(join(import.meta.dirname, '..', 'streams')));
await timeline.close();

const ours = await serve('ours', store);
const bare = await serve('bare');
const frame = await frameOf(ours);
console.log(`A patch as sent has ${Buffer.byteLength(frame)} bytes.\n`);
console.log(await latencies());
console.log(await fanOuts());
for (const { process: one } of [ours, bare]) one.kill();
rmSync(folder, { recursive: true });

async function serve(kind: 'ours' | 'bare', file = ''): Promise<Served> {
  const child = fork(join(import.meta.dirname, 'live-server.ts'), [kind, file], {
    execArgv: ['--expose-gc'],
  });
  const { port = 0 } = await answerOf<Steered>(child);
  return { process: child, port };
}

async function answerOf<Answer>(child: ChildProcess): Promise<Answer> {
  const [answer]: unknown[] = await once(child, 'message');
  return answer as Answer;
}

async function steer({ process: child }: Served, order: Steering): Promise<Steered> {
  child.send(order);
  return answerOf<Steered>(child);
}

async function begin(count: number, address: string): Promise<ChildProcess> {
  return fork(join(import.meta.dirname, 'live-clients.ts'), [String(count), address]);
}

async function subscribed(
  count: number,
  served: Served,
  processes: number,
): Promise<readonly ChildProcess[]> {
  const clients: ChildProcess[] = [];
  for (let one = 0; one < processes; one += 1) {
    const child = await begin(count / processes, `127.0.0.${one + 2}`);
    child.send({ do: 'subscribe', port: served.port, path } satisfies ClientOrder);
    await answerOf<ClientAnswer>(child);
    clients.push(child);
  }
  return clients;
}

async function expect(clients: readonly ChildProcess[], frames: number): Promise<void> {
  for (const child of clients) {
    child.send({ do: 'expect', frames } satisfies ClientOrder);
    await answerOf<ClientAnswer>(child);
  }
}

/** Subscribes once and has one update told, to know what is sent. */
async function frameOf(served: Served): Promise<string> {
  const clients = await subscribed(1, served, 1);
  await expect(clients, 1);
  const done = Promise.all(clients.map(answerOf<ClientAnswer>));
  await steer(served, { do: 'tell', frame: '' });
  const [answer] = await done;
  for (const child of clients) child.kill();
  return answer?.frame ?? '';
}

async function latencies(): Promise<string> {
  const times = new Map<string, number[]>([
    ['ours', []],
    ['bare', []],
  ]);
  const agent = new Agent({ keepAlive: true });
  for (const [name, served] of [
    ['ours', ours],
    ['bare', bare],
    ['ours', ours],
    ['bare', bare],
  ] as const) {
    const [client] = await subscribed(1, served, 1);
    if (client === undefined) continue;
    for (let append = -20; append < appends; append += 1) {
      await expect([client], 1);
      const done = answerOf<ClientAnswer>(client);
      const before = performance.timeOrigin + performance.now();
      await post(agent, served, name === 'ours' ? JSON.stringify(statementOf(append)) : frame);
      const { at = Number.NaN } = await done;
      if (append >= 0) times.get(name)?.push(at - before);
    }
    client.kill();
  }
  agent.destroy();
  const rows = [...times].map(([name, list]) => [
    name === 'ours' ? 'append over HTTP → patch' : 'bare echo by node:http',
    ...[0.5, 0.99].map((share) => milliseconds(quantile(list, share))),
  ]);
  const ratio = [0.5, 0.99].map((share) =>
    (quantile(times.get('ours') ?? [], share) / quantile(times.get('bare') ?? [], share)).toFixed(2),
  );
  return `${table(['from a request to its frame at a subscriber', 'p50 ms', 'p99 ms'], [...rows, ['ratio', ...ratio]])}\n`;
}

async function post(agent: Agent, { port }: Served, body: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        port,
        host: '127.0.0.1',
        method: 'POST',
        path: '/v1/streams/statements-bench/events',
        headers: { 'content-type': 'application/json' },
      },
      (response) => {
        if (response.statusCode !== 201) reject(new Error(`answered with ${response.statusCode}`));
        response.resume().on('end', resolve);
      },
    );
    sent.on('error', reject).end(body);
  });
}

interface FanOut {
  readonly perSecond: number[];
  readonly p99: number[];
  bytesEach: number;
  workedMs: number;
}

async function fanOuts(): Promise<string> {
  const rows: string[][] = [];
  for (const count of subscribers) {
    const figures = { ours: emptyFanOut(), bare: emptyFanOut() };
    const clients = {
      ours: await joined(ours, count, figures.ours),
      bare: await joined(bare, count, figures.bare),
    };
    for (let round = -2; round < rounds; round += 1)
      for (const name of ['ours', 'bare'] as const)
        await fanOut(
          name === 'ours' ? ours : bare,
          clients[name],
          count,
          round < 0 ? emptyFanOut() : figures[name],
        );
    for (const child of [...clients.ours, ...clients.bare]) child.kill();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    for (const [name, { perSecond, p99, bytesEach, workedMs }] of Object.entries(figures))
      rows.push([
        thousands(count),
        name,
        thousands(median(perSecond)),
        milliseconds(median(p99)),
        milliseconds(workedMs / rounds),
        (bytesEach / 1024).toFixed(1),
        name === 'ours' ? (median(perSecond) / median(figures.bare.perSecond)).toFixed(2) : '',
      ]);
  }
  return table(
    ['subscribers', 'server', 'deliveries /s', 'p99 ms', 'server worked, ms a round', 'KiB each', 'ratio'],
    rows,
  );
}

function emptyFanOut(): FanOut {
  return { perSecond: [], p99: [], bytesEach: 0, workedMs: 0 };
}

async function joined(served: Served, count: number, figures: FanOut): Promise<readonly ChildProcess[]> {
  const { residentBytes: before = 0 } = await steer(served, { do: 'weigh' });
  const clients = await subscribed(count, served, 2);
  const { residentBytes: after = 0 } = await steer(served, { do: 'weigh' });
  figures.bytesEach = (after - before) / count;
  return clients;
}

async function fanOut(
  served: Served,
  clients: readonly ChildProcess[],
  count: number,
  figures: FanOut,
): Promise<void> {
  await expect(clients, count / clients.length);
  const done = Promise.all(clients.map(answerOf<ClientAnswer>));
  const { workedMs: before = 0 } = await steer(served, { do: 'used' });
  const { at: began = Number.NaN } = await steer(served, { do: 'tell', frame });
  const answers = await done;
  const { workedMs: after = 0 } = await steer(served, { do: 'used' });
  const ended = Math.max(...answers.map(({ at = Number.NaN }) => at));
  figures.perSecond.push((count / (ended - began)) * 1000);
  figures.p99.push(ended - began);
  figures.workedMs += after - before;
}
