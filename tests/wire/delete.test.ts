import { ANY, BACKWARDS, END, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import { order, told } from '../support/wire-events.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
const store = `sqlite:${temp.file()}`;
let serving: WireServing;
let client: EventStoreDBClient;
let stream = '';
let streams = 0;

beforeAll(async () => {
  serving = await startWire({ store });
  client = serving.client();
});

beforeEach(async () => {
  streams += 1;
  stream = `orders-${streams}`;
  await client.appendToStream(stream, [order(1), order(2)]);
});

afterAll(async () => {
  expect(serving.failures).toEqual([]);
  await serving.stop('SIGTERM');
  temp.remove();
});

const withCredentials = { credentials: { username: 'anybody', password: 'none' } };

describe('a stream that was deleted', () => {
  test('is not found, until it goes on at its next revision', async () => {
    const { position } = await client.deleteStream(stream, { expectedRevision: 1n });
    expect(position?.commit).toBeGreaterThan(0n);
    await expect(told(client.readStream(stream))).rejects.toMatchObject({ type: 'stream-not-found' });
    const next = await client.appendToStream(stream, [order(3), order(4)], { expectedRevision: NO_STREAM });
    expect(next.nextExpectedRevision).toBe(3n);
    const shown = [2, 3].map((revision) => `${stream}@${revision}:OrderPlaced`);
    expect(await told(client.readStream(stream))).toEqual(shown);
    const backwards = client.readStream(stream, { direction: BACKWARDS, fromRevision: END });
    expect(await told(backwards)).toEqual(shown.toReversed());
  });

  test('goes on for whoever expects nothing, or the revision it was at', async () => {
    await client.deleteStream(stream);
    await client.appendToStream(stream, order(3), { expectedRevision: 1n });
    await client.deleteStream(stream);
    await client.appendToStream(stream, order(4), { expectedRevision: ANY });
    expect(await told(client.readStream(stream))).toEqual([`${stream}@3:OrderPlaced`]);
  });

  test('is there no more for whoever expects it to exist', async () => {
    await client.deleteStream(stream);
    await expect(
      client.appendToStream(stream, order(3), { expectedRevision: STREAM_EXISTS }),
    ).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  test('is still whole in the log', async () => {
    await client.deleteStream(stream);
    const all = await told(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 3 }));
    expect(all).toEqual([`$$${stream}@0:$metadata`, `${stream}@1:OrderPlaced`, `${stream}@0:OrderPlaced`]);
    expect(await serving.get(`/v1/streams/${stream}/events`)).toMatchObject({
      events: [{ revision: 0 }, { revision: 1 }],
    });
  });
});

describe('a stream with a tombstone', () => {
  test.each([
    ['BatchAppend', {}],
    ['Append', withCredentials],
  ] as const)('takes no more events by %s', async (_, way) => {
    await client.tombstoneStream(stream, { expectedRevision: 1n });
    for (const expectedRevision of [ANY, NO_STREAM, 1n, STREAM_EXISTS] as const)
      await expect(
        client.appendToStream(stream, order(3), { ...way, expectedRevision }),
      ).rejects.toMatchObject({ type: 'stream-deleted', streamName: stream });
  });

  test('is not read, subscribed to, described or deleted any more', async () => {
    await client.tombstoneStream(stream);
    const deleted = { type: 'stream-deleted', streamName: stream };
    await expect(told(client.readStream(stream))).rejects.toMatchObject(deleted);
    await expect(told(client.subscribeToStream(stream))).rejects.toMatchObject(deleted);
    await expect(client.getStreamMetadata(stream)).rejects.toMatchObject({ type: 'stream-deleted' });
    await expect(client.setStreamMetadata(stream, { maxCount: 1 })).rejects.toMatchObject({
      type: 'stream-deleted',
    });
    await expect(client.deleteStream(stream)).rejects.toMatchObject(deleted);
    await expect(client.tombstoneStream(stream)).rejects.toMatchObject(deleted);
  });

  test('is told in the log behind every revision', async () => {
    await client.tombstoneStream(stream);
    expect(await told(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }))).toEqual([
      `${stream}@9223372036854775807:$streamDeleted`,
    ]);
  });

  test('ends a subscription that is under way', async () => {
    const subscription = client.subscribeToStream(stream);
    subscription.on('caughtUp', () => void client.tombstoneStream(stream));
    await expect(told(subscription)).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  test('is still one after a restart', async () => {
    await client.tombstoneStream(stream);
    await serving.stop('SIGKILL');
    serving = await startWire({ store });
    client = serving.client();
    await expect(client.appendToStream(stream, order(3))).rejects.toMatchObject({ type: 'stream-deleted' });
  });
});

describe.each(['deleteStream', 'tombstoneStream'] as const)('%s', (method) => {
  test('is refused with both revisions where the stream is elsewhere', async () => {
    await expect(client[method](stream, { expectedRevision: 5n })).rejects.toMatchObject({
      type: 'wrong-expected-version',
      streamName: stream,
      expectedVersion: 5n,
      actualVersion: 1n,
    });
    await expect(client[method](stream, { expectedRevision: NO_STREAM })).rejects.toMatchObject({
      type: 'wrong-expected-version',
    });
    expect(await told(client.readStream(stream))).toHaveLength(2);
  });

  test('leaves nothing half done among many appends', async () => {
    const appends = Array.from({ length: 20 }, async (_, at) => client.appendToStream(stream, order(at)));
    const deletion = client[method](stream);
    const later = Array.from({ length: 20 }, async (_, at) => client.appendToStream(stream, order(at)));
    const results = await Promise.allSettled([...appends, ...later]);
    const { position } = await deletion;
    const taken = results.flatMap((one) =>
      one.status === 'fulfilled' ? [one.value.position?.commit ?? 0n] : [],
    );
    const after = taken.filter((commit) => commit > (position?.commit ?? 0n));
    if (method === 'tombstoneStream') expect(after).toEqual([]);
    else if (after.length > 0) expect(await told(client.readStream(stream))).toHaveLength(after.length);
  });
});
