import { describe, expect, test } from 'vitest';

import { createClusterLog, namedId } from '../support/cluster-events.ts';
import { faultsOf, idsOf, parkedIn, replicasAtHand, takeInParts } from '../support/replica-at-hand.ts';
import { errorOf, seen } from './contract/setup.ts';

const { open } = replicasAtHand();

describe('the scope of a log', () => {
  test('leaves out streams of others by prefix, by name and by category, and counts them', async () => {
    const { replica } = open({
      scope: { prefix: 'asof.', categories: ['seen', 'heard'], foreign: 'stop' },
    });
    const log = createClusterLog('asof.');
    log.append('seen-kyiv', [seen('a')]);
    for (const stream of ['seen-kyiv', '$asof.seen-kyiv', 'asof.seen', 'asof.told-kyiv', 'asof.$seen-kyiv'])
      log.write(stream, {});
    log.append('heard-lviv', [seen('b')]);
    await takeInParts(replica, log.events, 2);
    expect(idsOf(replica)).toEqual(['a', 'b']);
    expect(replica.reads.streams().map(({ stream }) => stream)).toEqual(['heard-lviv', 'seen-kyiv']);
    expect(replica.counts()).toEqual({ parked: 0, leftOut: 5, staged: 0 });
    expect(await faultsOf(replica)).toEqual([]);
  });

  test('of other categories still has the control stream', async () => {
    const { replica } = open({ scope: { prefix: '', categories: ['seen'], foreign: 'park' } });
    const log = createClusterLog();
    log.create(namedId('log'));
    await replica.take(log.events);
    expect(replica.identity()).toBe(namedId('log'));
  });

  test('without events of ours is followed on from where it was passed', async () => {
    const { replica, path } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), seen('b')]);
    const [first, last] = log.events;
    const at = { commit: 900n, prepare: 900n };
    await replica.take(log.events.slice(0, 1));
    replica.passed({ commit: 50n, prepare: 50n }, namedId('other'));
    expect(replica.resumeAfter()).toBeUndefined();
    expect(first).toBeDefined();
    if (last !== undefined) await replica.take([last]);
    replica.passed(at, namedId('other'));
    replica.passed({ commit: 3n, prepare: 3n }, namedId('earlier'));
    await replica.close();
    expect(open({ path }).replica.resumeAfter()).toEqual({ position: at, wireId: namedId('other') });
  });
});

describe('the anchor of a replica', () => {
  test('is the last event of the log itself, whatever others wrote since', async () => {
    const { replica, path } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    log.write('others', {});
    log.append('seen-kyiv', [seen('b'), seen('c')], { append: namedId('x'), to: 1 });
    await replica.take(log.events);
    const [own, others] = log.events;
    expect(replica.anchor()).toEqual({ position: own?.position, wireId: own?.wireId });
    expect(replica.resumeAfter()?.position).toEqual(others?.position);
    replica.passed({ commit: 900n, prepare: 900n }, namedId('other'));
    expect(replica.anchor()?.position).toEqual(own?.position);
    await replica.close();
    expect(open({ path }).replica.anchor()?.position).toEqual(own?.position);
  });

  test('is where it follows on from when it is told to, and what it has not seen of the log is taken in', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    await replica.take(log.events);
    replica.passed({ commit: 900n, prepare: 900n }, namedId('other'));
    replica.rewind();
    expect(replica.resumeAfter()).toEqual(replica.anchor());
    expect(replica.takenThrough()).toEqual(log.events[0]?.position);
    log.append('seen-lviv', [seen('b')]);
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a', 'b']);
  });
});

describe('the order of the cluster', () => {
  test('with a revision that is gone stops following, and names it; what stands before is taken in', async () => {
    const { replica } = open({ scope: { prefix: 'x.', foreign: 'park' } });
    const log = createClusterLog('x.');
    log.append('seen-kyiv', [seen('a')]);
    log.skip('seen-kyiv');
    log.append('seen-kyiv', [seen('c')]);
    const { code, facts } = await errorOf(replica.take(log.events));
    expect([code, facts]).toEqual([
      'store-corrupt',
      { stream: 'x.seen-kyiv', revision: 2, expectedRevision: 1 },
    ]);
    expect(idsOf(replica)).toEqual(['a']);
  });

  test.each([
    ['parked', { metadata: undefined }],
    ['of an import', undefined],
  ])('has a gap also where the event before it is %s', async (_, event) => {
    const { replica } = open();
    const log = createClusterLog();
    if (event === undefined) log.stage('seen-kyiv', seen('a'), { id: namedId('i'), number: 0 });
    else log.write('seen-kyiv', event);
    log.skip('seen-kyiv');
    log.append('seen-kyiv', [seen('c')]);
    expect((await errorOf(replica.take(log.events))).facts['expectedRevision']).toBe(1);
  });

  test('has a gap in the middle of an append, too', async () => {
    const { replica } = open();
    const log = createClusterLog();
    const append = log.append('seen-kyiv', [seen('a'), seen('b')], { to: 1 });
    log.skip('seen-kyiv');
    log.append('seen-kyiv', [seen('a'), seen('b')], { append, from: 1 });
    await replica.take(log.events.slice(0, 1));
    expect((await errorOf(replica.take(log.events.slice(1)))).facts['expectedRevision']).toBe(1);
    expect(replica.counts().parked).toBe(0);
  });

  test('passes over what was taken in before', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), seen('b')]);
    log.write('others', {});
    log.append('seen-kyiv', [seen('c')]);
    await replica.take(log.events.slice(0, 3));
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a', 'b', 'c']);
    expect(replica.counts()).toEqual({ parked: 0, leftOut: 1, staged: 0 });
  });

  test('of another history is not followed', async () => {
    const { replica } = open();
    const [log, other] = [createClusterLog(), createClusterLog()];
    log.append('seen-kyiv', [seen('a')]);
    for (const id of ['x', 'y', 'z']) other.append('seen-lviv', [seen(id)]);
    other.append('seen-kyiv', [seen('b')]);
    await replica.take(log.events);
    // A revision that was taken in stands again, further on; and one that was not stands before.
    expect((await errorOf(replica.take(other.events.slice(3)))).code).toBe('store-corrupt');
    expect((await errorOf(replica.take(other.events.slice(0, 1)))).code).toBe('store-corrupt');
  });

  test('with a tombstone parks that, or stops where the events before it are gone', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    log.write('seen-kyiv', { type: '$streamDeleted' });
    log.write('others', {});
    await takeInParts(replica, log.events, 1);
    await takeInParts(replica, log.events, 1);
    expect(parkedIn(replica)).toEqual([
      ['seen-kyiv', Number.MAX_SAFE_INTEGER, expect.stringMatching(/deleted/), undefined],
    ]);
    const { facts } = await errorOf(open().replica.take(log.events.slice(1)));
    expect(facts['stream']).toBe('seen-kyiv');
  });
});
