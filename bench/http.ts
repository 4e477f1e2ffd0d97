import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import contract from '../src/api/openapi.json' with { type: 'json' };
import { news, openTimeline } from '../src/index.ts';
import { readFolder } from '../src/store/files/folder.ts';
import type { LoadAnswer, LoadOrder } from './http-clients.ts';
import type { BareOrder } from './http-server.ts';
import { statementOf } from './live-event.ts';
import { median, milliseconds, quantile, table, thousands } from './measure.ts';

/**
 * Measures what HTTP costs: reads of a state at a fixed position and answers 304, beside a bare fastify route with the same answer,
 * in turn; and durable appends on one connection and on 64, in turn.
 *
 * `node bench/http.ts`. The server is one process, the clients another.
 */
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 5);
const ms = Number(process.env['ASOF_BENCH_MS'] ?? 3000);
const readers = 16;
const folder = mkdtempSync(join(tmpdir(), 'asof-http-'));
const store = join(folder, 'db');

const timeline = await openTimeline({ store: `sqlite:${store}`, ...news });
await timeline.import(readFolder(join(import.meta.dirname, '..', 'streams')));
const { position } = timeline.head();
await timeline.close();

const path = `/v1/projections/situation?asOf=2025-07-05T00:00:00Z&knownAt=${position}`;
const moving = '/v1/projections/situation?asOf=2025-07-05T00:00:00Z';
const ours = await serve('ours', store);
const fixed = await fetch(`http://127.0.0.1:${ours.port}${path}`);
const head = await fetch(`http://127.0.0.1:${ours.port}${moving}`);
const etags = { fixed: fixed.headers.get('etag') ?? '', head: head.headers.get('etag') ?? '' };
const bare = await serve('bare', '', {
  answer: await fixed.json(),
  schema: schemaOfStates(),
  etag: etags.fixed,
});
const clients = fork(join(import.meta.dirname, 'http-clients.ts'));

console.log(await reads());
console.log(await appends());
for (const { process: one } of [ours, bare]) one.kill();
clients.kill();
rmSync(folder, { recursive: true });

interface Served {
  readonly process: ChildProcess;
  readonly port: number;
}

async function serve(kind: 'ours' | 'bare', file: string, order?: BareOrder): Promise<Served> {
  const child = fork(join(import.meta.dirname, 'http-server.ts'), [kind, file]);
  const answered = once(child, 'message');
  if (order !== undefined) child.send(order);
  const [{ port }] = (await answered) as [{ readonly port: number }];
  return { process: child, port };
}

/** Returns the schema of a state's answer with what it refers to put in place, as fastify takes it. */
function schemaOfStates(): object {
  const answer =
    contract.paths['/v1/projections/{name}'].get.responses['200'].content['application/json'].schema;
  return { ...answer, components: contract.components };
}

async function load(order: Omit<LoadOrder, 'warmUpMs' | 'ms'>): Promise<LoadAnswer> {
  clients.send({ ...order, warmUpMs: 500, ms } satisfies LoadOrder);
  const [answer] = (await once(clients, 'message')) as [LoadAnswer];
  return answer;
}

async function get(port: number, target: string, etag?: string): Promise<LoadAnswer> {
  const condition = etag === undefined ? '' : `if-none-match: ${etag}\r\n`;
  return load({ port, connections: readers, head: `GET ${target} HTTP/1.1\r\n${condition}`, body: '' });
}

async function reads(): Promise<string> {
  const works = {
    'state at a fixed position': async () => get(ours.port, path),
    'bare fastify, the same answer': async () => get(bare.port, '/answer'),
    '304 at a fixed position': async () => get(ours.port, path, etags.fixed),
    '304 at the head': async () => get(ours.port, moving, etags.head),
    'bare fastify, 304': async () => get(bare.port, '/not-modified', etags.fixed),
  };
  const found = await inTurn(works);
  const bareRate = median(
    found.get('bare fastify, the same answer')?.map(({ perSecond }) => perSecond) ?? [],
  );
  const rows = [...found].map(([name, answers]) => [
    ...rowOf(name, answers),
    (median(answers.map(({ perSecond }) => perSecond)) / bareRate).toFixed(2),
  ]);
  return `${table(['read', 'status', 'bytes', 'requests/s', 'p50 ms', 'p99 ms', 'to bare fastify'], rows)}\n`;
}

function appendsOver(connections: number) {
  return async () =>
    load({
      port: ours.port,
      connections,
      head: 'POST /v1/streams/diplomacy-bench/events HTTP/1.1\r\ncontent-type: application/json\r\n',
      body: JSON.stringify(statementOf(1)),
    });
}

async function appends(): Promise<string> {
  const found = await inTurn({ '1 connection': appendsOver(1), '64 connections': appendsOver(64) });
  const alone = median(found.get('1 connection')?.map(({ perSecond }) => perSecond) ?? []);
  const rows = [...found].map(([name, answers]) => [
    ...rowOf(name, answers),
    (median(answers.map(({ perSecond }) => perSecond)) / alone).toFixed(2),
  ]);
  return `${table(['appends over', 'status', 'bytes', 'appends/s', 'p50 ms', 'p99 ms', 'to one connection'], rows)}\n`;
}

async function inTurn(works: Record<string, () => Promise<LoadAnswer>>): Promise<Map<string, LoadAnswer[]>> {
  const found = new Map<string, LoadAnswer[]>();
  for (let round = 0; round < rounds; round += 1)
    for (const [name, work] of Object.entries(works))
      found.set(name, [...(found.get(name) ?? []), await work()]);
  return found;
}

function rowOf(name: string, answers: readonly LoadAnswer[]): string[] {
  const times = answers.flatMap((answer) => [...answer.times]);
  return [
    name,
    [...new Set(answers.flatMap(({ statuses }) => statuses))].join(', '),
    thousands(answers[0]?.answerBytes ?? Number.NaN),
    thousands(median(answers.map(({ perSecond }) => perSecond))),
    milliseconds(quantile(times, 0.5)),
    milliseconds(quantile(times, 0.99)),
  ];
}
