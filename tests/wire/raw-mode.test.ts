import { randomUUID } from 'node:crypto';

import { ANY, binaryEvent, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import type { EventStoreDBClient, RecordedEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import { note, order, textOf, told } from '../support/wire-events.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();

/** With credentials the client appends by `Append`, else by `BatchAppend`. */
const ways = [
  ['BatchAppend', {}],
  ['Append', { credentials: { username: 'anybody', password: 'none' } }],
] as const;

describe.each(['memory:', `sqlite:${temp.file()}`])(
  'an endpoint that is a plain event store, over %s',
  (store) => {
    let serving: WireServing;
    let client: EventStoreDBClient;
    let streams = 0;

    beforeAll(async () => {
      serving = await startWire({ store, raw: true });
      client = serving.client();
    });

    afterAll(async () => {
      expect(serving.failures).toEqual([]);
      await serving.stop('SIGTERM');
      if (store !== 'memory:') temp.remove();
    });

    const newStream = () => {
      streams += 1;
      return `orders-${streams}`;
    };
    const read = async (stream: string): Promise<RecordedEvent[]> => {
      const found: RecordedEvent[] = [];
      for await (const { event } of client.readStream(stream)) if (event !== undefined) found.push(event);
      return found;
    };

    describe.each(ways)('an append by %s', (_, way) => {
      test('keeps events of types that Asof knows byte for byte, whatever is in them, and their ids', async () => {
        const stream = newStream();
        const events = [
          {
            ...note('As it should be'),
            metadata: { occurred: '2025-07-03', asof: { v: 1 }, $correlationId: 'c' },
          },
          { ...note('Without a title'), data: { titel: 1.5 }, metadata: {} },
          jsonEvent({ type: 'FactRetracted', data: { target: 'nobody' } }),
          jsonEvent({ type: 'ForeignEventKept', data: { inner: { inner: [] } } }),
          binaryEvent({ type: 'NoteAdded', data: Buffer.from('{ "a": 1, "a": 1.0 }') }),
        ];
        await client.appendToStream(stream, events, way);
        const found = await read(stream);
        expect(found.map(({ type, id, isJson }) => ({ type, id, isJson }))).toEqual(
          events.map(({ type, id, contentType }) => ({
            type,
            id,
            isJson: contentType === 'application/json',
          })),
        );
        expect(found.slice(0, 4).map(({ data }) => data)).toEqual(events.slice(0, 4).map(({ data }) => data));
        expect(found[0]?.metadata).toEqual(events[0]?.metadata);
        expect(Buffer.from(found[4]?.data as Uint8Array).toString()).toBe('{ "a": 1, "a": 1.0 }');
      });

      test('takes one event of nearly 1 MiB, as JSON and as bytes', async () => {
        const stream = newStream();
        const text = 'ä€"\\\n'.repeat(50_000);
        const bytes = Uint8Array.from({ length: 1_040_000 }, (_byte, at) => at * 7);
        await client.appendToStream(stream, jsonEvent({ type: 'NoteAdded', data: { text } }), way);
        await client.appendToStream(stream, binaryEvent({ type: 'bytes', data: bytes }), way);
        const found = await read(stream);
        expect(found[0]?.data).toEqual({ text });
        expect(Buffer.compare(Buffer.from(found[1]?.data as Uint8Array), Buffer.from(bytes))).toBe(0);
      });

      test('of more than 1 MiB is refused as EventStoreDB refuses it', async () => {
        const huge = binaryEvent({ type: 'bytes', data: new Uint8Array(1_048_577) });
        await expect(client.appendToStream(newStream(), huge, way)).rejects.toMatchObject({
          type: 'maximum-append-size-exceeded',
          maxAppendSize: 1_048_576,
        });
      });

      test('of the same ids to the same stream again gives the first result, whatever they bring', async () => {
        const stream = newStream();
        const events = [order(1), order(2)];
        const first = await client.appendToStream(stream, events, { ...way, expectedRevision: NO_STREAM });
        await client.appendToStream(stream, order(3), way);
        const others = events.map((event) => ({ ...event, metadata: { by: 'another node' } }));
        for (const again of [events, others])
          for (const expectedRevision of [NO_STREAM, ANY] as const)
            expect(await client.appendToStream(stream, again, { ...way, expectedRevision })).toEqual(first);
        expect((await read(stream)).map(({ data }) => data)).toEqual([1, 2, 3].map((number) => ({ number })));
      });

      test('of the same ids to another stream is another append, with its ids as they are', async () => {
        const [here, there] = [newStream(), newStream()];
        const events = [order(1), order(2)];
        await client.appendToStream(here, events, way);
        const elsewhere = await client.appendToStream(there, events, way);
        expect(elsewhere).toMatchObject({ success: true, nextExpectedRevision: 1n });
        expect(await client.appendToStream(there, events, way)).toEqual(elsewhere);
        for (const stream of [here, there])
          expect((await read(stream)).map(({ id }) => id)).toEqual(events.map(({ id }) => id));
      });

      test('of which some events are there already is refused whole', async () => {
        const stream = newStream();
        const first = order(1);
        await client.appendToStream(stream, first, way);
        await expect(client.appendToStream(stream, [first, order(2)], way)).rejects.toMatchObject({
          type: 'wrong-expected-version',
        });
        expect(await read(stream)).toHaveLength(1);
      });
    });

    test('the same id to two streams, three times to each at once, is one event in each', async () => {
      const names = [newStream(), newStream()];
      const event = order(7);
      const results = await Promise.all(
        [...names, ...names, ...names].map(async (stream) => client.appendToStream(stream, event)),
      );
      expect(new Set(results.map(({ position }) => position?.commit)).size).toBe(2);
      for (const stream of names) expect((await read(stream)).map(({ id }) => id)).toEqual([event.id]);
    });

    test('events of one append stand together in the log, however many append at once', async () => {
      const appends: readonly string[] = await Promise.all(
        Array.from({ length: 60 }, async () => {
          const id = randomUUID();
          const events = [0, 1, 2, 3, 4].map((index) => ({ ...order(index), metadata: { append: id } }));
          await client.appendToStream(newStream(), events);
          return id;
        }),
      );
      const seen: string[] = [];
      for await (const { event } of client.readAll())
        if (
          event !== undefined &&
          appends.includes((event.metadata as { append?: string } | null)?.append ?? '')
        )
          seen.push((event.metadata as { append: string }).append);
      expect(seen).toHaveLength(300);
      const runs = seen.filter((id, at) => seen[at - 1] !== id);
      expect(new Set(runs).size).toBe(runs.length);
    });

    test('metadata, deletions and links work as they do without it', async () => {
      const stream = newStream();
      await client.appendToStream(stream, [order(1), order(2)]);
      await client.setStreamMetadata(stream, { maxCount: 1 });
      expect(await told(client.readStream(stream))).toEqual([`${stream}@1:OrderPlaced`]);
      const link = binaryEvent({ type: '$>', data: Buffer.from(`1@${stream}`) });
      await client.appendToStream('links-all', link);
      const found: string[] = [];
      for await (const one of client.readStream('links-all', { resolveLinkTos: true }))
        found.push(textOf(one));
      expect(found.at(-1)).toBe(`links-all@${found.length - 1} → ${stream}@1:OrderPlaced`);
      await client.tombstoneStream(stream);
      await expect(client.appendToStream(stream, order(3))).rejects.toMatchObject({ type: 'stream-deleted' });
      await expect(
        client.appendToStream(newStream(), jsonEvent({ type: '$streamDeleted', data: {} })),
      ).rejects.toThrow(/only Asof itself/);
      await expect(
        client.appendToStream('$$some-stream', jsonEvent({ type: '$metadata', data: { $maxCount: -1 } })),
      ).rejects.toThrow(/metadata of a stream/);
    });

    test('a type that is too long is refused with a sentence', async () => {
      const long = jsonEvent({ type: 'x'.repeat(301), data: {} });
      await expect(client.appendToStream(newStream(), long)).rejects.toThrow(
        /at \/data\/title|at \/data\/type/,
      );
    });
  },
);

test('an endpoint that is none keeps the types that Asof knows to their schemas', async () => {
  const serving = await startWire({ store: 'memory:' });
  const wrong = { ...note('Short'), data: { titel: 'Short' } };
  await expect(serving.client().appendToStream('notes-desk', wrong)).rejects.toThrow(/NoteAdded at/);
  await serving.stop('SIGTERM');
});
