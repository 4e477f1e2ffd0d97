import { existsSync, readdirSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { foundingStreams, note } from '../api/served.ts';
import type { CliWorld, Ran } from '../support/cli.ts';
import { asof } from '../support/cli.ts';
import type { LiveCli } from '../support/live-cli.ts';
import { startAsof } from '../support/live-cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
let cluster: WireServing;
let logs = 0;
beforeAll(async () => {
  cluster = await startWire({ store: 'memory:', raw: true });
});
afterAll(async () => {
  await cluster.stop('SIGTERM');
  temp.remove();
});

describe('commands on the log of a cluster', () => {
  test('record on one node what another then reads', async () => {
    const log = newLog();
    const [a, b] = [node(log), node(log)];
    expect(await run([...append('a1'), '--id', 'a1', ...a])).toMatchObject({ code: 0 });
    expect(json(await run(['timeline', '--json', ...b]))).toMatchObject({ entries: [{ id: 'a1' }] });
    expect(
      await run(['correct', 'a1', '--reason', 'a slip', '--data', '{"title":"Mended"}', ...b]),
    ).toMatchObject({ code: 0 });
    expect(await run(['retract', 'a1', '--reason', 'not so', ...a])).toMatchObject({ code: 0 });
    const [ours, theirs] = [await run(['audit', '--json', ...a]), await run(['audit', '--json', ...b])];
    expect(json(ours)).toMatchObject({
      entries: [
        { action: 'append', by: 'os:tester', first: 1 },
        { action: 'correct', target: 'a1', first: 2 },
        { action: 'retract', target: 'a1', first: 3 },
      ],
    });
    expect(theirs.out).toBe(ours.out);
    const again = await run([...append('a1'), '--id', 'a1', ...b]);
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('Recorded before') });
  });

  test('import files, all or none, and try them first', async () => {
    const log = newLog();
    const tried = await run(['import', foundingStreams, '--dry-run', ...node(log)]);
    expect(tried).toMatchObject({ code: 0, out: '34 would be recorded, 0 there already, position 34\n' });
    expect(json(await run(['streams', '--json', ...node(log)]))).toMatchObject({ head: { position: 0 } });
    const taken = await run(['import', foundingStreams, ...node(log)]);
    expect(taken).toMatchObject({ code: 0, out: '34 recorded, 0 there already, position 34\n' });
    const file = `sqlite:${temp.file()}`;
    await run(['import', foundingStreams, '--store', file]);
    const asked = ['state', 'situation', '--as-of', '2025-07-05T00:00:00Z', '--known-at', '34', '--json'];
    expect((await run([...asked, ...node(log)])).out).toBe((await run([...asked, '--store', file])).out);
  });

  test('list what is parked, with where it stands and why', async () => {
    const log = newLog();
    await run([...append('a1'), ...node(log)]);
    const foreign = jsonEvent({ type: 'OrderPlaced', data: { order: 1 } });
    const client = cluster.client();
    await client.appendToStream(`${log.prefix}notes-mine`, foreign);
    await client.dispose();
    const here = node(log);
    const { parked } = json(await run(['parked', '--json', ...here])) as {
      readonly parked: readonly Record<string, unknown>[];
    };
    expect(parked).toEqual([
      {
        clusterPosition: expect.stringMatching(/^\d+\/\d+$/),
        clusterStream: `${log.prefix}notes-mine`,
        clusterRevision: 1,
        wireId: foreign.id,
        type: 'OrderPlaced',
        reason: expect.stringMatching(/\S/),
      },
    ]);
    const shown = await run(['parked', ...here]);
    expect(shown.out).toMatch(/^PLACE +STREAM +REVISION +TYPE +ID +REASON\n/);
    expect(shown.out).toContain('OrderPlaced');
    const after = String(parked[0]?.['clusterPosition']);
    expect(await run(['parked', '--after', after, ...here])).toMatchObject({
      out: '',
      err: 'No event is parked\n',
    });
  });

  test('read the replica beside the process that fills it, and leave recording to that', async () => {
    const log = newLog();
    const here = node(log);
    await run([...append('a1'), ...here]);
    const watching = startAsof(['watch', '--timeline', ...here]);
    await watching.printed('a1');
    expect(json(await run(['streams', '--json', ...here]))).toMatchObject({ head: { position: 1 } });
    const refused = await run([...append('a2'), ...here]);
    expect(refused).toMatchObject({ code: 7, err: expect.stringContaining('(store-in-use)') });
    watching.stop();
    await watching.done;
  });

  test('take in another log where the replica is of one, and answer of that alone', async () => {
    const [one, two] = [newLog(), newLog()];
    const [, , ...index] = node(one);
    await run([...append('a1'), '--store', one.store, ...index]);
    await run([...append('b1'), ...node(two)]);
    for (const [log, id] of [
      [one, 'a1'],
      [two, 'b1'],
      [one, 'a1'],
    ] as const) {
      const ran = await run(['timeline', '--json', '--store', log.store, ...index]);
      expect(json(ran)).toMatchObject({ entries: [{ data: { title: `Note ${id}` } }] });
    }
  });

  test('say that nobody answers, and go by what is there when they are told to', async () => {
    const other = await startWire({ store: 'memory:', raw: true });
    const here = ['--store', `esdb://127.0.0.1:${other.port}?tls=false`, '--index', temp.file()];
    expect(await run([...append('a1'), ...here])).toMatchObject({ code: 0 });
    await other.stop('SIGKILL');
    const waited = await run(['timeline', ...here, '--wait', '1']);
    expect(waited).toMatchObject({ code: 7, out: '', err: expect.stringContaining('(store-unreachable)') });
    const gone = await run(['timeline', ...here, '--wait', '0']);
    expect(gone).toMatchObject({ code: 0, out: expect.stringContaining('Note a1') });
  });
});

describe('move', () => {
  test('takes a log into a cluster and out of it again, the same on every side', async () => {
    const log = newLog();
    const [from, back] = [await founded(), `sqlite:${temp.file()}`];
    const index = temp.file();
    const into = await run(['move', '--from', from, '--to', log.store, '--index', index, ...brief]);
    expect(json(into)).toMatchObject({ copied: 35, position: 35, comparison: { isSame: true, moments: 10 } });
    expect(into.out).not.toContain('secret');
    // Out of another node's replica, which is filled for it.
    const out = await run(['move', '--from', log.store, '--to', back, '--index', temp.file(), ...brief]);
    expect(json(out)).toMatchObject({ copied: 35, comparison: { isSame: true } });
    const [first, last] = [await verified(from), await verified(back)];
    expect(last).toEqual(first);
    const trails = [from, back].map(async (store) => run(['audit', '--json', '--store', store]));
    expect(await trails[1]).toEqual(await trails[0]);
    const again = await run([...append('k'), '--idempotency-key', 'mine', ...node(log)]);
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('Recorded before') });
  });

  test('goes on in a cluster with what came since, and is refused where something else is', async () => {
    const log = newLog();
    const from = await founded();
    const to = ['--to', log.store, '--index', temp.file(), ...brief];
    await run(['move', '--from', from, ...to]);
    await run([...append('later'), '--store', from]);
    expect(json(await run(['move', '--from', from, ...to]))).toMatchObject({ before: 35, copied: 1 });
    await run([...append('own'), ...node(log)]);
    const refused = await run(['move', '--from', from, ...to]);
    expect(refused).toMatchObject({ code: 4, out: '' });
    expect(JSON.parse(refused.err)).toMatchObject({ type: '/problems/logs-differ', position: 37 });
  });

  test('takes a log from one cluster to another, with two replicas', async () => {
    const [one, two] = [newLog(), newLog()];
    await run(['import', foundingStreams, ...node(one)]);
    const args = ['move', '--from', one.store, '--to', two.store, '--index', temp.file(), ...brief];
    expect(await run(args)).toMatchObject({ code: 2, err: expect.stringContaining('--from-index') });
    const ran = await run([...args, '--from-index', temp.file()]);
    expect(json(ran)).toMatchObject({ copied: 34, comparison: { isSame: true } });
  });
});

describe('restore', () => {
  test('copies a backup into the log of a cluster, and proves it', async () => {
    const log = newLog();
    const [from, backup, index] = [await founded(), temp.file(), temp.file()];
    await run(['backup', backup, '--store', from]);
    const ran = await run(['restore', backup, '--store', log.store, '--index', index, ...brief]);
    expect(json(ran)).toMatchObject({ copied: 35, comparison: { isSame: true } });
    expect(ran.err).toContain(`${backup} was verified: 35 events`);
    const left = readdirSync(dirname(index)).filter((name) =>
      name.startsWith(`${basename(index)}-restoring`),
    );
    expect(left).toEqual([]);
    expect((await verified(log.store)).hash).toBe((await verified(from)).hash);
  });

  test('leaves a cluster as it is that has something else, and a file that is no backup', async () => {
    const log = newLog();
    const [from, backup] = [await founded(), temp.file()];
    await run(['backup', backup, '--store', from]);
    await run([...append('own'), ...node(log)]);
    expect(await run(['restore', backup, ...node(log)])).toMatchObject({
      code: 4,
      err: expect.stringContaining('(logs-differ)'),
    });
    expect(await run(['restore', temp.file(), ...node(log)])).toMatchObject({ code: 3 });
    expect(json(await run(['streams', '--json', ...node(log)]))).toMatchObject({ head: { position: 1 } });
  });
});

describe('serve', () => {
  test('answers while the cluster is away, refuses appends, and goes on when it is back', async () => {
    const store = `sqlite:${temp.file()}`;
    let other = await startWire({ store, raw: true });
    const { port } = other;
    const here = [
      '--store',
      `esdb://127.0.0.1:${port}?tls=false&defaultDeadline=1500`,
      '--index',
      temp.file(),
    ];
    const serving = await startServing(here);
    try {
      await readyWith(serving, { health: 'ok', following: { state: 'live' } });
      expect(await post(serving, 'first')).toBe(201);
      await other.stop('SIGKILL');
      await readyWith(serving, { health: 'unreachable', following: { state: 'connecting' } });
      expect((await get(serving, '/v1/timeline')).body).toMatchObject({ entries: [{ id: 'first' }] });
      expect(await post(serving, 'second')).toBe(503);
      other = await startWire({ store, raw: true, port });
      await readyWith(serving, { health: 'ok', following: { state: 'live', reconnects: 1 } });
      expect([200, 201]).toContain(await post(serving, 'second'));
      expect((await get(serving, '/v1/log')).body).toMatchObject({ head: { position: 2 } });
    } finally {
      const { err } = await stopped(serving);
      expect(err).toMatch(/"level":"warn".*"state":"connecting".*"msg":"following"/);
      await other.stop('SIGTERM');
    }
  }, 60_000);

  test('starts without a cluster when it was caught up once, and is not ready when it never was', async () => {
    const other = await startWire({ store: 'memory:', raw: true });
    const store = ['--store', `esdb://127.0.0.1:${other.port}?tls=false`];
    const filled = [...store, '--index', temp.file()];
    await run([...append('a1'), ...filled]);
    await other.stop('SIGKILL');
    const again = await startServing(filled);
    await readyWith(again, { health: 'unreachable' });
    expect((await get(again, '/v1/timeline')).body).toMatchObject({ entries: [{}] });
    await stopped(again);
    const never = await startServing([...store, '--index', temp.file()]);
    expect(await get(never, '/readyz')).toMatchObject({
      status: 503,
      body: { type: '/problems/store-catching-up' },
    });
    await stopped(never);
  }, 60_000);

  test('follows another server of Asof that is a plain event store, and speaks the protocol itself', async () => {
    const store = ['--store', `sqlite:${temp.file()}`, '--no-founding', '--grpc-port', '0', '--grpc-raw'];
    const plain = await startServing(store);
    const [, wire = ''] = /EventStoreDB at (\S+)/.exec(plain.out()) ?? [];
    const over = await startServing(['--store', wire, '--index', temp.file(), '--grpc-port', '0']);
    await readyWith(over, { health: 'ok' });
    expect(await post(over, 'first')).toBe(201);
    const [, address = ''] = /EventStoreDB at (\S+)/.exec(over.out()) ?? [];
    const client = EventStoreDBClient.connectionString(`${address}&keepAliveInterval=-1`);
    const { type, occurred, data } = note('second');
    await client.appendToStream('notes-desk', jsonEvent({ type, data, metadata: { occurred } }));
    await client.dispose();
    expect((await get(over, '/v1/log')).body).toMatchObject({ head: { position: 2 } });
    const kept = (await get(plain, '/v1/log')).body as { readonly events: readonly { type: string }[] };
    expect(new Set(kept.events.map((event) => event.type))).toEqual(new Set(['ForeignEventKept']));
    await stopped(over);
    await stopped(plain);
  });

  test('puts no founding streams into the log of a cluster', async () => {
    const log = newLog();
    const serving = await startServing(node(log), { foundingStreams });
    await readyWith(serving, { health: 'ok' });
    expect((await get(serving, '/v1/log')).body).toMatchObject({ head: { position: 0 } });
    await stopped(serving);
  });

  test('takes the tokens that stand beside the replica', async () => {
    const log = newLog();
    const here = node(log);
    const made = await run(['token', 'create', '--name', 'desk', '--scope', 'read', ...here]);
    expect(made).toMatchObject({ code: 0 });
    expect(existsSync(`${here[3]}-access`)).toBe(true);
    const serving = await startServing(here);
    expect((await get(serving, '/v1/timeline')).status).toBe(401);
    const authorization = `Bearer ${made.out.trim()}`;
    expect((await get(serving, '/v1/timeline', { authorization })).status).toBe(200);
    await stopped(serving);
  });
});

const brief = ['--samples', '10', '--json'];

interface TestLog {
  readonly store: string;
  readonly prefix: string;
}

/** A log of its own in the cluster that all tests share. */
function newLog(): TestLog {
  logs += 1;
  const prefix = `log${logs}.`;
  return { prefix, store: `esdb://user:secret@127.0.0.1:${cluster.port}?tls=false&asofPrefix=${prefix}` };
}

/** A node of a log: the options that name it, with a replica of its own. */
function node({ store }: TestLog): readonly string[] {
  return ['--store', store, '--index', temp.file()];
}

function append(id: string): readonly string[] {
  const { type, occurred, data } = note(id);
  return ['append', 'notes-mine', '--type', type, '--occurred', occurred, '--data', JSON.stringify(data)];
}

/** The founding streams in a file, and an append with a key. */
async function founded(): Promise<string> {
  const store = `sqlite:${temp.file()}`;
  await run(['import', foundingStreams, '--store', store]);
  await run([...append('k'), '--idempotency-key', 'mine', '--store', store]);
  return store;
}

async function verified(store: string): Promise<{ readonly events: number; readonly hash: string }> {
  const ran = await run(['verify', '--json', '--store', store, '--index', temp.file()]);
  const { events, hash, faults } = JSON.parse(ran.out);
  expect(faults).toEqual([]);
  return { events, hash };
}

/** Runs a command in the world as it is: waits take their time, and nobody ends it. */
async function run(args: readonly string[], world: CliWorld = {}): Promise<Ran> {
  return asof(args, { wait, stopped: async () => new Promise<never>(() => undefined), ...world });
}

async function wait(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal }).catch(() => undefined);
}

function json(ran: Ran): Record<string, unknown> {
  expect(ran).toMatchObject({ code: 0 });
  return JSON.parse(ran.out);
}

interface Serving extends LiveCli {
  readonly address: string;
}

async function startServing(args: readonly string[], world: CliWorld = {}): Promise<Serving> {
  const live = startAsof(['serve', '--port', '0', '--log-level', 'info', ...args], { wait, ...world });
  await live.printed('Asof serves at ');
  return { ...live, address: /serves at (\S+)/.exec(live.out())?.[1] ?? '' };
}

async function stopped(serving: Serving): Promise<Ran> {
  serving.stop();
  return serving.done;
}

async function get({ address }: Serving, path: string, headers: Readonly<Record<string, string>> = {}) {
  const response = await fetch(`${address}${path}`, { headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

async function post({ address }: Serving, id: string): Promise<number> {
  const body = JSON.stringify(note(id));
  const headers = { 'content-type': 'application/json' };
  return (await fetch(`${address}/v1/streams/notes-desk/events`, { method: 'POST', headers, body })).status;
}

/** Waits until a server says of its store that it is so. */
async function readyWith(serving: Serving, store: Readonly<Record<string, unknown>>): Promise<void> {
  await expect
    .poll(async () => (await get(serving, '/readyz')).body, { timeout: 30_000, interval: 50 })
    .toMatchObject({ status: 'ready', store });
}
