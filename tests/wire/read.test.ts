import {
  BACKWARDS,
  binaryEvent,
  END,
  eventTypeFilter,
  FORWARDS,
  jsonEvent,
  NO_STREAM,
  START,
} from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import { note, order, textOf, told } from '../support/wire-events.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
let serving: WireServing;
let client: EventStoreDBClient;

beforeAll(async () => {
  serving = await startWire({ store: `sqlite:${temp.file()}` });
  client = serving.client();
  await client.appendToStream(
    'orders-1',
    Array.from({ length: 600 }, (_, at) => order(at)),
  );
  await client.appendToStream('notes-a', [note('First'), note('Second'), note('Third')]);
});

afterAll(async () => {
  expect(serving.failures).toEqual([]);
  await serving.stop('SIGTERM');
  temp.remove();
});

const at = (...revisions: readonly number[]) => revisions.map((revision) => `notes-a@${revision}:NoteAdded`);

describe('a read of a stream', () => {
  test.each([
    ['from its start', {}, at(0, 1, 2)],
    ['of some of it', { maxCount: 2 }, at(0, 1)],
    ['of none of it', { maxCount: 0 }, []],
    ['from a revision on', { fromRevision: 1n }, at(1, 2)],
    ['from beyond its end', { fromRevision: 9n }, []],
    ['from its end', { fromRevision: END }, []],
    ['backwards from its end', { direction: BACKWARDS, fromRevision: END }, at(2, 1, 0)],
    ['backwards from a revision', { direction: BACKWARDS, fromRevision: 1n }, at(1, 0)],
    ['backwards from its start', { direction: BACKWARDS, fromRevision: START }, at(0)],
    ['backwards from beyond its end', { direction: BACKWARDS, fromRevision: 9n, maxCount: 1 }, at(2)],
  ] as const)('%s', async (_, options, expected) => {
    expect(await told(client.readStream('notes-a', options))).toEqual(expected);
  });

  test('goes on over pages, either way', async () => {
    const forwards = await told(client.readStream('orders-1'));
    expect(forwards).toEqual(Array.from({ length: 600 }, (_, number) => `orders-1@${number}:OrderPlaced`));
    const backwards = client.readStream('orders-1', { direction: BACKWARDS, fromRevision: END });
    expect(await told(backwards)).toEqual(forwards.toReversed());
  });

  test('tells an event of our own with its times and its causes', async () => {
    const cause = 'b8b6a1f2-6b2c-4b53-9d4e-0a0f3b1c2d3e';
    const event = note('Fourth', { $correlationId: 'night-shift', $causationId: cause });
    await client.appendToStream('notes-b', event);
    for await (const { event: read } of client.readStream('notes-b'))
      expect(read).toMatchObject({
        id: event.id,
        type: 'NoteAdded',
        isJson: true,
        data: { title: 'Fourth', text: 'Fourth.', about: [], sources: [] },
        metadata: {
          occurred: '2025-07-03',
          schemaVersion: 1,
          $correlationId: 'night-shift',
          $causationId: cause,
        },
        created: expect.any(Date),
        position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
      });
  });

  test('of a stream that is not there says so', async () => {
    await expect(told(client.readStream('nobody-1'))).rejects.toMatchObject({
      type: 'stream-not-found',
      streamName: 'nobody-1',
    });
  });

  test.each(['orders', '$ce-orders', 'with space/and:more', 'Ausrüstung Київ', '_wire-x', 'a@b-', ':24:24x'])(
    'is of any name: %s',
    async (name) => {
      await client.appendToStream(name, order(1));
      expect(await told(client.readStream(name))).toEqual([`${name}@0:OrderPlaced`]);
    },
  );
});

describe('a read of the whole log', () => {
  test('gives everything in the order of positions, either way', async () => {
    const forwards = [];
    for await (const one of client.readAll()) forwards.push(one);
    const positions = forwards.map(({ commitPosition }) => commitPosition ?? 0n);
    expect(positions).toEqual(positions.toSorted((a, b) => Number(a - b)));
    expect(new Set(positions).size).toBe(positions.length);
    expect(positions.length).toBeGreaterThan(603);
    const backwards = await told(client.readAll({ direction: BACKWARDS, fromPosition: END }));
    expect(backwards).toEqual(forwards.map(textOf).toReversed());
  });

  test('begins at a position with the event there, and backwards with the one before', async () => {
    const position = { commit: 601n, prepare: 601n };
    const options = { fromPosition: position, maxCount: 2 };
    expect(await told(client.readAll({ ...options, direction: FORWARDS }))).toEqual(at(0, 1));
    expect(await told(client.readAll({ ...options, direction: BACKWARDS }))).toEqual([
      'orders-1@599:OrderPlaced',
      'orders-1@598:OrderPlaced',
    ]);
  });

  test('is empty beyond its ends', async () => {
    expect(await told(client.readAll({ fromPosition: END }))).toEqual([]);
    expect(await told(client.readAll({ direction: BACKWARDS, fromPosition: START }))).toEqual([]);
  });
});

describe('the metadata of a stream', () => {
  test('is read as it was set', async () => {
    expect(await client.getStreamMetadata('notes-a')).toEqual({ streamName: 'notes-a' });
    const metadata = { maxAge: 1_000_000, truncateBefore: 1, cacheControl: 3, owner: { team: 'desk' } };
    await client.setStreamMetadata('meta-1', metadata);
    await client.setStreamMetadata('meta-1', { ...metadata, maxCount: 7 }, { expectedRevision: 0n });
    expect(await client.getStreamMetadata('meta-1')).toMatchObject({
      streamName: 'meta-1',
      metadata: { ...metadata, maxCount: 7 },
    });
    await expect(
      client.setStreamMetadata('meta-1', metadata, { expectedRevision: 0n }),
    ).rejects.toMatchObject({ type: 'wrong-expected-version', actualVersion: 1n });
  });

  test('says how much of it is shown, and the log keeps all of it', async () => {
    const read = async () => told(client.readStream('cut-1'));
    const whole = [0, 1, 2, 3, 4].map((revision) => `cut-1@${revision}:OrderPlaced`);
    await client.appendToStream(
      'cut-1',
      whole.map((_, number) => order(number)),
    );
    await client.setStreamMetadata('cut-1', { truncateBefore: 2 });
    expect(await read()).toEqual(whole.slice(2));
    await client.setStreamMetadata('cut-1', { maxCount: 1 });
    expect(await read()).toEqual(whole.slice(4));
    await client.setStreamMetadata('cut-1', { truncateBefore: 9 });
    expect(await read()).toEqual([]);
    await client.setStreamMetadata('cut-1', { maxAge: 1_000_000 });
    expect(await read()).toEqual(whole);
    const all = await told(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 20 }));
    expect(all.filter((text) => text.startsWith('cut-1'))).toEqual(whole.toReversed());
  });

  test('that cannot be is refused', async () => {
    const wrong = jsonEvent({ type: '$metadata', data: { $maxCount: 'many' } });
    await expect(client.appendToStream('$$cut-2', wrong)).rejects.toThrow(/\$maxCount/);
  });
});

const link = (target: string) => binaryEvent({ type: '$>', data: Buffer.from(target) });

describe('links', () => {
  test('to a stream whose name just fits resolve, and to one whose name does not point at nothing', async () => {
    const long = `notes-${'a'.repeat(194)}`;
    await client.appendToStream(long, note('First'), { expectedRevision: NO_STREAM });
    await client.appendToStream('links-0', [link(`0@${long}`), link(`0@${long}a`)]);
    expect(await told(client.readStream(long))).toEqual([`${long}@0:NoteAdded`]);
    expect(await told(client.readStream('links-0', { resolveLinkTos: true }))).toEqual([
      `links-0@0 → ${long}@0:NoteAdded`,
      'links-0@1 → nothing',
    ]);
  });

  test('are told with the event that they point at, or by themselves', async () => {
    await client.appendToStream('links-1', [
      link('1@notes-a'),
      link('7@notes-a'),
      link('nonsense'),
      link('0@nobody-9'),
    ]);
    expect(await told(client.readStream('links-1', { resolveLinkTos: true }))).toEqual([
      'links-1@0 → notes-a@1:NoteAdded',
      'links-1@1 → nothing',
      'links-1@2 → nothing',
      'links-1@3 → nothing',
    ]);
    expect(await told(client.readStream('links-1', { maxCount: 1 }))).toEqual(['links-1@0:$>']);
  });

  test('lead to nothing where the stream is deleted', async () => {
    await client.appendToStream('gone-1', order(1));
    await client.appendToStream('links-2', link('0@gone-1'));
    await client.deleteStream('gone-1');
    expect(await told(client.readStream('links-2', { resolveLinkTos: true }))).toEqual([
      'links-2@0 → nothing',
    ]);
  });

  test('are told by subscriptions too', async () => {
    await client.appendToStream('links-3', link('2@notes-a'));
    const filter = eventTypeFilter({ prefixes: ['$>'] });
    const links = client.subscribeToAll({ fromPosition: START, resolveLinkTos: true, filter });
    const found = await told(links, 5);
    expect(found).toContain('links-1@0 → notes-a@1:NoteAdded');
  });
});
