import type { EventStoreDBClient } from '@eventstore/db-client';
import {
  BACKWARDS,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../support/temp-folder.ts';
import { note, order, told } from '../support/wire-events.ts';
import { follow } from '../support/wire-follower.ts';
import type { Place } from '../support/wire-follower.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const temp = makeTempFolder();
const store = `sqlite:${temp.file()}`;
let serving: WireServing;
let client: EventStoreDBClient;
/** A stream, and another whose name begins otherwise, that no other test has. */
let stream = '';
let other = '';
let streams = 0;

beforeAll(async () => {
  serving = await startWire({ store });
  client = serving.client();
});

beforeEach(() => {
  streams += 1;
  stream = `orders${streams}-a`;
  other = `notes${streams}-a`;
});

afterAll(async () => {
  expect(serving.failures).toEqual([]);
  await serving.stop('SIGTERM');
  temp.remove();
});

/** Returns the position of the head: where what a test does begins. */
async function head() {
  const last = client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
  for await (const { commitPosition = 0n } of last) return placeAt(commitPosition);
  return placeAt(0n);
}

const placeAt = (commit: bigint) => ({ commit, prepare: commit });

const revisionsOf = (name: string, from: number, to: number) =>
  Array.from({ length: to - from }, (_, at) => `${name}@${from + at}:OrderPlaced`);
const orders = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => order(from + at));

describe('a subscription to a stream', () => {
  test('tells what was there, then what comes, from its start', async () => {
    await client.appendToStream(stream, orders(0, 300));
    const subscription = client.subscribeToStream(stream, { fromRevision: START });
    subscription.on('caughtUp', () => void client.appendToStream(stream, orders(300, 310)));
    expect(await told(subscription, 310)).toEqual(revisionsOf(stream, 0, 310));
  });

  test('begins after a revision, and at the end with what is new', async () => {
    await client.appendToStream(stream, orders(0, 10));
    const after = client.subscribeToStream(stream, { fromRevision: 7n });
    expect(await told(after, 2)).toEqual(revisionsOf(stream, 8, 10));
    const end = client.subscribeToStream(stream, { fromRevision: END });
    end.on('caughtUp', () => void client.appendToStream(stream, order(10)));
    expect(await told(end, 1)).toEqual(revisionsOf(stream, 10, 11));
  });

  test('waits for a stream that is not there yet', async () => {
    const subscription = client.subscribeToStream(stream);
    subscription.on('caughtUp', () => {
      void client
        .appendToStream(`${stream}2`, order(0))
        .then(async () => client.appendToStream(stream, order(1)));
    });
    expect(await told(subscription, 1)).toEqual([`${stream}@0:OrderPlaced`]);
  });
});

describe('a subscription to the whole log', () => {
  test('begins after a position, and says once that it has caught up', async () => {
    const { commit } = await head();
    await client.appendToStream(stream, orders(0, 5));
    const subscription = client.subscribeToAll({ fromPosition: placeAt(commit + 3n) });
    let caughtUp = 0;
    subscription.on('caughtUp', () => {
      caughtUp += 1;
      void client.appendToStream(`${stream}2`, order(5));
    });
    expect(await told(subscription, 3)).toEqual([...revisionsOf(stream, 3, 5), `${stream}2@0:OrderPlaced`]);
    expect(caughtUp).toBe(1);
  });

  test.each([
    ['names of streams by prefix', () => streamNameFilter({ prefixes: [other, 'nothing-'] }), ['note']],
    ['names of streams by pattern', () => streamNameFilter({ regex: '^(notes|bills)\\d+-[a-z]$' }), ['note']],
    ['types by prefix', () => eventTypeFilter({ prefixes: ['Note'] }), ['note']],
    ['types by pattern', () => eventTypeFilter({ regex: 'Added$' }), ['note']],
    ['all but what is of the system', () => excludeSystemEvents(), ['order', 'note']],
  ] as const)('tells what a filter lets pass: %s', async (_, filter, expected) => {
    const fromPosition = await head();
    await client.setStreamMetadata(stream, { maxCount: 100 });
    await client.appendToStream(stream, order(0));
    await client.appendToStream(other, note('First'));
    const subscription = client.subscribeToAll({ fromPosition, filter: filter() });
    const texts = { order: `${stream}@0:OrderPlaced`, note: `${other}@0:NoteAdded` };
    expect(await told(subscription, expected.length)).toEqual(expected.map((one) => texts[one]));
  });

  test('tells how far a filter has looked, so that nothing is looked at twice', async () => {
    const fromPosition = await head();
    await client.appendToStream(stream, orders(0, 100));
    const { promise, resolve } = Promise.withResolvers<bigint[]>();
    const reached: bigint[] = [];
    const filter = streamNameFilter({
      prefixes: [other],
      maxSearchWindow: 10,
      checkpointInterval: 2,
      async checkpointReached(_, { commit }) {
        reached.push(commit);
        if (reached.length === 5) resolve(reached);
      },
    });
    const subscription = client.subscribeToAll({ fromPosition, filter });
    subscription.on('error', () => undefined).on('data', () => undefined);
    expect((await promise).map((commit) => commit - fromPosition.commit)).toEqual([20n, 40n, 60n, 80n, 100n]);
    await client.appendToStream(other, note('First'));
    const resumed = client.subscribeToAll({ fromPosition: placeAt(reached[4] ?? 0n), filter });
    expect(await told(resumed, 1)).toEqual([`${other}@0:NoteAdded`]);
  });
});

describe('across kills, restarts and a freeze of the server', () => {
  test('subscriptions resume with no gap and no repeat', async () => {
    const begin = await head();
    const from = (after: Place | undefined) => (after === undefined ? begin : placeAt(after.position));
    const filter = streamNameFilter({ regex: `^${stream}$` });
    const kinds = {
      'to a stream': (after: Place | undefined) =>
        client.subscribeToStream(stream, { fromRevision: after?.revision ?? START }),
      'to the whole log': (after: Place | undefined) => client.subscribeToAll({ fromPosition: from(after) }),
      'to what a filter lets pass': (after: Place | undefined) =>
        client.subscribeToAll({ fromPosition: from(after), filter }),
    };
    const followers = Object.entries(kinds).map(([name, subscribe]) => ({ name, ...follow(subscribe) }));
    const numbers = Array.from({ length: 300 }, (_, number) => number);
    const events = new Map<number, () => Promise<void>>([
      [60, async () => restart('SIGKILL')],
      [140, async () => restart('SIGTERM')],
      [180, async () => serving.freeze(1500)],
      [220, async () => restart('SIGKILL')],
    ]);
    const happened: Promise<void>[] = [];
    for (const number of numbers) {
      const event = events.get(number);
      if (event !== undefined) happened.push(event());
      await appendForSure(number);
      await client.appendToStream(other, note('Between')).catch(() => undefined);
    }
    await Promise.all(happened);
    for (const { name, reached, numbers: heard, connections, end } of followers) {
      await reached(numbers.length);
      expect(heard, name).toEqual(numbers);
      expect(connections(), name).toBeGreaterThan(3);
      end();
    }
  });
});

describe('a client that does not take what it is told', () => {
  test('holds up nobody and costs no memory that grows with the log', async () => {
    const large = { text: 'x'.repeat(20_000) };
    const append = async (rounds: number) => {
      for (let round = 0; round < rounds; round += 1)
        await client.appendToStream(
          stream,
          Array.from({ length: 40 }, (_, at) => order(at, large)),
        );
    };
    const fromPosition = await head();
    await append(2);
    const stalled = Array.from({ length: 10 }, () => {
      const one = client.subscribeToAll({ fromPosition });
      one.on('error', () => undefined).pause();
      return one;
    });
    // Meanwhile the store keeps what was recorded lately, as much as it ever does: without clients it grows as well up to there.
    await append(23);
    const before = await serving.heap();
    await append(20);
    // 160 MB would wait to be written if nobody looked at whether they are taken.
    expect((await serving.heap()) - before).toBeLessThan(30_000_000);
    const last = client.readStream(stream, { fromRevision: 1799n });
    expect(await told(last)).toEqual([`${stream}@1799:OrderPlaced`]);
    await Promise.all(stalled.map(async (one) => one.unsubscribe()));
  });
});

/** Whoever is not told that it was recorded appends the same event again. */
async function appendForSure(number: number): Promise<void> {
  const event = order(number);
  for (;;)
    try {
      await client.appendToStream(stream, event);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
}

async function restart(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  const { port } = serving;
  await serving.stop(signal);
  serving = await startWire({ store, port });
  client = serving.client();
}
