import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import * as fc from 'fast-check';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { describe, expect, test } from 'vitest';

import { told } from '../support/wire-events.ts';
import { serveOrders } from '../support/wire-orders.ts';
import {
  appendOptions,
  asIs,
  asMessage,
  asOptions,
  filtered,
  methods,
  proposed,
  read,
  send,
} from '../support/wire-raw.ts';

const { Options } = streamsPb.ReadReq;
const served = serveOrders();

describe('garbage', () => {
  const paths = Object.values(methods).map(({ path }) => path);

  test('is refused, and the server goes on', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.array(fc.uint8Array({ maxLength: 200 }), { maxLength: 4 }),
        async (path, messages) => {
          const { code } = await send(served().raw, path, messages);
          expect([0, 3, 12, 13]).toContain(code);
        },
      ),
      { numRuns: 200, endOnFailure: true },
    );
  });

  test('in the place of a certain field is refused, and the server goes on', async () => {
    const whole = [asOptions(appendOptions()), asMessage(proposed()), read(() => undefined), filtered('^a')];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...paths),
        fc.constantFrom(...whole),
        fc.nat(),
        fc.uint8Array({ minLength: 1, maxLength: 4 }),
        async (path, message, place, bytes) => {
          const changed = Uint8Array.from(message);
          changed.set(bytes.subarray(0, changed.length), place % Math.max(1, changed.length - bytes.length));
          await send(served().raw, path, [changed]);
        },
      ),
      { numRuns: 150, endOnFailure: true },
    );
  });

  test('that says it is longer than it is holds nobody up', async () => {
    // Field 1, as long as four thousand million bytes: a message, a text, and a text in a map of each request.
    const long = [0xff, 0xff, 0xff, 0xff, 0x0f, 0x41];
    for (const path of paths)
      for (const bytes of [
        [0x0a, ...long],
        [0x0a, 0x07, 0x12, ...long],
        [0x0a, 0x07, 0x0a, ...long],
        [0x12, 0x09, 0x12, 0x07, 0x0a, ...long],
      ])
        expect([status.INTERNAL, status.INVALID_ARGUMENT]).toContain(
          (await send(served().raw, path, [Uint8Array.from(bytes)])).code,
        );
  });

  test('of 20 MB is refused', async () => {
    expect(await send(served().raw, methods.append.path, [Buffer.alloc(20_000_000)])).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
  });
});

/** Opens a subscription to the whole log. */
const open = () => {
  const options = read((one) => one.setSubscription(new Options.SubscriptionOptions()));
  const call = served().raw.makeServerStreamRequest(methods.read.path, asIs, asIs, options);
  const { promise, resolve } = Promise.withResolvers<number>();
  call.on('data', () => undefined).on('error', () => undefined);
  call.on('status', ({ code }) => resolve(code));
  return { call, ended: promise };
};

/** Makes the first part of an append of so many small events. */
const part = (number: number, events: number) => {
  const id = `0197c9a0-0b5c-7c3e-8f0a-${String(number).padStart(12, '0')}`;
  const stream = new sharedPb.StreamIdentifier().setStreamName(Buffer.from('orders-3'));
  const options = new streamsPb.BatchAppendReq.Options().setStreamIdentifier(stream);
  options.setAny(new emptyPb.Empty());
  const message = new streamsPb.BatchAppendReq.ProposedMessage().setId(new sharedPb.UUID().setString(id));
  message.getMetadataMap().set('type', 'A').set('content-type', 'a');
  return new streamsPb.BatchAppendReq()
    .setCorrelationId(new sharedPb.UUID().setString(id))
    .setOptions(options)
    .setProposedMessagesList(Array.from({ length: events }, () => message))
    .serializeBinary();
};

describe('a client that wants too much', () => {
  test('gets a bounded number of subscriptions, and others again when they have ended', async () => {
    const all = Array.from({ length: 30 }, open);
    const refused = await Promise.all(all.slice(20).map(async ({ ended }) => ended));
    expect(refused).toEqual(Array.from({ length: 10 }, () => status.RESOURCE_EXHAUSTED));
    for (const { call } of all) call.cancel();
    await Promise.all(all.map(async ({ ended }) => ended));
    await expect.poll(async () => told(served().serving.client().readStream('orders-1'))).toHaveLength(2);
  });

  test.each([
    ['appends', 1100, 0],
    ['events of appends', 10, 9000],
  ])('may not keep %s open without end', async (_, appends, events) => {
    const parts = Array.from({ length: appends }, (__, at) => part(at, events));
    expect(await send(served().raw, methods.batchAppend.path, parts)).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
    });
  });
});
