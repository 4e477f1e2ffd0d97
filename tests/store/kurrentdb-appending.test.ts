import { randomUUID } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import type { PreparedEvent } from '../../src/domain/prepare.ts';
import type { ExpectedRevision } from '../../src/domain/stream.ts';
import { proposedAppend } from '../../src/store/kurrentdb/propose.ts';
import { wireIdOf } from '../../src/store/wire-id.ts';
import { pretendNodes } from '../support/pretend-node.ts';
import type { PretendNode } from '../support/pretend-node.ts';
import { idsOf } from '../support/replica-at-hand.ts';
import { corrects, errorOf, noonMs, retracts, seen } from './contract/setup.ts';

const open = pretendNodes();

describe('an append of which nobody knows whether it was written', () => {
  test('and was, is told by what comes back, and is not there twice', async () => {
    const node = open();
    node.cluster.befall('unheard');
    expect(await append(node, [seen('a'), seen('b')])).toMatchObject({ repeated: false });
    expect(idsOf(node.replica)).toEqual(['a', 'b']);
    expect(node.cluster.events).toHaveLength(2);
  });

  test('and was not, is written again as it was', async () => {
    const node = open();
    node.cluster.befall('lost', 'lost');
    await append(node, [seen('a')]);
    expect(node.cluster.asked).toHaveLength(3);
    expect(new Set(node.cluster.asked.map((asked) => JSON.stringify(asked))).size).toBe(1);
    expect(idsOf(node.replica)).toEqual(['a']);
  });

  test('keeps its place among those that were made with it', async () => {
    const node = open();
    node.cluster.befall('written', 'unheard', 'lost', 'lost', 'lost');
    const results = await Promise.all([
      append(node, [seen('a')]),
      append(node, [corrects('b', 'a', { occurred: '2024' })]),
      append(node, [seen('c')], 1),
      append(node, [corrects('d', 'c', { occurred: '2023' })], 'any', 'seen-lviv'),
      append(node, [retracts('e', 'd')], 2),
    ]);
    expect(results.map(({ events }) => events[0]?.position)).toEqual([1, 2, 3, 4, 5]);
    expect(idsOf(node.replica)).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect((await node.replica.verify()).faults).toEqual([]);
  });

  test('and is written twice, the first one late, is there once', async () => {
    const node = open();
    node.cluster.befall('lost');
    await append(node, [seen('a')]);
    const [first] = node.cluster.asked;
    if (first !== undefined)
      node.cluster.write({
        ...first,
        events: first.events.map((event) => ({ ...event, wireId: wireIdOf('late') })),
      });
    await append(node, [seen('b')]);
    expect(idsOf(node.replica)).toEqual(['a', 'b']);
    expect(node.replica.counts().parked).toBe(0);
  });
});

describe('an append whose ids the cluster knows', () => {
  test('as another append of the same events gets the places of that one', async () => {
    const node = open();
    node.cluster.hold(true);
    byAnother(node, [seen('a')]);
    const outcome = append(node, [seen('a')]);
    await sentToCluster(node);
    node.cluster.hold(false);
    expect(await outcome).toMatchObject({ repeated: true, events: [{ id: 'a', position: 1 }] });
    expect(node.cluster.events).toHaveLength(1);
  });

  test('from something that is no event of the log is written anew, with other ids on the wire', async () => {
    const node = open();
    const wireId = wireIdOf('a');
    node.cluster.write({
      stream: 'p.seen-kyiv',
      expected: 'any',
      events: [{ wireId, type: 'ThingSeen', data: '{}', metadata: '' }],
    });
    expect(await append(node, [seen('a')])).toMatchObject({
      repeated: false,
      events: [{ id: 'a', revision: 0 }],
    });
    expect(node.cluster.events.map((event) => event.wireId === wireId)).toEqual([true, false]);
    expect(node.replica.counts().parked).toBe(1);
  });

  test('in part is written anew', async () => {
    const node = open();
    const wireId = wireIdOf('b');
    node.cluster.write({
      stream: 'p.seen-kyiv',
      expected: 'any',
      events: [{ wireId, type: 'ThingSeen', data: '{}', metadata: '' }],
    });
    expect(await append(node, [seen('a'), seen('b')])).toMatchObject({
      events: [{ position: 1 }, { position: 2 }],
    });
  });
});

describe('an append to a stream that is not where the replica has it', () => {
  test('is written again when only parked events came between', async () => {
    const node = open();
    await append(node, [seen('a')]);
    node.cluster.hold(true);
    node.cluster.write({
      stream: 'p.seen-kyiv',
      expected: 'any',
      events: [{ wireId: wireIdOf('x'), type: 'Other', data: '{}', metadata: '' }],
    });
    const outcome = append(node, [seen('b')], 0);
    await sentToCluster(node);
    node.cluster.hold(false);
    expect((await outcome).events[0]).toMatchObject({ revision: 1, position: 2 });
  });

  test('is refused with where it is when others appended', async () => {
    const node = open();
    await append(node, [seen('a')]);
    node.cluster.hold(true);
    byAnother(node, [seen('b')]);
    const outcome = errorOf(append(node, [seen('c')], 0));
    await sentToCluster(node);
    node.cluster.hold(false);
    expect(await outcome).toMatchObject({
      code: 'wrong-expected-revision',
      facts: { expectedRevision: 0, actualRevision: 1 },
    });
    expect(idsOf(node.replica)).toEqual(['a', 'b']);
  });

  test('that comes too late for its correction is told so, and is parked', async () => {
    const node = open();
    await append(node, [seen('a')]);
    node.cluster.hold(true);
    byAnother(node, [retracts('b', 'a')]);
    const outcome = errorOf(append(node, [retracts('c', 'a')]));
    await sentToCluster(node);
    node.cluster.hold(false);
    expect((await outcome).code).toBe('not-correctable');
    expect(node.replica.counts().parked).toBe(1);
  });
});

describe('an append that the cluster answers otherwise', () => {
  test('with a refusal is told that', async () => {
    const node = open();
    node.cluster.befall({ refused: new TimelineError('request-too-large', 'Too large') });
    expect((await errorOf(append(node, [seen('a')]))).code).toBe('request-too-large');
    await append(node, [seen('a')]);
  });

  test('is not even sent when it is larger than a cluster takes', async () => {
    const node = open();
    const many = Array.from({ length: 600 }, (_, index) =>
      seen(`e${index}`, '2025', { summary: 'x'.repeat(1900) }),
    );
    const outcomes = await Promise.allSettled([append(node, many), append(node, [seen('a')])]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(idsOf(node.replica)).toEqual(['a']);
  });

  test('not at all is told by its deadline, and that it may still be recorded', async () => {
    const node = open({ deadlineMs: 100 });
    node.cluster.hold(true);
    node.cluster.befall('hangs');
    const error = await errorOf(append(node, [seen('a')]));
    expect([error.code, error.facts['mayBeRecorded']]).toEqual(['store-unreachable', true]);
    expect(error.message).toContain('may still be recorded');
    node.cluster.hold(false);
    expect(await append(node, [seen('a')])).toMatchObject({ repeated: true });
  });

  test('because it is away is told by its deadline, and that nothing was sent', async () => {
    const node = open({ deadlineMs: 100 });
    node.cluster.connect(false);
    await expect(append(node, [seen('a')])).rejects.toMatchObject({
      code: 'store-unreachable',
      message: expect.stringContaining('nothing of it was sent'),
      facts: { mayBeRecorded: false },
      cause: 'the line is cut',
    });
    node.cluster.connect(true);
    expect(await append(node, [seen('a')])).toMatchObject({ repeated: false });
  });
});

describe('appends', () => {
  test('of many go in groups, each in the order in which they were made', async () => {
    const node = open();
    const results = await Promise.all(
      Array.from({ length: 1300 }, (_, index) => append(node, [seen(`e${index}`)])),
    );
    expect(results.map(({ events }) => events[0]?.position)).toEqual(results.map((_, index) => index + 1));
  });

  test('that wait are not more than so many', async () => {
    const node = open({ deadlineMs: 300 });
    node.cluster.connect(false);
    const outcomes = await Promise.allSettled(
      Array.from({ length: 10_005 }, (_, index) => append(node, [seen(`e${index}`)])),
    );
    const sentences = outcomes.map((outcome) =>
      outcome.status === 'rejected' ? String(outcome.reason) : '',
    );
    expect(sentences.filter((sentence) => sentence.includes('10000 appends wait'))).toHaveLength(5);
    expect(sentences.filter((sentence) => sentence.includes('nothing of it was sent'))).toHaveLength(10_000);
    node.cluster.connect(true);
    await append(node, [seen('after')]);
  });

  test('are refused when following has stopped, those under way as well', async () => {
    const node = open();
    node.cluster.hold(true);
    const under = errorOf(append(node, [seen('a')]));
    await sentToCluster(node);
    const waiting = errorOf(append(node, [seen('b')]));
    node.cluster.stop(new TimelineError('store-corrupt', 'A gap in p.seen-kyiv'));
    for (const error of [await under, await waiting, await errorOf(append(node, [seen('c')]))]) {
      expect(error.code).toBe('store-poisoned');
      expect(error.message).toContain('A gap in p.seen-kyiv');
    }
  });

  test('under way are told before the store is closed, and none is taken after', async () => {
    const node = open();
    const under = append(node, [seen('a')]);
    const ending = node.end();
    expect((await errorOf(append(node, [seen('b')]))).code).toBe('store-closed');
    await ending;
    expect((await under).events[0]?.position).toBe(1);
  });

  test('that were not sent are refused at once when the store is closed while the cluster is away', async () => {
    const node = open();
    node.cluster.connect(false);
    const waiting = errorOf(append(node, [seen('a')]));
    await node.end();
    expect((await waiting).code).toBe('store-closed');
  });

  test('of nothing write nothing', async () => {
    const node = open();
    expect(await append(node, [])).toEqual({ events: [], repeated: false });
    expect(node.cluster.asked).toEqual([]);
  });

  test.each([
    ['the store itself', 'asof-log', 'kept by the store'],
    ['another category', 'heard-all', 'no category that this log takes'],
    ['no category at all', 'nothing', 'not named'],
  ])('to the stream of %s are refused', async (_, stream, why) => {
    const node = open({ scope: { prefix: 'p.', categories: ['asof', 'seen'], foreign: 'park' } });
    const error = await errorOf(append(node, [seen('a')], 'any', stream));
    expect([error.code, error.message]).toEqual(['invalid-stream', expect.stringContaining(why)]);
  });

  test('tell by how much the clock of the cluster is ahead', async () => {
    const node = open({ clusterAheadMs: 250 });
    await append(node, [seen('a')]);
    expect(node.skews).toEqual([250]);
  });
});

describe('what is known at an instant', () => {
  test('does not change by an append that was under way when it was asked', async () => {
    const node = open();
    node.cluster.hold(true);
    const under = append(node, [seen('a')]);
    await sentToCluster(node);
    const before = node.replica.reads.positionAt(noonMs + 1000);
    expect(before).toEqual({ position: 0, instant: noonMs - 1 });
    node.cluster.hold(false);
    await under;
    expect(node.replica.reads.positionAt(before.instant)).toEqual(before);
    expect(node.replica.reads.positionAt(noonMs).position).toBe(1);
  });
});

async function append(
  node: PretendNode,
  events: readonly PreparedEvent[],
  expected: ExpectedRevision = 'any',
  stream = 'seen-kyiv',
) {
  return node.append({ stream, expected, events });
}

/** Waits until one more append than before was written to the cluster. */
async function sentToCluster({ cluster }: PretendNode): Promise<void> {
  const before = cluster.asked.length;
  await expect.poll(() => cluster.asked.length).toBeGreaterThan(before);
}

/** Another node of the log writes. */
function byAnother(node: PretendNode, events: readonly PreparedEvent[]): void {
  const mark = { append: randomUUID(), recordedAt: noonMs, isAnew: false };
  const proposed = proposedAppend(events, mark);
  node.cluster.write({ stream: 'p.seen-kyiv', expected: 'any', events: proposed });
}
