import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import type { Client } from '@grpc/grpc-js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import timestampPb from 'google-protobuf/google/protobuf/timestamp_pb.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import { order, told } from '../support/wire-events.ts';
import { connectRaw, methods, read, send } from '../support/wire-raw.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
let serving: WireServing;
let raw: Client;

const { Options } = streamsPb.ReadReq;
const empty = new sharedPb.Empty();
const nameOf = (stream: string) => new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream));

beforeAll(async () => {
  serving = await startWire({ store: `sqlite:${temp.file()}` });
  raw = connectRaw(serving.port);
});

afterAll(async () => {
  raw.close();
  expect(serving.failures).toEqual([]);
  await serving.stop('SIGTERM');
  temp.remove();
});

/** Reads a stream as a client does that asks for more than the official one of this language. */
async function answersOf(stream: string, more: (options: InstanceType<typeof Options>) => unknown) {
  const ofStream = new Options.StreamOptions().setStreamIdentifier(nameOf(stream)).setStart(empty);
  const request = read((options) => more(options.setStream(ofStream)));
  const { answers } = await send(raw, methods.read.path, [request]);
  return answers.map((bytes) => streamsPb.ReadResp.deserializeBinary(bytes));
}

const hex = (digits = '0') => BigInt.asUintN(64, BigInt(digits)).toString(16).padStart(16, '0');

/** Gives the digits of an id that came as two numbers; 32 zeros where it did not. */
function digitsOf(id: InstanceType<typeof sharedPb.UUID> | undefined): string {
  const numbers = id?.getStructured();
  return hex(numbers?.getMostSignificantBits()) + hex(numbers?.getLeastSignificantBits());
}

describe('a client of another language', () => {
  test('is told ids as two numbers where it asks for them, and may send them so', async () => {
    const event = order(1);
    await serving.client().appendToStream('orders-1', event);
    const [first] = await answersOf('orders-1', (options) =>
      options.setUuidOption(new Options.UUIDOption().setStructured(empty)),
    );
    expect(digitsOf(first?.getEvent()?.getEvent()?.getId())).toBe(event.id.replaceAll('-', ''));
  });

  test('is told where a stream begins and ends where it understands that', async () => {
    const client = serving.client();
    await client.appendToStream('orders-2', [order(1), order(2), order(3)]);
    await client.setStreamMetadata('orders-2', { truncateBefore: 3 });
    const answers = await answersOf('orders-2', (options) =>
      options.setControlOption(new Options.ControlOption().setCompatibility(1)),
    );
    expect(answers.map((one) => [one.getFirstStreamPosition(), one.getLastStreamPosition()])).toEqual([
      ['3', '0'],
      ['0', '2'],
    ]);
    expect(await answersOf('orders-2', () => undefined)).toEqual([]);
  });
});

describe('an append in parts', () => {
  const correlation = '0197c9a0-0b5c-7c3e-8f0a-3a2b1c0d9e8f';

  function part(
    number: number,
    more: { readonly deadline?: Date; readonly final?: boolean; readonly first?: boolean },
  ) {
    const message = new streamsPb.BatchAppendReq.ProposedMessage()
      .setId(new sharedPb.UUID().setString(`0197c9a0-0b5c-7c3e-8f0a-${String(number).padStart(12, '0')}`))
      .setData(Buffer.from(JSON.stringify({ number })));
    message.getMetadataMap().set('type', 'OrderPlaced').set('content-type', 'application/json');
    const request = new streamsPb.BatchAppendReq()
      .setCorrelationId(new sharedPb.UUID().setString(correlation))
      .setProposedMessagesList([message])
      .setIsFinal(more.final ?? false);
    if (more.first !== true) return request.serializeBinary();
    const options = new streamsPb.BatchAppendReq.Options().setStreamIdentifier(nameOf('parts-1'));
    options.setAny(new emptyPb.Empty());
    if (more.deadline !== undefined) options.setDeadline(timestampPb.Timestamp.fromDate(more.deadline));
    return request.setOptions(options).serializeBinary();
  }

  test('is recorded when the last of them has come, and answered once', async () => {
    const parts = [part(1, { first: true }), part(2, {}), part(3, { final: true })];
    const { answers } = await send(raw, methods.batchAppend.path, parts);
    const [answer, ...others] = answers.map((bytes) => streamsPb.BatchAppendResp.deserializeBinary(bytes));
    expect(others).toEqual([]);
    // A server answers it as two numbers, however it was asked: clients of some languages read nothing else.
    expect(digitsOf(answer?.getCorrelationId())).toBe(correlation.replaceAll('-', ''));
    expect(answer?.getSuccess()?.getCurrentRevision()).toBe('2');
    expect(await told(serving.client().readStream('parts-1'))).toHaveLength(3);
  });

  test('that has not come by its deadline is answered so, and not recorded', async () => {
    const deadline = new Date(Date.now() - 1000);
    const whole = [part(4, { first: true, final: true, deadline })];
    const late = [part(5, { first: true, deadline: new Date(Date.now() + 600) })];
    for (const parts of [whole, late]) {
      const call = raw.makeBidiStreamRequest(
        methods.batchAppend.path,
        (bytes: Uint8Array) => Buffer.from(bytes),
        (bytes: Buffer) => bytes,
      );
      const { promise, resolve } = Promise.withResolvers<Buffer>();
      call.on('data', resolve).on('error', () => undefined);
      for (const bytes of parts) call.write(bytes);
      const answer = streamsPb.BatchAppendResp.deserializeBinary(await promise);
      expect(answer.getError()?.getDetails()?.getTypeName()).toBe('event_store.client.Timeout');
      call.cancel();
    }
    expect(await told(serving.client().readStream('parts-1'))).toHaveLength(3);
  });
});

test('a server that closes tells its subscribers that it is not available', async () => {
  const subscription = serving.client().subscribeToAll();
  const { promise, resolve } = Promise.withResolvers<unknown>();
  subscription.on('error', resolve).on('data', () => undefined);
  const caughtUp = Promise.withResolvers<void>();
  subscription.on('caughtUp', caughtUp.resolve);
  await caughtUp.promise;
  await Promise.all([
    serving.stop('SIGTERM'),
    expect(promise).resolves.toMatchObject({ type: 'unavailable' }),
  ]);
  serving = await startWire({ store: `sqlite:${temp.file()}` });
});
