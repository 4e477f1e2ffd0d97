import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { status as codes } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import { createBinding } from '../../src/store/kurrentdb/binding.ts';
import { createChanges } from '../../src/store/kurrentdb/changes.ts';
import { unreachable } from '../../src/store/kurrentdb/failures.ts';
import { createFigures } from '../../src/store/kurrentdb/figures.ts';
import { follow } from '../../src/store/kurrentdb/follower.ts';
import type { Follower } from '../../src/store/kurrentdb/follower.ts';
import { ensureIdentity } from '../../src/store/kurrentdb/identity.ts';
import type { ClusterEvent, Replica } from '../../src/store/kurrentdb/parts.ts';
import { createPauses } from '../../src/store/kurrentdb/pauses.ts';
import { createTurns } from '../../src/store/kurrentdb/turns.ts';
import { PretendLog } from '../support/pretend-log.ts';
import { replicasAtHand } from '../support/replica-at-hand.ts';

const replicas = replicasAtHand();
const followers: Follower[] = [];
afterEach(async () => {
  for (const follower of followers.splice(0)) await follower.end(new TimelineError('store-closed', 'closed'));
});

const log = randomUUID();
const forever = new AbortController().signal;

describe('a replica that is bound', () => {
  test('to the log of the cluster keeps what it has', async () => {
    const { replica, cluster, binding } = await filled();
    await binding().bind(forever);
    expect(replica.identity()).toBe(log);
    expect(replica.resumeAfter()?.position).toEqual(cluster.events.at(-1)?.position);
  });

  test('to another log is emptied', async () => {
    const { replica, cluster, binding } = await filled();
    const other = randomUUID();
    cluster.log = other;
    await binding().bind(forever);
    expect([replica.identity(), replica.resumeAfter()]).toEqual([other, undefined]);
  });

  test('to the same log with another past is emptied, and bound again', async () => {
    const { replica, cluster, binding } = await filled();
    cluster.events = cluster.events.map((event) => ({ ...event, wireId: randomUUID() }));
    await binding().bind(forever);
    expect([replica.identity(), replica.resumeAfter()]).toEqual([log, undefined]);
  });

  test('to a log whose last event is another one now is emptied', async () => {
    const { replica, cluster, binding } = await filled();
    cluster.events = cluster.events.map((event) => ({
      ...event,
      position: { commit: event.position.commit + 1n, prepare: 0n },
    }));
    await binding().bind(forever);
    expect(replica.resumeAfter()).toBeUndefined();
  });

  test.each(['its end', 'its identity'])(
    'waits some seconds for a cluster that lacks %s before it takes it for another',
    async (what) => {
      let nowMs = 0;
      const { replica, cluster, binding } = await filled();
      if (what === 'its end') cluster.events = [];
      else cluster.log = undefined;
      const bound = binding(() => nowMs);
      await expect(bound.bind(forever)).rejects.toThrow('behind');
      nowMs += 4000;
      await expect(bound.bind(forever)).rejects.toThrow('behind');
      expect(replica.resumeAfter()).toBeDefined();
      nowMs += 1001;
      await bound.bind(forever);
      expect([replica.identity(), replica.resumeAfter()]).toEqual([
        what === 'its end' ? log : undefined,
        undefined,
      ]);
    },
  );

  test('does not count the time in which nobody saw whether the cluster is behind', async () => {
    let nowMs = 0;
    const { replica, cluster, binding } = await filled();
    const { events } = cluster;
    cluster.events = [];
    const bound = binding(() => nowMs);
    await expect(bound.bind(forever)).rejects.toThrow('behind');
    cluster.isAway = true;
    nowMs += 3_600_000;
    await expect(bound.bind(forever)).rejects.toThrow('away');
    cluster.isAway = false;
    await expect(bound.bind(forever)).rejects.toThrow('behind');
    nowMs += 3000;
    await expect(bound.bind(forever)).rejects.toThrow('behind');
    cluster.events = events;
    await bound.bind(forever);
    expect(replica.resumeAfter()?.position).toEqual(events.at(-1)?.position);
  });
});

describe('a replica that follows on from an event of others', () => {
  test.each([
    ['is gone, and nothing comes after it', (others: ClusterEvent) => void others, []],
    ['is gone, and another comes after it', at(10n), []],
    ['is another now', another, []],
    ['begins in the middle of another', at(10n), [codes.INVALID_ARGUMENT]],
    ['cannot be read', at(10n), [codes.UNKNOWN]],
  ])('goes back to the last event of the log where that %s', async (_, changed, refusals) => {
    const { replica, cluster, binding, own, others } = await passedOthers();
    const next = changed(others);
    cluster.events = [...own, ...(next === undefined ? [] : [next])];
    cluster.refusals.push(...refusals);
    await binding().bind(forever);
    expect([replica.resumeAfter(), replica.counts().parked]).toEqual([placeOf(own.at(-1)), 3]);
    await binding().bind(forever);
    expect(replica.resumeAfter()).toEqual(placeOf(own.at(-1)));
  });

  test('stays there while that is there', async () => {
    const { replica, binding, others } = await passedOthers();
    await binding().bind(forever);
    expect(replica.resumeAfter()).toEqual(placeOf(others));
  });

  test.each([
    ['another', []],
    ['in the middle of another', [codes.INVALID_ARGUMENT, codes.INVALID_ARGUMENT]],
  ])('is emptied where the last event of the log is %s, too', async (_, refusals) => {
    const { replica, cluster, binding } = await passedOthers();
    cluster.events = cluster.events.map(another);
    cluster.refusals.push(...refusals);
    await binding().bind(forever);
    expect([replica.identity(), replica.resumeAfter(), replica.counts().parked]).toEqual([log, undefined, 0]);
  });

  test('is emptied where nothing was taken of the log', async () => {
    const { replica } = replicas.open();
    const cluster = new PretendLog(log);
    replica.bind(log);
    replica.passed({ commit: 9n, prepare: 9n }, randomUUID());
    cluster.refusals.push(codes.INVALID_ARGUMENT);
    await createBinding(cluster, replica, () => 0).bind(forever);
    expect([replica.identity(), replica.resumeAfter()]).toEqual([log, undefined]);
  });

  test('waits where neither can be read, and keeps what it has where the connection is lost', async () => {
    const { replica, cluster, binding, others } = await passedOthers();
    cluster.refusals.push(codes.UNKNOWN, codes.UNKNOWN);
    await expect(binding().bind(forever)).rejects.toThrow('behind');
    for (const code of [codes.UNAVAILABLE, codes.DEADLINE_EXCEEDED, codes.CANCELLED, codes.NOT_FOUND]) {
      cluster.refusals.push(code);
      await expect(binding().bind(forever)).rejects.toThrow(`refused with ${code}`);
    }
    expect(replica.resumeAfter()).toEqual(placeOf(others));
  });
});

describe('the identity of a log', () => {
  test('is written by the first, and found by whoever is second', async () => {
    const { replica } = replicas.open();
    const cluster = new PretendLog(log);
    cluster.log = undefined;
    const written: string[] = [];
    const options = {
      cluster,
      replica,
      turns: createTurns(),
      newId: randomUUID,
      restart: () => undefined,
      writes: {
        leave: () => undefined,
        // Others come first, and of the first try nobody knows.
        write: async () => {
          written.push('tried');
          if (written.length === 1) return { kind: 'unknown', why: 'cut', wasSent: true } as const;
          cluster.log = log;
          return { kind: 'not-as-expected' } as const;
        },
      },
    };
    await ensureIdentity(options, forever);
    expect([replica.identity(), written.length]).toEqual([log, 2]);
    await ensureIdentity(options, forever);
    expect(written).toHaveLength(2);
  });

  test('is tried for until the signal aborts, or the control stream is another', async () => {
    const { replica } = replicas.open();
    const cluster = new PretendLog(log);
    const options = {
      cluster,
      replica,
      turns: createTurns(),
      newId: randomUUID,
      restart: () => undefined,
      writes: { leave: () => undefined, write: async () => new Promise<never>(() => undefined) },
    };
    cluster.log = undefined;
    await expect(ensureIdentity(options, AbortSignal.timeout(50))).rejects.toThrow('timeout');
    cluster.identity = async () => {
      throw new TimelineError('store-corrupt', 'It begins with something else');
    };
    await expect(ensureIdentity(options, forever)).rejects.toThrow('something else');
  });
});

describe('following', () => {
  test('takes in what is there, is live then, and takes in what comes', async () => {
    const { replica, cluster, following, status } = begin();
    await expect.poll(() => status().state).toBe('live');
    expect(replica.reads.head().position).toBe(0);
    cluster.add(3);
    await following.ready(AbortSignal.timeout(5000));
    expect(replica.resumeAfter()?.position).toEqual(cluster.events.at(-1)?.position);
    expect(status()).toMatchObject({ state: 'live', lagMs: 0, reconnects: 0, parked: 3 });
  });

  test('connects again after the last event that it took, however often it is cut', async () => {
    const { replica, cluster, following, status, left } = begin();
    for (let round = 0; round < 4; round += 1) {
      cluster.add(2);
      await following.ready(AbortSignal.timeout(5000));
      cluster.cut(unreachable('the line is cut'));
      await expect.poll(() => left.length).toBe(round + 1);
    }
    cluster.add(1);
    await following.ready(AbortSignal.timeout(5000));
    expect(status()).toMatchObject({ parked: 9, reconnects: 4 });
    expect(cluster.begun.slice(1)).toEqual(['2', '4', '6', '8']);
    expect(replica.takenThrough()?.commit).toBe(9n);
  });

  test(
    'says so while nothing is heard, and connects again when that lasts',
    { timeout: 20_000 },
    async () => {
      const { cluster, status, left } = begin();
      await expect.poll(() => status().state).toBe('live');
      cluster.isSilent = true;
      await expect.poll(() => status().state, { timeout: 8000 }).toBe('connecting');
      expect([status().why, left]).toEqual(['The cluster does not answer', []]);
      cluster.isSilent = false;
      cluster.answerAll();
      await expect.poll(() => status().state).toBe('live');
      cluster.isSilent = true;
      await expect.poll(() => left.length, { timeout: 10_000 }).toBe(1);
    },
  );

  test('stops at what makes another past of it, and says why', async () => {
    const { cluster, following, status } = begin();
    cluster.add(1);
    await following.ready(AbortSignal.timeout(5000));
    cluster.addAt(5);
    await expect.poll(() => status().state).toBe('stopped');
    expect(following.stoppedAt()?.code).toBe('store-corrupt');
    await expect(following.ready(AbortSignal.timeout(5000))).rejects.toBe(following.stoppedAt());
    const { begun } = cluster;
    await wait(300);
    expect(cluster.begun).toBe(begun);
  });

  test('goes on when there is room again', async () => {
    const { replica, cluster, following } = begin();
    const take = replica.take.bind(replica);
    let full = 2;
    Object.assign(replica, {
      take: async (events: readonly ClusterEvent[]) => {
        full -= 1;
        if (full >= 0) throw new TimelineError('store-full', 'There is no room');
        return take(events);
      },
    });
    cluster.add(1);
    await expect.poll(() => following.isFull()).toBe(true);
    await following.ready(AbortSignal.timeout(5000));
    expect(following.isFull()).toBe(false);
  });

  test('that is waited for ends with the reason of the signal, and of its end', async () => {
    const { cluster, following } = begin();
    cluster.isAway = true;
    cluster.cut(unreachable('gone'));
    const reason = new Error('I have waited enough');
    await expect(following.ready(AbortSignal.abort(reason))).rejects.toBe(reason);
    const waiting = following.ready(forever);
    const closed = new TimelineError('store-closed', 'closed');
    await Promise.all([expect(waiting).rejects.toBe(closed), following.end(closed)]);
  });
});

describe('the figures of following', () => {
  test('tell how much is taken in, how fast, and how long it will take', () => {
    let nowMs = 1000;
    const figures = createFigures(() => nowMs);
    figures.connected();
    figures.end({ commit: 1000n, prepare: 1000n });
    for (let step = 1; step <= 4; step += 1) {
      figures.seen({ commit: BigInt(step * 100), prepare: 0n }, 50);
      nowMs += 1000;
    }
    expect(figures.status(counts)).toEqual({
      state: 'catching-up',
      since: 1000,
      share: 0.4,
      eventsPerSecond: 50,
      secondsLeft: 6,
      lagBytes: 600,
      lagMs: 4000,
      reconnects: 0,
      ...counts,
    });
    figures.seen({ commit: 1000n, prepare: 1000n }, 1);
    figures.enter('live');
    nowMs += 500;
    expect(figures.status(counts)).toMatchObject({ state: 'live', since: 5000, lagBytes: 0, lagMs: 0 });
    figures.enter('connecting', 'cut');
    nowMs += 300;
    expect(figures.status(counts)).toMatchObject({ lagMs: 300, why: 'cut' });
  });

  test('never go back, but when it all begins anew', () => {
    const figures = createFigures(() => 0);
    figures.end({ commit: 10n, prepare: 10n });
    figures.seen({ commit: 8n, prepare: 8n }, 1);
    figures.seen({ commit: 3n, prepare: 3n }, 0);
    expect(figures.lagBytes()).toBe(2);
    figures.restart();
    expect(figures.lagBytes()).toBe(10);
  });
});

test('turns come one after the other, whatever becomes of them', async () => {
  const turns = createTurns();
  const done: number[] = [];
  const first = turns.run(async () => {
    await wait(20);
    done.push(1);
    throw new Error('no');
  });
  const second = turns.run(() => done.push(2));
  await Promise.all([expect(first).rejects.toThrow('no'), second]);
  expect(done).toEqual([1, 2]);
});

test('pauses are longer each time, up to a limit, and short again after a reset', async () => {
  const pauses = createPauses(() => 0, 150);
  const ended = AbortSignal.abort();
  for (let round = 0; round < 9; round += 1) await pauses.next(ended);
  const began = Date.now();
  await pauses.next(forever);
  expect(Date.now() - began).toBeLessThan(1000);
  pauses.reset();
});

const counts = { parked: 0, leftOut: 0, staged: 0 };

async function filled() {
  const { replica } = replicas.open();
  const cluster = new PretendLog(log);
  cluster.add(3);
  replica.bind(log);
  await replica.take(cluster.events);
  return { replica, cluster, binding: (now: () => number = () => 0) => createBinding(cluster, replica, now) };
}

/** Three events of the log, and one of others after them. */
async function passedOthers() {
  const { replica, cluster, binding } = await filled();
  const own = cluster.events;
  cluster.add(1);
  const others = { ...lastOf(cluster.events), stream: 'others' };
  cluster.events = [...own.slice(0, 3), others];
  replica.passed(others.position, others.wireId);
  return { replica, cluster, binding, own: own.slice(0, 3), others };
}

function lastOf(events: readonly ClusterEvent[]): ClusterEvent {
  const last = events.at(-1);
  if (last === undefined) throw new Error('there is no event');
  return last;
}

function at(place: bigint) {
  return (event: ClusterEvent) => ({ ...event, position: { commit: place, prepare: place } });
}

function another(event: ClusterEvent): ClusterEvent {
  return { ...event, wireId: randomUUID() };
}

function placeOf(event: ClusterEvent | undefined) {
  return { position: event?.position, wireId: event?.wireId };
}

function begin() {
  const { replica }: { replica: Replica } = replicas.open();
  const cluster = new PretendLog(log);
  const figures = createFigures(Date.now);
  const left: unknown[] = [];
  const following = follow({
    cluster,
    replica,
    binding: createBinding(cluster, replica, () => 0),
    turns: createTurns(),
    figures,
    changes: createChanges(),
    pauses: createPauses(() => 0, 100),
    coming: () => undefined,
    left: async (error) => void left.push(error),
  });
  followers.push(following);
  return { replica, cluster, following, left, status: () => figures.status(replica.counts()) };
}
