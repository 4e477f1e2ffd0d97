import { ANY, binaryEvent, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import { note, order, told } from '../support/wire-events.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
let serving: WireServing;
let client: EventStoreDBClient;
let streams = 0;

beforeAll(async () => {
  serving = await startWire({ store: `sqlite:${temp.file()}` });
  client = serving.client();
});

afterAll(async () => {
  expect(serving.failures).toEqual([]);
  await serving.stop('SIGTERM');
  temp.remove();
});

const newStream = () => {
  streams += 1;
  return `orders-${streams}`;
};

/** With credentials the client appends by `Append`, else by `BatchAppend`. */
const ways = [
  ['BatchAppend', {}],
  ['Append', { credentials: { username: 'anybody', password: 'none' } }],
] as const;

describe.each(ways)('an append by %s', (_, way) => {
  test('is told the revision and the position of its last event', async () => {
    const stream = newStream();
    const first = await client.appendToStream(stream, [order(1), order(2)], way);
    expect(first).toMatchObject({ success: true, nextExpectedRevision: 1n });
    const second = await client.appendToStream(stream, order(3), way);
    expect(second.nextExpectedRevision).toBe(2n);
    expect(second.position?.commit).toBeGreaterThan(first.position?.commit ?? 0n);
    expect(await told(client.readStream(stream))).toEqual(
      [0, 1, 2].map((at) => `${stream}@${at}:OrderPlaced`),
    );
  });

  test('takes every expected revision that holds', async () => {
    const stream = newStream();
    const expecting = [NO_STREAM, 0n, STREAM_EXISTS, ANY, 3n] as const;
    for (const [at, expectedRevision] of expecting.entries())
      expect(await client.appendToStream(stream, order(at), { ...way, expectedRevision })).toMatchObject({
        success: true,
        nextExpectedRevision: BigInt(at),
      });
  });

  test.each([
    ['a stream that is there', [order(1)], NO_STREAM, 0n, 'no_stream'],
    ['a revision ahead', [order(1), order(2)], 7n, 1n, 7n],
    ['a revision behind', [order(1), order(2)], 0n, 1n, 0n],
    [
      'a revision beyond what numbers can tell',
      [order(1)],
      18_446_744_073_709_551_614n,
      0n,
      18_446_744_073_709_551_614n,
    ],
    ['a stream that is not there', [], STREAM_EXISTS, 'no_stream', 'stream_exists'],
    ['a revision of a stream that is not there', [], 0n, 'no_stream', 0n],
  ] as const)(
    'is refused with both revisions for %s',
    async (_name, before, expectedRevision, actual, expected) => {
      const stream = newStream();
      if (before.length > 0) await client.appendToStream(stream, [...before]);
      await expect(
        client.appendToStream(stream, order(9), { ...way, expectedRevision }),
      ).rejects.toMatchObject({
        type: 'wrong-expected-version',
        streamName: stream,
        actualVersion: actual,
        expectedVersion: expected,
      });
      expect(await told(client.readStream(stream)).catch(() => [])).toHaveLength(before.length);
    },
  );

  test('of the same events again gives the first result, whatever it expects', async () => {
    const stream = newStream();
    const events = [order(1), order(2)];
    const first = await client.appendToStream(stream, events, { ...way, expectedRevision: NO_STREAM });
    await client.appendToStream(stream, order(3), way);
    for (const expectedRevision of [NO_STREAM, ANY, 1n, STREAM_EXISTS] as const)
      expect(await client.appendToStream(stream, events, { ...way, expectedRevision })).toEqual(first);
    expect(await told(client.readStream(stream))).toHaveLength(3);
  });

  test('of an id that is in use for other content is refused', async () => {
    const stream = newStream();
    const first = order(1);
    await client.appendToStream(stream, first, way);
    await expect(client.appendToStream(stream, { ...first, data: { number: 2 } }, way)).rejects.toThrow(
      /is in use for other content/,
    );
  });

  test('of more than 1 MiB is refused as EventStoreDB refuses it', async () => {
    const stream = newStream();
    const events = Array.from({ length: 20 }, (_event, at) => order(at, { text: 'x'.repeat(60_000) }));
    await expect(client.appendToStream(stream, events, way)).rejects.toMatchObject({
      type: 'maximum-append-size-exceeded',
      maxAppendSize: 1_048_576,
    });
    await expect(told(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
    await client.appendToStream(stream, events.slice(0, 15), way);
  });

  test('of no events succeeds where the stream is as expected', async () => {
    const stream = newStream();
    await client.appendToStream(stream, order(1));
    expect(await client.appendToStream(stream, [], { ...way, expectedRevision: 0n })).toMatchObject({
      success: true,
      nextExpectedRevision: 0n,
    });
  });

  test('of an event of our own that is not valid is refused with the sentence that says where', async () => {
    const wrong = { ...note('Short'), data: { titel: 'Short' } };
    await expect(client.appendToStream(newStream(), wrong, way)).rejects.toThrow(
      /NoteAdded at \/data\/title/,
    );
    const timeless = { ...note('Short'), metadata: {} };
    await expect(client.appendToStream(newStream(), timeless, way)).rejects.toThrow(/\/metadata\/occurred/);
    const more = note('Short', { shift: 'night' });
    await expect(client.appendToStream(newStream(), more, way)).rejects.toThrow(
      /\/metadata\/shift.*would be lost/,
    );
  });

  test('keeps foreign events byte for byte', async () => {
    const stream = newStream();
    const bytes = Uint8Array.from({ length: 256 }, (_byte, at) => at);
    const text = '{ "price": 1.0, "price": 12345678901234567890 }';
    await client.appendToStream(
      stream,
      [
        binaryEvent({ type: 'bytes', data: bytes, metadata: bytes }),
        binaryEvent({ type: 'text', data: Buffer.from(text) }),
        binaryEvent({ type: 'nothing', data: new Uint8Array() }),
      ],
      way,
    );
    const found = [];
    for await (const { event } of client.readStream(stream)) found.push(event);
    expect(found.map((event) => Buffer.from((event?.data ?? []) as Uint8Array))).toEqual([
      Buffer.from(bytes),
      Buffer.from(text),
      Buffer.alloc(0),
    ]);
    expect(Buffer.from(found[0]?.metadata as Uint8Array)).toEqual(Buffer.from(bytes));
  });
});

test('many appends under way are answered each by its own', async () => {
  const names = Array.from({ length: 20 }, newStream);
  const results = await Promise.all(
    names.flatMap((stream) =>
      [1, 2, 3, 4, 5].map(async (number) => ({
        stream,
        ...(await client.appendToStream(stream, order(number))),
      })),
    ),
  );
  for (const stream of names)
    expect(results.filter((one) => one.stream === stream).map((one) => one.nextExpectedRevision)).toEqual([
      0n,
      1n,
      2n,
      3n,
      4n,
    ]);
});

test('of many that expect the same revision at once one is taken', async () => {
  const stream = newStream();
  const results = await Promise.allSettled(
    Array.from({ length: 25 }, async (_, at) =>
      client.appendToStream(stream, order(at), { expectedRevision: NO_STREAM }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the same event twice at once is recorded once', async () => {
  const stream = newStream();
  const event = order(1);
  const results = await Promise.all([1, 2, 3].map(async () => client.appendToStream(stream, event)));
  expect(new Set(results.map(({ position }) => position?.commit)).size).toBe(1);
  expect(await told(client.readStream(stream))).toHaveLength(1);
});

test('a client that wants no error is told what the stream is at', async () => {
  const stream = newStream();
  await client.appendToStream(stream, [order(1), order(2)]);
  const { EventStoreDBClient: Client } = await import('@eventstore/db-client');
  const calm = Client.connectionString(
    `esdb://127.0.0.1:${serving.port}?tls=false&throwOnAppendFailure=false&keepAliveInterval=-1`,
  );
  expect(
    await calm.appendToStream(stream, order(3), {
      expectedRevision: 0n,
      credentials: { username: 'anybody', password: 'none' },
    }),
  ).toEqual({ success: false, nextExpectedRevision: 1n, position: undefined });
});
