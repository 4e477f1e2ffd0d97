import { randomUUID } from 'node:crypto';

import sharedPb from '@eventstore/db-client/generated/shared_pb.js';
import streamsPb from '@eventstore/db-client/generated/streams_pb.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Json } from '../../src/domain/json.ts';
import type { PreparedEvent } from '../../src/domain/prepare.ts';
import { bytesOfEvent, clusterEventOf, isAtOrAfter } from '../../src/store/kurrentdb/cluster-event.ts';
import { importEndedIn, logCreatedIn } from '../../src/store/kurrentdb/control.ts';
import { readEnvelope } from '../../src/store/kurrentdb/envelope.ts';
import { loggedEvent } from '../../src/store/kurrentdb/logged-event.ts';
import {
  appendBytesMax,
  bytesOfProposed,
  checkAppendBytes,
  proposedAppend,
  proposedControl,
  proposedImport,
} from '../../src/store/kurrentdb/propose.ts';
import type { ProposedEvent } from '../../src/store/kurrentdb/propose.ts';
import { isWireId, wireIdMadeOf, wireIdOf } from '../../src/store/wire-id.ts';
import { corrects, retracts, seen } from './contract/setup.ts';

const recordedAt = Date.UTC(2025, 6, 3, 12, 0, 0, 7);
const append = randomUUID();
const mark = { append, recordedAt, isAnew: false };

describe('an event in its envelope', () => {
  const ids = fc
    .oneof(
      fc.uuid(),
      fc.string({
        unit: fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
        minLength: 1,
        maxLength: 200,
      }),
    )
    .filter((id) => id !== '.' && id !== '..');
  const titles = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
    .filter((title) => title.trim() !== '' && title.isWellFormed() && !/[\p{Cc}]/u.test(title));
  const events = fc.oneof(
    fc
      .tuple(ids, titles, fc.option(ids))
      .map(([id, title, cause]) =>
        seen(id, '2025-07-03~', { title, ...(cause === null ? {} : { causationId: cause }) }),
      ),
    fc
      .tuple(ids, ids)
      .map(([id, target]) => corrects(id, target, { occurred: '2024', data: { title: 't', count: 2 } })),
    fc.tuple(ids, ids).map(([id, target]) => retracts(id, target)),
  );

  test('is read back as it was prepared', () => {
    fc.assert(
      fc.property(fc.array(events, { minLength: 1, maxLength: 4 }), fc.boolean(), (prepared, isAnew) => {
        const proposed = proposedAppend(prepared, { ...mark, isAnew });
        expect(proposed.map(readBack)).toEqual(prepared);
        for (const [index, { wireId, metadata }] of proposed.entries()) {
          expect(isWireId(wireId)).toBe(true);
          expect(envelopeOf({ wireId, metadata })).toMatchObject({
            append,
            recordedAt,
            index,
            of: prepared.length,
          });
        }
      }),
      { numRuns: 300 },
    );
  });

  test('has its own id on the wire where that is a UUID in lower case, else one that is always the same', () => {
    const own = randomUUID();
    const [first, second, third] = proposedAppend([seen(own), seen(own.toUpperCase()), seen('a')], mark);
    expect([first?.wireId, second?.wireId, third?.wireId]).toEqual([
      own,
      wireIdOf(own.toUpperCase()),
      wireIdOf('a'),
    ]);
    expect(JSON.parse(first?.metadata ?? '').asof).not.toHaveProperty('id');
    expect(JSON.parse(third?.metadata ?? '').asof.id).toBe('a');
  });

  test('has another id on the wire when it is written anew, and is the same event', () => {
    const [anew] = proposedAppend([seen('a')], { ...mark, isAnew: true });
    const [again] = proposedAppend([seen('a')], { ...mark, append: randomUUID(), isAnew: true });
    expect(new Set([anew?.wireId, again?.wireId, wireIdOf('a')]).size).toBe(3);
    expect(anew === undefined ? '' : readBack(anew).id).toBe('a');
  });

  test('carries what the audit trail keeps, on the first event of an append', () => {
    const note = { action: 'append', by: 'os:ann', idempotencyKey: 'k', fingerprint: 'f' } as const;
    const [first, second] = proposedAppend([seen('a'), seen('b')], { ...mark, note });
    expect(envelopeOf(first).note).toEqual(note);
    expect(envelopeOf(second).note).toBeUndefined();
  });

  test('of an import says its place there, and is an append of its own', () => {
    const request = { action: 'correct', by: 'token:1 desk', events: 2 } as const;
    const imported = { id: randomUUID(), number: 7, revision: 3, stamped: true, request };
    const event = proposedImport(seen('a'), recordedAt, imported);
    expect(envelopeOf(event)).toMatchObject({
      import: imported,
      append: event.wireId,
      index: 0,
      of: 1,
      eventId: 'a',
    });
    expect(proposedImport(seen('a'), recordedAt, imported).wireId).toBe(event.wireId);
    expect(proposedImport(seen('a'), recordedAt, { ...imported, number: 8 }).wireId).not.toBe(event.wireId);
  });

  test('keeps recorded times far from now, as imports bring them', () => {
    for (const ms of [-8.64e15, -1, 0, 8.64e15]) {
      const event = proposedImport(seen('a'), ms, { id: randomUUID(), number: 0 });
      expect(envelopeOf(event).recordedAt).toBe(ms);
    }
  });

  test('may be as large as a cluster takes, and not larger', () => {
    const some = proposedAppend(
      Array.from({ length: 20 }, (_, index) => seen(`e${index}`, '2025', { summary: 'x'.repeat(1500) })),
      mark,
    );
    const bytes = some.reduce((sum, event) => sum + bytesOfProposed(event), 0);
    const many = Array.from({ length: Math.floor(appendBytesMax / bytes) }, () => some).flat();
    expect(() => checkAppendBytes(many)).not.toThrow();
    expect(() => checkAppendBytes([...many, ...some])).toThrow(
      expect.objectContaining({
        code: 'request-too-large',
        facts: expect.objectContaining({ bytesMax: appendBytesMax }),
      }),
    );
  });
});

describe('an envelope that is none', () => {
  const [event] = proposedAppend([seen('a')], mark);
  const good: Record<string, Json> = JSON.parse(event?.metadata ?? '');
  const asof = good['asof'] as Record<string, Json>;

  test.each<[string, Json | undefined]>([
    ['nothing', undefined],
    ['no object', [1]],
    ['of somebody else', { occurred: '2025', schemaVersion: 1 }],
    ['without an occurred time', { ...good, occurred: 1 }],
    ['of version 0', { ...good, schemaVersion: 0 }],
    ['with a cause that is no id', { ...good, $causationId: 'a b' }],
    ['of another form', { ...good, asof: { ...asof, v: 2 } }],
    ['with an id that is none', { ...good, asof: { ...asof, id: '..' } }],
    ['with a recorded time that is none', { ...good, asof: { ...asof, recordedAt: '2025-02-30T00:00:00Z' } }],
    ['of an append without a name', { ...good, asof: { ...asof, append: 'a' } }],
    ['beyond the end of its append', { ...good, asof: { ...asof, index: 1 } }],
    ['with half a place', { ...good, asof: { ...asof, index: 0.5 } }],
    ['of an append of too many', { ...good, asof: { ...asof, of: 10_001 } }],
    ['of an import without a name', { ...good, asof: { ...asof, import: { id: 'x', number: 0 } } }],
    ['with a note of something else', { ...good, asof: { ...asof, note: { action: 'delete' } } }],
  ])('%s is told apart', (_, metadata) => {
    const { envelope, fault } = readEnvelope(randomUUID(), metadata);
    expect(envelope).toBeUndefined();
    expect(fault).toMatch(/envelope/);
  });

  test('is good with what others add to metadata', () => {
    expect(readEnvelope(randomUUID(), { ...good, $other: 1, more: { a: 1 } }).fault).toBeUndefined();
  });

  test.each([
    ['a type that is none', { type: 'thing-seen', data: {} }],
    ['a type of the cluster', { type: '$>', data: {} }],
    ['data that is a list', { type: 'ThingSeen', data: [] }],
    ['no data', { type: 'ThingSeen', data: undefined }],
    ['a retraction of nothing', { type: 'FactRetracted', data: { reason: 'r' } }],
  ])('around %s holds no event', (_, { type, data }) => {
    const envelope = envelopeOf(event);
    expect(() => loggedEvent(clusterEvent({ type, data }), envelope)).toThrow(
      expect.objectContaining({ code: 'invalid-event' }),
    );
  });
});

describe('a control event', () => {
  test('names the log, at the beginning of its stream only', () => {
    const log = randomUUID();
    const { type, data } = proposedControl(randomUUID(), 'AsofLogCreated', { log });
    const event = { type, data: JSON.parse(data) as Json, revision: 0 };
    expect(logCreatedIn(event)).toEqual({ log });
    expect(logCreatedIn({ ...event, revision: 1 })).toBeUndefined();
    expect(logCreatedIn({ ...event, data: { log: 'x' } })).toBeUndefined();
    expect(importEndedIn(event)).toBeUndefined();
  });

  test('ends an import', () => {
    const data = { import: randomUUID(), events: 3 };
    expect(importEndedIn({ type: 'AsofImportEnded', data })).toEqual(data);
    expect(importEndedIn({ type: 'AsofImportEnded', data: { ...data, by: 'os:ann' } })).toEqual({
      ...data,
      by: 'os:ann',
    });
    expect(importEndedIn({ type: 'AsofImportEnded', data: { ...data, events: 0 } })).toBeUndefined();
    expect(importEndedIn({ type: 'AsofImportEnded', data: undefined })).toBeUndefined();
  });
});

describe('an event of the cluster', () => {
  test('is read with its place, its revision, its clock and its data', () => {
    expect(read({ data: '{"a":[1,2]}', metadata: '{"b":null}' })).toEqual({
      position: { commit: 18_446_744_073_709_551_615n, prepare: 9n },
      stream: 'news.seen-kyiv',
      revision: 4,
      wireId: '01234567-89ab-cdef-8123-456789abcdef',
      type: 'ThingSeen',
      data: { a: [1, 2] },
      metadata: { b: null },
      created: Date.UTC(2025, 6, 3, 12),
    });
  });

  test.each([
    ['text that is no JSON', '{'],
    ['a name twice', '{"a":1,"a":2}'],
    ['a byte order mark', '\u{feff}{}'],
    ['a number beyond all', '1e400'],
    ['nested too deeply', `${'['.repeat(40)}${']'.repeat(40)}`],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['nothing', ''],
  ])('has no data that is %s', (_, data) => {
    expect(read({ data }).data).toBeUndefined();
    expect(read({ metadata: data }).metadata).toBeUndefined();
  });

  test('has data only where that is said to be JSON, and where its stream may be ours', () => {
    expect(read({ data: '{}', contentType: 'application/octet-stream' }).data).toBeUndefined();
    expect(read({ data: '{}', stream: 'other-1' }).data).toBeUndefined();
  });

  test('has the same id in either form, and in lower case', () => {
    const structured = new sharedPb.UUID.Structured()
      .setMostSignificantBits(BigInt.asIntN(64, 0x0123456789abcdefn).toString())
      .setLeastSignificantBits(BigInt.asIntN(64, 0x8123456789abcdefn).toString());
    expect(read({ id: new sharedPb.UUID().setStructured(structured) }).wireId).toBe(read({}).wireId);
  });

  test('of a tombstone has a revision beyond all others, and one without a clock none', () => {
    const { revision, created } = read({ revision: '9223372036854775807', created: 'never' });
    expect([revision, created]).toEqual([2 ** 63, 0]);
  });

  test('places are compared by both parts', () => {
    expect(isAtOrAfter(undefined, at(0n, 0n))).toBe(false);
    expect(isAtOrAfter(at(2n, 1n), at(2n, 1n))).toBe(true);
    expect(isAtOrAfter(at(2n, 1n), at(2n, 2n))).toBe(false);
    expect(isAtOrAfter(at(3n, 0n), at(2n, 2n))).toBe(true);
    expect(wireIdMadeOf('x')).not.toBe(wireIdMadeOf('y'));
  });
});

function envelopeOf(event: Pick<ProposedEvent, 'wireId' | 'metadata'> | undefined) {
  const { envelope, fault } = readEnvelope(
    event?.wireId ?? '',
    JSON.parse(event?.metadata ?? 'null') as Json,
  );
  if (envelope === undefined) throw new Error(fault);
  return envelope;
}

function readBack(event: ProposedEvent): PreparedEvent {
  return loggedEvent(
    clusterEvent({ type: event.type, data: JSON.parse(event.data) as Json }),
    envelopeOf(event),
  );
}

function clusterEvent({ type, data }: { readonly type: string; readonly data: Json | undefined }) {
  const position = { commit: 1n, prepare: 1n };
  return {
    position,
    stream: 'seen-kyiv',
    revision: 0,
    wireId: randomUUID(),
    type,
    data,
    metadata: undefined,
    created: 0,
  };
}

function at(commit: bigint, prepare: bigint) {
  return { commit, prepare };
}

interface Written {
  readonly data?: string | Uint8Array;
  readonly metadata?: string | Uint8Array;
  readonly contentType?: string;
  readonly stream?: string;
  readonly id?: InstanceType<typeof sharedPb.UUID>;
  readonly revision?: string;
  readonly created?: string;
}

function read(written: Written) {
  const { stream = 'news.seen-kyiv', contentType = 'application/json' } = written;
  const event = new streamsPb.ReadResp.ReadEvent.RecordedEvent()
    .setId(written.id ?? new sharedPb.UUID().setString('01234567-89AB-cdef-8123-456789abcdef'))
    .setStreamIdentifier(new sharedPb.StreamIdentifier().setStreamName(Buffer.from(stream)))
    .setStreamRevision(written.revision ?? '4')
    .setCommitPosition('18446744073709551615')
    .setPreparePosition('9')
    .setData(Buffer.from(written.data ?? ''))
    .setCustomMetadata(Buffer.from(written.metadata ?? ''));
  const created = written.created ?? `${Date.UTC(2025, 6, 3, 12)}0000`;
  event.getMetadataMap().set('type', 'ThingSeen').set('content-type', contentType).set('created', created);
  expect(bytesOfEvent(event)).toBeGreaterThan(0);
  return clusterEventOf(event, (name) => name.startsWith('news.'));
}
