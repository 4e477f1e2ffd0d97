import { describe, expect, test } from 'vitest';

import type { AppendRequest } from '../../src/store/port.ts';
import { createClusterLog, createdMs, namedId } from '../support/cluster-events.ts';
import { idsOf, replicasAtHand } from '../support/replica-at-hand.ts';
import { corrects, noonMs, retracts, seen } from './contract/setup.ts';

const { open } = replicasAtHand();

describe('a plan', () => {
  test('sees the appends before it in the group, and keeps nothing', async () => {
    const { replica } = open();
    const planned = replica.plan([
      request('seen-kyiv', [seen('a')], 'none'),
      request('seen-kyiv', [corrects('b', 'a', { data: { title: 't', count: 2 } })], 0),
      request('seen-lviv', [seen('c'), seen('d')]),
      request('seen-lviv', [seen('e')], 1),
    ]);
    expect(planned.map((one) => one.kind === 'to-write' && one.expected)).toEqual(['none', 0, 'any', 1]);
    const [, correction] = planned;
    expect(correction?.kind === 'to-write' && correction.events[0]?.data).toMatchObject({
      data: { title: 't', about: [], sources: [], count: 2 },
      dataVersion: 1,
    });
    expect(correction?.kind === 'to-write' && correction.events[0]?.dataText).toContain('"dataVersion":1');
    expect(idsOf(replica)).toEqual([]);
    expect((await replica.verify()).faults).toEqual([]);
  });

  test('says of what fails alone that it is refused, and of what is in the log that it is repeated', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    await replica.take(log.events);
    const planned = replica.plan([
      request('seen-kyiv', [seen('new')]),
      request('seen-kyiv', [retracts('b', 'nobody')]),
      request('seen-kyiv', [seen('c')], 7),
      request('seen-kyiv', [seen('a')], 'none'),
    ]);
    expect(planned).toMatchObject([
      { kind: 'to-write' },
      { kind: 'refused', error: { code: 'unknown-event' } },
      { kind: 'refused', error: { code: 'wrong-expected-revision', facts: { actualRevision: 0 } } },
      { kind: 'repeated', result: { events: [{ id: 'a', position: 1, recordedAt: createdMs }] } },
    ]);
  });

  test('puts off what depends on others of the group that are still to be written', () => {
    const { replica } = open();
    const note = { action: 'append', idempotencyKey: 'k', fingerprint: '0'.repeat(64) } as const;
    const planned = replica.plan([
      { ...request('seen-kyiv', [seen('a')], 'none'), note },
      request('seen-kyiv', [seen('b')], 'none'),
      request('seen-kyiv', [seen('a')]),
      request('seen-lviv', [seen('a', '1999')]),
      { ...request('seen-lviv', [seen('x')]), note },
      request('seen-kyiv', [retracts('r', 'a')]),
      request('seen-kyiv', [retracts('s', 'a')]),
      request('seen-lviv', [retracts('t', 'nobody')]),
    ]);
    expect(planned.map(({ kind }) => kind)).toEqual([
      'to-write',
      'later',
      'later',
      'later',
      'later',
      'to-write',
      // Alone it is refused as well: what it retracts is not in the log.
      'refused',
      'refused',
    ]);
  });

  test('gives the revision as the cluster counts it, with what is parked and what waits', async () => {
    const { replica } = open({ scope: { prefix: 'x.', foreign: 'park' } });
    const log = createClusterLog('x.');
    log.append('seen-kyiv', [seen('a')]);
    log.write('x.seen-kyiv', {});
    log.write('x.seen-lviv', {});
    log.stage('seen-odesa', seen('i'), { id: namedId('i'), number: 0 });
    log.append('seen-kyiv', [seen('b'), seen('c')], { to: 1 });
    await replica.take(log.events);
    const planned = replica.plan([
      request('seen-kyiv', [seen('d')], 0),
      request('seen-lviv', [seen('e'), seen('f')], 'none'),
      request('seen-lviv', [seen('g')], 1),
      request('seen-odesa', [seen('h')], 'none'),
      request('seen-dnipro', [seen('j')], 'none'),
    ]);
    expect(planned.map((one) => one.kind === 'to-write' && one.expected)).toEqual([2, 0, 2, 0, 'none']);
  });

  test('refuses what its catalogue does not allow, although others may append it', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [{ ...seen('a'), type: 'WeightLifted' }]);
    await replica.take(log.events);
    const correction = corrects('b', 'a', { data: { title: 't' } });
    expect(replica.plan([request('seen-kyiv', [correction])])).toMatchObject([
      { kind: 'refused', error: { code: 'unknown-event-type' } },
    ]);
  });

  test('of 400 appends is the same as recording them in order', () => {
    const { replica } = open();
    const planned = replica.plan(
      Array.from({ length: 400 }, (_, index) => request('seen-kyiv', [seen(`e${index}`)], index - 1)),
    );
    // The first expects revision -1, which no stream is at; no other is at its own without it.
    expect(new Set(planned.map(({ kind }) => kind))).toEqual(new Set(['refused']));
    const right = replica.plan(
      Array.from({ length: 400 }, (_, index) =>
        request('seen-kyiv', [seen(`e${index}`)], index === 0 ? 'none' : index - 1),
      ),
    );
    expect(right.map((one) => one.kind === 'to-write' && one.expected)).toEqual(
      Array.from({ length: 400 }, (_, index) => (index === 0 ? 'none' : index - 1)),
    );
  });
});

describe('a stamp', () => {
  test('falls after what was answered for and at or after what was recorded', async () => {
    const { replica, clock } = open();
    expect(replica.reads.positionAt(noonMs)).toEqual({ position: 0, instant: noonMs });
    expect(replica.stamp().at).toBe(noonMs + 1);
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')], { recordedAt: noonMs + 9 });
    await replica.take(log.events);
    clock.nowMs -= 1000;
    expect(replica.stamp().at).toBe(noonMs + 9);
  });

  test('that is on its way keeps answers before it, so that they stay the same', async () => {
    const { replica, clock } = open();
    const [first, second] = [replica.stamp(), replica.stamp()];
    clock.nowMs += 5000;
    expect(replica.reads.positionAt(noonMs + 5000).instant).toBe(noonMs - 1);
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')], { recordedAt: first.at });
    await replica.take(log.events);
    first.release();
    first.release();
    expect(replica.reads.positionAt(noonMs + 5000)).toEqual({ position: 0, instant: noonMs - 1 });
    second.release();
    expect(replica.reads.positionAt(noonMs)).toEqual({ position: 1, instant: noonMs });
    expect(replica.reads.positionAt(8e15)).toEqual({ position: 1, instant: noonMs + 5000 });
  });
});

function request(
  stream: string,
  events: AppendRequest['events'],
  expected: AppendRequest['expected'] = 'any',
): AppendRequest {
  return { stream, expected, events };
}
