import { EventStoreDBClient } from '@eventstore/db-client';
import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { Client, credentials, Metadata, status } from '@grpc/grpc-js';
import emptyPb from 'google-protobuf/google/protobuf/empty_pb.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { makeCertificate } from '../support/certificate.ts';
import type { Certificate } from '../support/certificate.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { note, order, told } from '../support/wire-events.ts';
import { appendOptions, asIs, asOptions, methods } from '../support/wire-raw.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
let certificate: Certificate;
let serving: WireServing;

beforeAll(async () => {
  certificate = makeCertificate(temp);
  serving = await startWire({
    store: `sqlite:${temp.file()}`,
    tls: certificate,
    tokens: {
      reading: ['read'],
      writing: ['append'],
      mending: ['append', 'correct'],
      leaving: ['read', 'append'],
      going: ['append'],
      gone: ['append'],
      all: ['admin'],
    },
  });
});

afterAll(async () => {
  expect(serving.failures).toEqual([]);
  await serving.stop('SIGTERM');
  temp.remove();
});

/** Connects over TLS; the token is the password. */
function clientWith(token?: string, scheme = 'esdb', port = serving.port): EventStoreDBClient {
  const who = token === undefined ? '' : `anybody:${token}@`;
  return EventStoreDBClient.connectionString(
    `${scheme}://${who}localhost:${port}?tls=true&tlsCAFile=${certificate.certPath}&keepAliveInterval=-1`,
  );
}

const batchPart = () =>
  new streamsPb.BatchAppendReq().setCorrelationId(
    new sharedPb.UUID().setString('0197c9a0-0b5c-7c3e-8f0a-3a2b1c0d9e8f'),
  );

/** Makes an append of no events in two parts. */
function batchParts() {
  const stream = new sharedPb.StreamIdentifier().setStreamName(Buffer.from('orders-2'));
  const options = new streamsPb.BatchAppendReq.Options().setStreamIdentifier(stream);
  options.setAny(new emptyPb.Empty());
  return [
    batchPart().setOptions(options).serializeBinary(),
    batchPart().setIsFinal(true).serializeBinary(),
  ] as const;
}

describe('over TLS, a token', () => {
  test('lets do what its scopes say', async () => {
    await clientWith('writing').appendToStream('orders-1', order(1));
    expect(await told(clientWith('reading').readStream('orders-1'))).toHaveLength(1);
    await clientWith('all').setStreamMetadata('orders-1', { maxCount: 10 });
    await clientWith('all').deleteStream('orders-1');
  });

  test('lets do nothing else', async () => {
    const denied = { type: 'access-denied' };
    await expect(clientWith('reading').appendToStream('orders-2', order(1))).rejects.toMatchObject(denied);
    await expect(told(clientWith('writing').readStream('orders-2'))).rejects.toMatchObject(denied);
    await expect(told(clientWith('writing').subscribeToAll())).rejects.toMatchObject(denied);
    await expect(clientWith('writing').deleteStream('orders-2')).rejects.toMatchObject(denied);
    await expect(clientWith('mending').tombstoneStream('orders-2')).rejects.toMatchObject(denied);
    await expect(clientWith('writing').setStreamMetadata('orders-2', {})).rejects.toMatchObject(denied);
  });

  test('is needed to correct', async () => {
    const first = note('First');
    await clientWith('writing').appendToStream('notes-a', first);
    const retraction = {
      ...note('Wrong'),
      type: 'FactRetracted',
      data: { target: first.id, reason: 'It did not happen.' },
    };
    await expect(clientWith('writing').appendToStream('notes-a', retraction)).rejects.toMatchObject({
      type: 'access-denied',
    });
    await clientWith('mending').appendToStream('notes-a', retraction);
  });

  test('that is wrong or missing is refused', async () => {
    for (const client of [clientWith('stolen'), clientWith()])
      await expect(told(client.readStream('orders-1'))).rejects.toMatchObject({
        type: 'access-denied',
        code: status.UNAUTHENTICATED,
      });
  });

  test('that is revoked ends what is under way before it is told more', async () => {
    const subscription = clientWith('leaving').subscribeToStream('notes-b');
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const caughtUp = Promise.withResolvers<void>();
    const heard: unknown[] = [];
    subscription.on('error', resolve).on('data', (event) => heard.push(event));
    subscription.on('caughtUp', caughtUp.resolve);
    await caughtUp.promise;
    serving.revoke('leaving');
    await expect(clientWith('leaving').appendToStream('notes-b', note('Mine'))).rejects.toMatchObject({
      type: 'access-denied',
    });
    await clientWith('writing').appendToStream('notes-b', note('Secret'));
    expect(await promise).toMatchObject({ type: 'access-denied' });
    expect(heard).toEqual([]);
  });

  test.each(['append', 'batchAppend'] as const)(
    'that is revoked while an append comes in by %s refuses it',
    async (method) => {
      const token = method === 'append' ? 'going' : 'gone';
      const root = credentials.createSsl(Buffer.from(certificate.cert));
      const raw = new Client(`localhost:${serving.port}`, root);
      const metadata = new Metadata();
      metadata.set('authorization', `Bearer ${token}`);
      const call = raw.makeBidiStreamRequest(methods[method].path, asIs, asIs, metadata);
      const { promise, resolve } = Promise.withResolvers<number>();
      call.on('error', () => undefined).on('status', ({ code }) => resolve(code));
      call.on('data', (bytes: Buffer) =>
        resolve(streamsPb.BatchAppendResp.deserializeBinary(bytes).getError()?.getCode() ?? status.OK),
      );
      const [begin, end] = method === 'append' ? [asOptions(appendOptions()), undefined] : batchParts();
      call.write(begin);
      await new Promise((later) => setTimeout(later, 300));
      serving.revoke(token);
      await new Promise((later) => setTimeout(later, 100));
      if (end !== undefined) call.write(end);
      call.end();
      expect(await promise).toBe(status.UNAUTHENTICATED);
      raw.close();
    },
  );

  test('is taken as a bearer too', async () => {
    const root = credentials.createSsl(Buffer.from(certificate.cert));
    const raw = new Client(`localhost:${serving.port}`, root);
    const metadata = new Metadata();
    metadata.set('authorization', 'Bearer reading');
    const { promise, resolve } = Promise.withResolvers<number>();
    const { path } = methods.read;
    const call = raw.makeServerStreamRequest(path, asIs, asIs, Buffer.alloc(0), metadata);
    call
      .on('data', () => undefined)
      .on('error', () => undefined)
      .on('status', ({ code }) => resolve(code));
    // Who may read is told that this is no read.
    expect(await promise).toBe(status.INVALID_ARGUMENT);
    raw.close();
  });
});

test('a client that discovers its cluster finds one leader', async () => {
  const client = clientWith('reading', 'esdb+discover');
  expect(await told(client.readStream('notes-a'))).toContain('notes-a@0:NoteAdded');
});

test('a client that does not trust the certificate does not connect', async () => {
  const client = EventStoreDBClient.connectionString(
    `esdb://anybody:reading@localhost:${serving.port}?tls=true&keepAliveInterval=-1`,
  );
  await expect(told(client.readStream('notes-a'))).rejects.toMatchObject({ type: 'unavailable' });
});
