import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import { describe, expect, test } from 'vitest';

import { told } from '../support/wire-events.ts';
import { serveOrders } from '../support/wire-orders.ts';
import {
  appendOptions,
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

describe('a request that cannot be', () => {
  const none = new Uint8Array();
  const withoutType = proposed();
  withoutType.getMetadataMap().del('type');
  const withoutContentType = proposed();
  withoutContentType.getMetadataMap().del('content-type');
  const halfPair = proposed();
  halfPair
    .getMetadataMap()
    .set('type', 'NoteAdded')
    .set('content-type', `${'a'.repeat(79)}😀`);
  const longKey = proposed().setCustomMetadata(Buffer.from(`{"occurred":"2025","${'k'.repeat(500_000)}":1}`));
  longKey.getMetadataMap().set('type', 'NoteAdded');
  const longContentType = proposed();
  longContentType.getMetadataMap().set('content-type', 'a'.repeat(2_000_000));

  test.each([
    ['a read without options', methods.read.path, [none], /no options/],
    [
      'a read of nothing',
      methods.read.path,
      [read((options) => options.clearAll())],
      /of a stream or of the whole log/,
    ],
    [
      'a read of no number of events',
      methods.read.path,
      [read((options) => options.clearCount())],
      /how many events/,
    ],
    [
      'a subscription backwards',
      methods.read.path,
      [
        read((options) =>
          options
            .setSubscription(new Options.SubscriptionOptions())
            .setReadDirection(Options.ReadDirection.BACKWARDS),
        ),
      ],
      /goes forwards/,
    ],
    [
      'a read from nowhere',
      methods.read.path,
      [read((options) => options.setAll(new Options.AllOptions()))],
      /where it begins/,
    ],
    [
      'a read of a stream without a name',
      methods.read.path,
      [read((options) => options.setStream(new Options.StreamOptions().setStart(new sharedPb.Empty())))],
      /names no stream/,
    ],
    [
      'a filter by nothing',
      methods.read.path,
      [read((options) => options.setFilter(new Options.FilterOptions()))],
      /by stream name or by event type/,
    ],
    ['a pattern that is none', methods.read.path, [filtered('(')], /without its/],
    [
      'a pattern that is huge',
      methods.read.path,
      [filtered('a'.repeat(1_000_000))],
      /at most 1000 characters/,
    ],
    ['a pattern that grows', methods.read.path, [filtered('((((a{99}){99}){99}){99})')], /too large/],
    ['an append without options', methods.append.path, [none], /begins with its options/],
    ['an append of nothing at all', methods.append.path, [], /has no options/],
    [
      'an append without a stream',
      methods.append.path,
      [asOptions(appendOptions().setStreamIdentifier())],
      /names no stream/,
    ],
    [
      'an append that expects nothing',
      methods.append.path,
      [asOptions(appendOptions().setAny())],
      /what it expects/,
    ],
    [
      'an append to a stream whose name is no text',
      methods.append.path,
      [
        asOptions(
          appendOptions().setStreamIdentifier(
            new sharedPb.StreamIdentifier().setStreamName(Uint8Array.of(0xff)),
          ),
        ),
      ],
      /in UTF-8/,
    ],
    ['events before the options', methods.append.path, [asMessage(proposed())], /begins with its options/],
    [
      'options twice',
      methods.append.path,
      [asOptions(appendOptions()), asOptions(appendOptions())],
      /events only/,
    ],
    [
      'an event without an id',
      methods.append.path,
      [asOptions(appendOptions()), asMessage(proposed().setId())],
      /to be a UUID/,
    ],
    [
      'an event whose id is none',
      methods.append.path,
      [
        asOptions(appendOptions()),
        asMessage(proposed().setId(new sharedPb.UUID().setString("'; DROP TABLE event; --"))),
      ],
      /to be a UUID/,
    ],
    [
      'an event without a type',
      methods.append.path,
      [asOptions(appendOptions()), asMessage(withoutType)],
      /'type' is missing/,
    ],
    [
      'an event without a content type',
      methods.append.path,
      [asOptions(appendOptions()), asMessage(withoutContentType)],
      /'content-type' is missing/,
    ],
    [
      'an event whose content type is cut in the middle of a character',
      methods.append.path,
      [asOptions(appendOptions()), asMessage(halfPair)],
      /content type application\/json, not a{79}\uFFFD$/,
    ],
    [
      'an event with a metadata name that is longer than an answer may be',
      methods.append.path,
      [asOptions(appendOptions()), asMessage(longKey)],
      /^NoteAdded at \/metadata\/k+$/,
    ],
    [
      'an event whose content type is larger than an append',
      methods.append.path,
      [asOptions(appendOptions()), asMessage(longContentType)],
      /Maximum Append Size/,
    ],
    [
      'an append to a stream whose name is huge',
      methods.append.path,
      [
        asOptions(
          appendOptions().setStreamIdentifier(
            new sharedPb.StreamIdentifier().setStreamName(Buffer.alloc(16_000_000, '$')),
          ),
        ),
      ],
      /too long/,
    ],
    ['a deletion without options', methods.delete.path, [none], /no options/],
    ['a tombstone without options', methods.tombstone.path, [none], /no options/],
    ['a batch without a correlation id', methods.batchAppend.path, [none], /correlation id/],
  ] as const)('%s is refused with a sentence', async (_, path, messages, sentence) => {
    const { code, details } = await send(served().raw, path, messages);
    expect(details).toMatch(sentence);
    expect(code).toBe(status.INVALID_ARGUMENT);
  });

  test('leaves no stream behind', async () => {
    await expect(told(served().serving.client().readStream('orders-2'))).rejects.toMatchObject({
      type: 'stream-not-found',
    });
  });
});

describe('what is not spoken', () => {
  test.each([
    '/event_store.client.persistent_subscriptions.PersistentSubscriptions/Create',
    '/event_store.client.projections.Projections/Create',
    '/event_store.client.operations.Operations/Shutdown',
    '/event_store.client.users.Users/Create',
    '/event_store.client.streams.Streams/Nonsense',
    '/nonsense',
  ])('%s is not implemented', async (path) => {
    expect(await send(served().raw, path, [new Uint8Array()])).toMatchObject({ code: status.UNIMPLEMENTED });
  });
});
