import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';

import { median, table, thousands } from './measure.ts';

/**
 * Measures what the official client of EventStoreDB gets done against the endpoint over a file, beside the same endpoint over a log
 * that keeps nothing, in turn on one machine. The latter is the ceiling: the client and the protocol.
 *
 * `node bench/wire.ts`. The client is this process, the server another one.
 */
const rounds = Number(process.env['ASOF_BENCH_ROUNDS'] ?? 5);
const folder = mkdtempSync(join(tmpdir(), 'asof-wire-'));

const kinds = ['ours', 'bare'] as const;
const works = {
  'appends, one after the other, 300': {
    events: 300,
    async run(client: EventStoreDBClient, round: number) {
      for (let count = 0; count < 300; count += 1) await client.appendToStream(`one-${round}`, note());
    },
  },
  'appends, 1,000 under way, 5,000': {
    events: 5000,
    async run(client: EventStoreDBClient, round: number) {
      for (let part = 0; part < 5; part += 1)
        await Promise.all(
          Array.from({ length: 1000 }, async (_, at) =>
            client.appendToStream(`many-${round}-${at % 50}`, note()),
          ),
        );
    },
  },
  'appends of 500, 10,000 events': {
    events: 10_000,
    async run(client: EventStoreDBClient, round: number) {
      for (let part = 0; part < 20; part += 1)
        await client.appendToStream(`large-${round}-${part}`, Array.from({ length: 500 }, note));
    },
  },
  'reads of $all, 15,000 events': {
    events: 15_000,
    async run(client: EventStoreDBClient) {
      let told = 0;
      for await (const { event } of client.readAll({ maxCount: 15_000 })) told += event === undefined ? 0 : 1;
      if (told !== 15_000) throw new Error(`${told} events were told`);
    },
  },
};

function note() {
  return jsonEvent({
    type: 'NoteAdded',
    data: { title: 'A note', text: 'x'.repeat(300), about: ['place:kyiv'] },
    metadata: { occurred: '2025-07-03T12:00:00Z' },
  });
}

async function serve(kind: (typeof kinds)[number]) {
  const file = kind === 'ours' ? [join(folder, 'asof.db')] : [];
  const child = fork(join(import.meta.dirname, 'wire-server.ts'), file, { execArgv: ['--no-warnings'] });
  const [{ port }] = (await once(child, 'message')) as [{ readonly port: number }];
  return { child, client: EventStoreDBClient.connectionString(`esdb://127.0.0.1:${port}?tls=false`) };
}

const served = { ours: await serve('ours'), bare: await serve('bare') };
const rates = new Map<string, number[]>();
for (let round = 0; round <= rounds; round += 1)
  for (const [name, { events, run }] of Object.entries(works))
    for (const kind of kinds) {
      const start = performance.now();
      await run(served[kind].client, round);
      // The first round warms everything up.
      const rate = (events / (performance.now() - start)) * 1000;
      if (round > 0) rates.set(`${name} ${kind}`, [...(rates.get(`${name} ${kind}`) ?? []), rate]);
    }

const rateOf = (name: string, kind: string) => median(rates.get(`${name} ${kind}`) ?? []);
console.log(
  table(
    ['work', 'ours, events /s', 'bare', 'ratio'],
    Object.keys(works).map((name) => [
      name,
      thousands(rateOf(name, 'ours')),
      thousands(rateOf(name, 'bare')),
      (rateOf(name, 'ours') / rateOf(name, 'bare')).toFixed(2),
    ]),
  ),
);
for (const { child } of Object.values(served)) child.kill();
rmSync(folder, { recursive: true });
process.exit(0);
