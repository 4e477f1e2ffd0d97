import { describe, expect, test } from 'vitest';

import type { TimelineError } from '../../src/domain/errors.ts';
import type { BatchOutcome } from '../../src/store/kurrentdb/parts.ts';
import { createClusterLog, createdMs, namedId } from '../support/cluster-events.ts';
import { faultsOf, idsOf, parkedIn, replicasAtHand, takeInParts } from '../support/replica-at-hand.ts';
import { corrects, errorOf, noonMs, retracts, seen } from './contract/setup.ts';

const { open } = replicasAtHand();

describe('a batch', () => {
  test('is recorded when its last event has come in, and places follow from the log alone', async () => {
    const { replica, batches } = open();
    const log = createClusterLog();
    const first = log.append('seen-kyiv', [seen('a')]);
    const second = log.append('seen-lviv', [seen('b'), seen('c')]);
    await replica.take(log.events.slice(0, 2));
    expect(idsOf(replica)).toEqual(['a']);
    expect(replica.resumeAfter()?.position).toEqual(log.events[0]?.position);
    expect(replica.takenThrough()).toEqual(log.events[1]?.position);
    await replica.take(log.events.slice(2));
    expect(replica.resumeAfter()).toEqual({
      position: log.events[2]?.position,
      wireId: log.events[2]?.wireId,
    });
    const at = { recordedAt: createdMs };
    expect([first, second].map((append) => batches.get(append))).toEqual([
      recordedAs([{ id: 'a', stream: 'seen-kyiv', revision: 0, position: 1, ...at }]),
      recordedAs([
        { id: 'b', stream: 'seen-lviv', revision: 0, position: 2, ...at },
        { id: 'c', stream: 'seen-lviv', revision: 1, position: 3, ...at },
      ]),
    ]);
    expect(replica.reads.head()).toEqual({ position: 3, recordedAt: createdMs });
    expect(await faultsOf(replica)).toEqual([]);
  });

  test('of which a part has come in is forgotten, and comes again from where following goes on', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), seen('b')]);
    await replica.take(log.events.slice(0, 1));
    replica.forgetPart();
    expect([replica.resumeAfter(), replica.takenThrough()]).toEqual([undefined, undefined]);
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a', 'b']);
  });

  test('keeps events of others that come between its own for left out, once', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), seen('b')], { append: namedId('x'), to: 1 });
    log.write('$scavenges', {});
    log.append('seen-kyiv', [seen('a'), seen('b')], { append: namedId('x'), from: 1 });
    await replica.take(log.events.slice(0, 2));
    replica.forgetPart();
    await takeInParts(replica, log.events, 1);
    expect(idsOf(replica)).toEqual(['a', 'b']);
    expect(replica.counts()).toEqual({ parked: 0, leftOut: 1, staged: 0 });
  });

  test('that has more data than is held of one is parked before it has come in whole, however it comes', async () => {
    const log = createClusterLog();
    const summary = 'x'.repeat(1_048_576);
    const events = Array.from({ length: 20 }, (_, index) => ({ ...seen(`e${index}`), data: { summary } }));
    const append = log.append('seen-kyiv', events);
    log.append('seen-kyiv', [seen('a')]);
    for (const size of [1, 16, 21]) {
      const { replica, batches } = open();
      await replica.take(log.events.slice(0, 15));
      expect(replica.resumeAfter()).toBeUndefined();
      await takeInParts(replica, log.events, size);
      expect(batches.get(append)?.kind).toBe('parked');
      expect(idsOf(replica)).toEqual(['a']);
      const reasons = parkedIn(replica).map(([, , reason]) => reason);
      expect(reasons.slice(0, 16).every((reason) => reason.includes('16 of its 20 events have more'))).toBe(
        true,
      );
      expect(reasons.slice(16).every((reason) => reason.includes('does not follow on'))).toBe(true);
      expect(reasons).toHaveLength(20);
    }
  });

  test('that is cut by another event of the log is parked with all that is left of it', async () => {
    const { replica, batches } = open();
    const log = createClusterLog();
    const both = [seen('a'), seen('b')];
    const cut = log.append('seen-kyiv', both, { to: 1 });
    log.append('seen-lviv', [seen('c')]);
    log.append('seen-kyiv', both, { append: cut, from: 1 });
    await takeInParts(replica, log.events, 1);
    expect(idsOf(replica)).toEqual(['c']);
    expect(batches.get(cut)?.kind).toBe('parked');
    expect(parkedIn(replica)).toEqual([
      ['seen-kyiv', 0, `Append ${cut} was cut: 1 of its 2 events stand one after the other`, undefined],
      [
        'seen-kyiv',
        1,
        `It is event 2 of the 2 of append ${cut}, and does not follow on the one before`,
        undefined,
      ],
    ]);
  });

  test.each([
    ['of another length', 'seen-kyiv', ['a', 'b', 'c'], 1],
    ['in another stream', 'seen-lviv', ['a', 'b'], 1],
    ['that leaves one out', 'seen-kyiv', ['a', 'b', 'c'], 2],
    ['that is there already', 'seen-kyiv', ['a', 'b'], 0],
  ])('does not go on with an event %s', async (_, stream, ids, from) => {
    const { replica } = open();
    const log = createClusterLog();
    const append = log.append('seen-kyiv', from === 2 ? ids.map((id) => seen(id)) : [seen('a'), seen('b')], {
      to: 1,
    });
    log.append(
      stream,
      ids.map((id) => seen(id)),
      { append, from, to: from + 1 },
    );
    log.append('seen-odesa', [seen('last')]);
    await replica.take(log.events);
    expect([idsOf(replica), replica.counts().parked]).toEqual([['last'], 2]);
  });

  test('that is written again is known, and takes no position', async () => {
    const { replica, batches } = open();
    const log = createClusterLog();
    const first = log.append('seen-kyiv', [seen('a')]);
    const again = log.append('seen-kyiv', [seen('a')]);
    log.append('seen-kyiv', [seen('b')]);
    await replica.take(log.events);
    const [one, other] = [batches.get(first), batches.get(again)];
    expect([one?.kind, other?.kind]).toEqual(['recorded', 'repeated']);
    expect(other?.kind !== 'parked' && other?.result.events).toEqual(
      one?.kind !== 'parked' && one?.result.events,
    );
    expect(idsOf(replica)).toEqual(['a', 'b']);
    expect(replica.counts().parked).toBe(0);
  });

  test('with the key of an earlier one is a repeat of it, or is parked when it asks for something else', async () => {
    const { replica, batches } = open();
    const log = createClusterLog();
    const note = { action: 'append', idempotencyKey: 'k', fingerprint: '0'.repeat(64) } as const;
    log.append('seen-kyiv', [seen('a')], { note });
    const again = log.append('seen-kyiv', [seen('b')], { note });
    const other = log.append('seen-kyiv', [seen('c')], { note: { ...note, fingerprint: '1'.repeat(64) } });
    await replica.take(log.events);
    expect(batches.get(again)).toMatchObject({ kind: 'repeated', result: { events: [{ id: 'a' }] } });
    expect(codeOf(batches.get(other))).toBe('idempotency-key-reused');
    expect(idsOf(replica)).toEqual(['a']);
    expect(replica.reads.audit({ after: 0, limit: 10 })).toHaveLength(1);
    expect(await faultsOf(replica)).toEqual([]);
  });

  test.each([
    ['a second retraction', [retracts('c', 'a')], 'not-correctable'],
    ['a correction of nothing', [seen('c'), retracts('d', 'nobody')], 'unknown-event'],
    ['an id in use for something else', [seen('a', '1999')], 'event-id-reused'],
    ['an id twice', [seen('c'), seen('c')], 'event-id-reused'],
    ['a correction that restates nothing', [corrects('c', 'x', {})], 'not-correctable'],
  ])('with %s is parked whole, with the code of the error', async (_, events, code) => {
    const { replica, batches } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), seen('x'), retracts('b', 'a')]);
    const bad = log.append('seen-kyiv', events);
    log.append('seen-kyiv', [seen('last')]);
    await replica.take(log.events);
    expect(codeOf(batches.get(bad))).toBe(code);
    expect(parkedIn(replica).map(([, revision, , parkedCode]) => [revision, parkedCode])).toEqual(
      events.map((__, index) => [3 + index, code]),
    );
    expect(replica.reads.event('last')).toMatchObject({ position: 4, revision: 3 });
    expect(await faultsOf(replica)).toEqual([]);
  });
});

describe('the recorded time of a batch', () => {
  test.each([
    ['is its stamp', noonMs + 5, noonMs, noonMs + 5],
    ['is that of the event before where its stamp runs backwards', noonMs - 5, noonMs, noonMs],
    ['is its stamp up to a minute after the clock of the cluster', noonMs + 60_000, noonMs, noonMs + 60_000],
    ['is by the clock of the cluster where the stamp lies further ahead', noonMs + 60_001, noonMs, noonMs],
    ['never runs backwards by the clock of the cluster either', noonMs + 60_001, noonMs - 9, noonMs],
  ])('%s', async (_, recordedAt, created, expected) => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')], { recordedAt: noonMs });
    log.append('seen-kyiv', [seen('b'), seen('c')], { recordedAt, created });
    await replica.take(log.events);
    expect([2, 3].map(replica.reads.recordedAtOf)).toEqual([expected, expected]);
  });
});

describe('events of types that this node does not know', () => {
  test('are recorded and read as they are, and so are their corrections', async () => {
    const { replica } = open();
    const log = createClusterLog();
    const unknown = { ...seen('a'), type: 'WeightLifted', schemaVersion: 3, data: { kilograms: 5 } };
    const correction = corrects('b', 'a', { data: { kilograms: 6 } });
    const restated = { ...correction, data: { ...correction.data, dataVersion: 3 } };
    log.append('seen-kyiv', [unknown, seen('c'), restated]);
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a', 'c', 'b']);
    expect(replica.reads.fact('a', 3)?.readings.map(({ data }) => data)).toEqual([
      { kilograms: 5 },
      { kilograms: 6 },
    ]);
    const asked = {
      position: 3,
      asOf: 8.64e15,
      certainty: 'possible',
      order: 'oldest-first',
      limit: 9,
    } as const;
    expect(replica.reads.history(asked).map(({ id, data }) => [id, data['kilograms']])).toEqual([
      ['a', 6],
      ['c', undefined],
    ]);
    expect(await faultsOf(replica)).toEqual([]);
  });

  test('of a newer version of a type that it knows are recorded, and reading them says what is missing', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [{ ...seen('a'), schemaVersion: 2 }]);
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a']);
    expect((await errorOf(() => replica.reads.fact('a', 1))).code).toBe('unknown-schema');
    expect(await faultsOf(replica)).toEqual([]);
  });
});

describe('parked events', () => {
  test('are listed a part at a time, in the order of the cluster', async () => {
    const { replica } = open();
    const log = createClusterLog();
    for (const stream of ['seen-c', 'seen-a', 'seen-b']) log.write(stream, {});
    await replica.take(log.events);
    const [first, ...rest] = replica.parked({ limit: 9 });
    expect(replica.parked({ after: first?.position, limit: 1 })).toEqual(rest.slice(0, 1));
    expect([first, ...rest].map((one) => one?.stream)).toEqual(['seen-c', 'seen-a', 'seen-b']);
    expect(first).toEqual({
      position: log.events[0]?.position,
      stream: 'seen-c',
      revision: 0,
      wireId: log.events[0]?.wireId,
      type: 'ThingSeen',
      reason: 'Its metadata is no envelope of Asof',
    });
  });
});

function recordedAs(events: readonly object[]) {
  return { kind: 'recorded', result: { repeated: false, events } };
}

function codeOf(outcome: BatchOutcome | undefined): string | undefined {
  return outcome?.kind === 'parked' ? (outcome.error as TimelineError).code : undefined;
}
