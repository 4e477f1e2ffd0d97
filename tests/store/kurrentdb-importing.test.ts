import { setTimeout as wait } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import { partsInTime } from '../../src/store/kurrentdb/import-source.ts';
import type { ImportRequest } from '../../src/store/port.ts';
import { pretendNodes } from '../support/pretend-node.ts';
import type { PretendNode } from '../support/pretend-node.ts';
import { idsOf } from '../support/replica-at-hand.ts';
import { errorOf, handedOver, noonMs, retracts, seen } from './contract/setup.ts';

const open = pretendNodes();

describe('an import into a cluster', () => {
  test('is brought there in parts, one stream each, and ended by one event', async () => {
    const node = open();
    const result = await node.import(
      handedOver([at('a', 1), at('b', 2, 'seen-lviv'), at('c', 3), at('d', 4, 'seen-lviv')]),
      {
        by: 'os:ann',
      },
    );
    expect(result).toEqual({ recorded: 4, repeated: 0, position: 4 });
    expect(idsOf(node.replica)).toEqual(['a', 'b', 'c', 'd']);
    expect(node.cluster.asked.map(({ stream, events }) => [stream, events.length])).toEqual([
      ['p.seen-kyiv', 2],
      ['p.seen-lviv', 2],
      ['p.asof-log', 1],
    ]);
    expect(node.replica.reads.audit({ after: 0, limit: 9 })).toMatchObject([
      { by: 'os:ann', first: 1, last: 4 },
    ]);
  });

  test('that is large is brought there while it is read, and is recorded whole', async () => {
    const node = open({ deadlineMs: 60_000 });
    const large = Array.from({ length: 4000 }, (_, index) =>
      at(`e${index}`, index, `seen-${index % 7}`, { summary: 'x'.repeat(1900) }),
    );
    expect(await node.import(inParts(large, 500))).toMatchObject({ recorded: 4000, position: 4000 });
    expect(idsOf(node.replica)).toEqual(large.map(({ event }) => event.id));
    for (const { events } of node.cluster.asked) expect(events.length).toBeLessThanOrEqual(1000);
  });

  test('whose parts are lost, or come twice, is recorded once', async () => {
    const node = open();
    node.cluster.befall('lost', 'unheard', 'lost', 'unheard', 'unheard', 'lost');
    expect(await node.import(handedOver([at('a', 1), at('b', 2, 'seen-lviv'), at('c', 3)]))).toMatchObject({
      recorded: 3,
    });
    expect(idsOf(node.replica)).toEqual(['a', 'b', 'c']);
    expect(node.replica.counts()).toMatchObject({ staged: 0, parked: 0 });
  });

  test('that is wrong leaves nothing in the cluster', async () => {
    const node = open();
    const bad = { ...at('bad', 2), event: retracts('bad', 'nobody'), place: 'line 2' };
    expect((await errorOf(node.import(handedOver([at('a', 1), bad])))).facts['place']).toBe('line 2');
    expect(
      (await errorOf(node.import(handedOver([at('a', 1), { ...at('b', 2, 'asof-log'), place: 'line 2' }]))))
        .message,
    ).toMatch(/^line 2: /);
    await node.import(handedOver([at('a', 1)]), { dryRun: true });
    await node.import(handedOver([]));
    expect(node.cluster.asked).toEqual([]);
  });

  test('that breaks off after parts of it were brought there is never recorded', async () => {
    const node = open({ deadlineMs: 60_000 });
    await expect(node.import(brokenOff())).rejects.toThrow('the line is cut off');
    await append(node, 'a');
    expect(idsOf(node.replica)).toEqual(['a']);
    expect(node.replica.counts().staged).toBeGreaterThan(0);
  });

  test('that others were faster than is parked whole, and told so', async () => {
    const node = open();
    node.cluster.hold(true);
    const importing = errorOf(node.import(handedOver([at('a', noonMs + 1), at('b', noonMs + 2)])));
    await expect.poll(() => node.cluster.asked.length).toBe(2);
    const [first] = node.cluster.asked;
    const [event] = first?.events ?? [];
    if (event === undefined) throw new Error('nothing was written');
    const metadata = JSON.parse(event.metadata) as { asof: Record<string, unknown> };
    const { import: _, ...asof } = metadata.asof;
    const others = {
      ...event,
      wireId: crypto.randomUUID(),
      metadata: JSON.stringify({ ...metadata, occurred: '1999', asof }),
    };
    // It stands before the end of the import, with another occurred time for the same id.
    node.cluster.writeBeforeLast({ stream: 'p.seen-kyiv', expected: 'any', events: [others] });
    node.cluster.hold(false);
    expect((await importing).code).toBe('event-id-reused');
    expect(idsOf(node.replica)).toEqual(['a']);
  });

  test('cannot begin while the cluster is away', async () => {
    const node = open({ deadlineMs: 100 });
    node.cluster.connect(false);
    const error = await errorOf(node.import(handedOver([at('a', 1)])));
    expect([error.code, error.message]).toEqual([
      'store-unreachable',
      expect.stringContaining('nothing was imported'),
    ]);
  });

  test('that the cluster is lost in the middle of is told by the deadline', async () => {
    const node = open({ deadlineMs: 800 });
    node.cluster.befall('hangs');
    expect((await errorOf(node.import(handedOver([at('a', 1)])))).message).toContain('could not be brought');
    node.cluster.hold(true);
    const ending = errorOf(node.import(handedOver([at('b', 2)])));
    await expect.poll(() => node.cluster.asked.length).toBe(3);
    node.cluster.connect(false);
    const error = await ending;
    expect([error.facts['mayBeRecorded'], error.message]).toEqual([
      true,
      expect.stringContaining('may still be recorded'),
    ]);
    node.cluster.hold(false);
    node.cluster.connect(true);
    expect(await node.import(handedOver([at('b', 2)]))).toMatchObject({ repeated: 1 });
  });

  test('is refused by the cluster, or stopped, with the error of that', async () => {
    const node = open();
    node.cluster.befall({ refused: new TimelineError('store-unreachable', 'Access denied') });
    expect((await errorOf(node.import(handedOver([at('a', 1)])))).message).toContain('Access denied');
    node.cluster.hold(true);
    const ending = errorOf(node.import(handedOver([at('b', 2)])));
    await expect.poll(() => node.cluster.asked.length).toBe(3);
    node.cluster.stop(new TimelineError('store-corrupt', 'A gap'));
    expect((await ending).code).toBe('store-poisoned');
    expect((await errorOf(node.import(handedOver([at('c', 3)])))).code).toBe('store-poisoned');
  });

  test('holds up appends, which do not run out of time meanwhile', async () => {
    const node = open({ deadlineMs: 800 });
    const importing = node.import(slow());
    const appending = append(node, 'c');
    expect(await importing).toMatchObject({ recorded: 2 });
    expect((await appending).events[0]?.position).toBe(3);
  });

  test('under way is recorded before the store is closed, and none is begun after', async () => {
    const node = open();
    const importing = node.import(handedOver([at('a', 1)]));
    await expect.poll(() => node.cluster.asked.length).toBeGreaterThan(0);
    const ending = node.end();
    expect((await errorOf(node.import(handedOver([at('b', 1)])))).code).toBe('store-closed');
    await ending;
    expect(await importing).toMatchObject({ recorded: 1 });
  });

  test('whose source stalls does not keep the store from being closed', async () => {
    const node = open();
    const importing = errorOf(node.import(stalled()));
    await wait(50);
    await node.end();
    expect((await importing).code).toBe('store-closed');
    expect(node.cluster.asked).toEqual([]);
  });

  test('whose source stalls is given up, and what waited for it goes on', async () => {
    const node = open({ deadlineMs: 800, sourceWaitMs: 1500 });
    const importing = errorOf(node.import(stalled()));
    const appending = append(node, 'c');
    expect((await importing).code).toBe('file-unreachable');
    await expect(appending).resolves.toMatchObject({ repeated: false });
    expect(idsOf(node.replica)).toEqual(['c']);
  });
});

describe('the parts of what is imported', () => {
  const forever = new AbortController().signal;

  test('come as they are, each in a time of its own', async () => {
    const parts = inParts([at('a', 1), at('b', 2), at('c', 3)], 2);
    const come: number[] = [];
    for await (const part of partsInTime(parts, { waitMs: 5000, signal: forever })) come.push(part.length);
    expect(come).toEqual([2, 1]);
  });

  test('are not waited for without end, nor when it is ended, nor their end when they are left', async () => {
    expect((await errorOf(readStalled(forever, 20))).code).toBe('file-unreachable');
    await expect(readStalled(AbortSignal.timeout(20), 60_000)).rejects.toThrow('timeout');
    await expect(readStalled(AbortSignal.abort(new Error('closed')), 60_000)).rejects.toThrow('closed');
  });

  test('end where they are left, and when they fail', async () => {
    let isEnded = false;
    async function* source() {
      try {
        yield [at('a', 1)];
        yield [at('b', 2)];
      } finally {
        isEnded = true;
      }
    }
    for await (const part of partsInTime(source(), { waitMs: 5000, signal: forever }))
      if (part.length > 0) break;
    expect(isEnded).toBe(true);
    const failing = partsInTime(brokenOff(), { waitMs: 5000, signal: forever });
    await failing.next();
    await expect(failing.next()).rejects.toThrow('the line is cut off');
  });
});

function at(
  id: string,
  recordedAt: number,
  stream = 'seen-kyiv',
  data: Readonly<Record<string, unknown>> = {},
): ImportRequest {
  return { stream, event: seen(id, '2025', data), recordedAt };
}

async function append(node: PretendNode, id: string) {
  return node.append({ stream: 'seen-kyiv', expected: 'any', events: [seen(id)] });
}

async function* inParts(requests: readonly ImportRequest[], size: number) {
  for (let from = 0; from < requests.length; from += size) {
    await Promise.resolve();
    yield requests.slice(from, from + size);
  }
}

async function* brokenOff() {
  yield Array.from({ length: 3000 }, (_, index) =>
    at(`e${index}`, index, 'seen-kyiv', { summary: 'x'.repeat(1900) }),
  );
  throw new Error('the line is cut off');
}

async function readStalled(signal: AbortSignal, waitMs: number): Promise<void> {
  for await (const part of partsInTime(stalled(), { waitMs, signal })) expect(part).toHaveLength(1);
}

async function* stalled() {
  yield [at('a', noonMs)];
  await new Promise(() => undefined);
}

async function* slow() {
  yield [at('a', noonMs)];
  await wait(2000);
  yield [at('b', noonMs)];
}
