import { join } from 'node:path';

import { BACKWARDS, END, EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { asof } from '../support/cli.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { note, order, told } from '../support/wire-events.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const streams = join(import.meta.dirname, '..', '..', 'streams');
const temp = makeTempFolder();
const store = `sqlite:${temp.file()}`;
let serving: WireServing;
let client: EventStoreDBClient;

beforeAll(async () => {
  serving = await startWire({ store });
  client = serving.client();
});

afterAll(async () => {
  expect(serving.failures).toEqual([]);
  await serving.stop('SIGTERM');
  temp.remove();
});

const call = () =>
  jsonEvent({
    type: 'CallHeld',
    data: {
      title: 'The presidents speak',
      about: ['actor:donald-trump', 'actor:vladimir-putin'],
      participants: [{ actor: 'actor:donald-trump' }, { actor: 'actor:vladimir-putin' }],
    },
    metadata: { occurred: '2025-07-03', $correlationId: 'night' },
  });

describe('what comes over the wire', () => {
  test('is in the timeline as if it had come over HTTP', async () => {
    const event = call();
    const { position } = await client.appendToStream('diplomacy-us-russia', event);
    const knownAt = Number(position?.commit);
    expect(await serving.get(`/v1/events/${event.id}?knownAt=${knownAt}`)).toMatchObject({
      id: event.id,
      type: 'CallHeld',
      subject: 'diplomacy-us-russia',
      occurred: '2025-07-03',
      correlationid: 'night',
    });
    const state = await serving.get(`/v1/projections/situation?asOf=2025-07-04T00:00:00Z&knownAt=${knownAt}`);
    expect(JSON.stringify(state)).toContain(event.id);
  });

  test('corrects and retracts facts', async () => {
    const event = call();
    await client.appendToStream('diplomacy-us-russia', event);
    const retraction = jsonEvent({
      type: 'FactRetracted',
      data: { target: event.id, reason: 'It was another day.' },
      metadata: { occurred: '2025-07-04' },
    });
    await client.appendToStream('diplomacy-us-russia', retraction);
    expect(await serving.get(`/v1/events/${event.id}`)).toMatchObject({
      status: 'retracted',
    });
    const again = { ...retraction, id: crypto.randomUUID() };
    await expect(client.appendToStream('diplomacy-us-russia', again)).rejects.toThrow(/is retracted already/);
  });

  test('is in the history under a type of its own where it is foreign, and in no projection', async () => {
    const before = await serving.get('/v1/projections/sources/keys');
    await client.appendToStream('orders', order(1));
    const page = await serving.get('/v1/timeline?type=ForeignEventKept&limit=1&order=newest-first');
    expect(page).toMatchObject({
      entries: [
        { subject: '_wire-orders', data: { title: 'OrderPlaced', content: { json: { number: 1 } } } },
      ],
    });
    const after = await serving.get('/v1/projections/sources/keys');
    expect(after['keys']).toEqual(before['keys']);
  });

  test('is the same after an export and an import', async () => {
    await client.appendToStream('back/and forth', [order(1), note('First')]);
    await client.setStreamMetadata('back/and forth', { maxCount: 5 });
    await client.tombstoneStream('back/and forth');
    const all = await told(client.readAll());
    const exported = await asof(['export', '--store', store]);
    expect(exported).toMatchObject({ code: 0 });
    const other = `sqlite:${temp.file()}`;
    const imported = await asof(['import', '-', '--store', other], { stdin: exported.out });
    expect(imported).toMatchObject({ code: 0 });
    expect(await asof(['verify', '--store', other])).toMatchObject({ code: 0 });
    const second = await startWire({ store: other });
    expect(await told(second.client().readAll())).toEqual(all);
    await expect(second.client().appendToStream('back/and forth', order(2))).rejects.toMatchObject({
      type: 'stream-deleted',
    });
    await second.stop('SIGTERM');
  });
});

describe('asof serve --grpc-port', () => {
  test('serves the founding timeline, whose ids are no UUIDs', async () => {
    const ran = await served(['--store', 'memory:'], async (found) => {
      const read = [];
      for await (const { event } of found.readAll()) read.push(event);
      expect(read.length).toBeGreaterThan(30);
      expect(new Set(read.map((event) => event?.id)).size).toBe(read.length);
      for (const event of read) expect(event?.id).toMatch(/^[0-9a-f-]{36}$/);
      const first = read[0];
      expect(first?.metadata).toMatchObject({
        occurred: expect.any(String),
        schemaVersion: expect.any(Number),
      });
    });
    expect(ran).toMatchObject({ code: 0 });
  });

  test('refuses foreign events unless it is told to keep them', async () => {
    await served(['--store', 'memory:', '--no-founding'], async (found) => {
      await expect(found.appendToStream('orders-1', order(1))).rejects.toThrow(
        /not started to keep foreign events/,
      );
      await found.setStreamMetadata('orders-1', { maxCount: 3 });
      await found.appendToStream('notes-a', note('First'));
    });
    await served(['--store', 'memory:', '--no-founding', '--keep-foreign'], async (found) => {
      await found.appendToStream('orders-1', order(1));
    });
  });

  test('takes an event back in that it has told, whatever its id is made of', async () => {
    await served(['--store', 'memory:'], async (found) => {
      const first = found.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
      for await (const { event } of first) {
        if (event === undefined || !event.isJson) throw new Error('it is an event of ours');
        const { id, type, data, metadata, streamId, revision } = event;
        const again = jsonEvent({
          id,
          type,
          data: data as Record<string, unknown>,
          metadata: metadata as Record<string, unknown>,
        });
        expect(await found.appendToStream(streamId, again)).toMatchObject({ nextExpectedRevision: revision });
      }
    });
  });
});

/** Serves until the work on the endpoint is done. */
async function served(args: readonly string[], work: (client: EventStoreDBClient) => Promise<void>) {
  const address = Promise.withResolvers<string>();
  const stop = Promise.withResolvers<void>();
  const ran = asof(['serve', '--port', '0', '--grpc-port', '0', ...args], {
    foundingStreams: streams,
    stopped: async () => stop.promise,
    onOut: (text) => address.resolve(/esdb:\S+/.exec(text)?.[0] ?? ''),
  });
  try {
    const url = await Promise.race([
      address.promise,
      ran.then(({ err }) => Promise.reject(new Error(`It did not serve: ${err}`))),
    ]);
    await work(EventStoreDBClient.connectionString(`${url}&keepAliveInterval=-1`));
  } finally {
    stop.resolve();
  }
  return ran;
}
