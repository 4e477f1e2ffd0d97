import { describe, expect, test } from 'vitest';

import type { ImportedAs } from '../../src/store/kurrentdb/envelope.ts';
import type { ImportOutcome } from '../../src/store/kurrentdb/parts.ts';
import { createClusterLog, createdMs, namedId } from '../support/cluster-events.ts';
import { idsOf, replicasAtHand, takeInParts } from '../support/replica-at-hand.ts';
import { errorOf, noonMs, retracts, seen } from './contract/setup.ts';

const { open, newPath } = replicasAtHand();
const id = namedId('import');

describe('an import', () => {
  test('waits for its end, and is recorded there in the order of its numbers', async () => {
    const { replica, imports } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('before')], { recordedAt: 1 });
    log.stage('seen-kyiv', seen('b'), { id, number: 1 }, { recordedAt: 6 });
    log.stage('seen-lviv', seen('a'), { id, number: 0 }, { recordedAt: 5 });
    await replica.take(log.events);
    expect([idsOf(replica), replica.counts().staged]).toEqual([['before'], 2]);
    log.end(id, 2, 'os:ann');
    log.append('seen-lviv', [seen('after')]);
    await takeInParts(replica, log.events, 2);
    expect(idsOf(replica)).toEqual(['before', 'a', 'b', 'after']);
    expect([2, 3, 4].map(replica.reads.recordedAtOf)).toEqual([5, 6, createdMs]);
    expect(imports.get(id)).toEqual({
      kind: 'recorded',
      result: { recorded: 2, repeated: 0, position: 3 },
    } satisfies ImportOutcome);
    expect(replica.reads.audit({ after: 0, limit: 9 })).toEqual([
      { number: 1, at: 6, action: 'import', by: 'os:ann', first: 2, last: 3 },
    ]);
    expect(replica.counts()).toEqual({ parked: 0, leftOut: 0, staged: 0 });
    expect((await replica.verify()).faults).toEqual([]);
  });

  test('without an end is never recorded, also when the replica is opened again', async () => {
    const { replica, path } = open();
    const log = createClusterLog();
    log.stage('seen-kyiv', seen('a'), { id, number: 0 });
    log.append('seen-lviv', [seen('b')]);
    await replica.take(log.events);
    await replica.close();
    const again = open({ path }).replica;
    expect([idsOf(again), again.counts().staged]).toEqual([['b'], 1]);
  });

  test('gives what brought no recorded time of its own the time of what was recorded since', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.stage('seen-kyiv', seen('a'), { id, number: 0, stamped: true }, { recordedAt: noonMs });
    log.append('seen-lviv', [seen('b')], { recordedAt: noonMs + 7 });
    log.end(id, 1);
    await replica.take(log.events);
    expect([1, 2].map(replica.reads.recordedAtOf)).toEqual([noonMs + 7, noonMs + 7]);
  });

  test('counts what is there already, and takes no position for it', async () => {
    const { replica, imports } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    for (const [number, name] of ['a', 'b', 'a'].entries())
      log.stage('seen-kyiv', seen(name), { id, number }, { recordedAt: createdMs });
    log.end(id, 3);
    await replica.take(log.events);
    expect(imports.get(id)).toMatchObject({ result: { recorded: 1, repeated: 2, position: 2 } });
    expect(idsOf(replica)).toEqual(['a', 'b']);
  });

  test('keeps what it brings of the requests that its events come from', async () => {
    const { replica, batches } = open();
    const log = createClusterLog();
    const fingerprint = '3'.repeat(64);
    const note = { action: 'append', by: 'os:ann', idempotencyKey: 'k', fingerprint } as const;
    log.stage('seen-kyiv', seen('a'), { id, number: 0 });
    log.stage('seen-kyiv', seen('b'), { id, number: 1, request: { ...note, events: 2 } });
    log.end(id, 2);
    const again = log.append('seen-kyiv', [seen('c')], { note });
    await replica.take(log.events);
    expect(batches.get(again)).toMatchObject({ kind: 'repeated', result: { events: [{ id: 'a' }, {}] } });
    expect((await replica.verify()).faults).toEqual([]);
  });

  test.each<[string, Partial<ImportedAs>, ReturnType<typeof seen>, number, string]>([
    ['runs backwards', {}, seen('x'), 1, 'recorded-time-backwards'],
    ['reuses an id', {}, seen('first', '1999'), 9, 'event-id-reused'],
    ['retracts nothing', {}, retracts('x', 'nobody'), 9, 'unknown-event'],
    ['stands at another revision', { revision: 7 }, seen('x'), 9, 'wrong-expected-revision'],
    [
      'ends a request that cannot have been',
      { request: { action: 'append', events: 9 } },
      seen('x'),
      9,
      'invalid-request',
    ],
  ])('with an event that %s is parked whole', async (_, imported, bad, recordedAt, code) => {
    const { replica, imports } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('first')], { recordedAt: 3 });
    log.stage('seen-lviv', seen('a'), { id, number: 0 }, { recordedAt: 5 });
    log.stage('seen-kyiv', bad, { id, number: 1, ...imported }, { recordedAt });
    log.stage('seen-lviv', seen('b'), { id, number: 2 }, { recordedAt: 10 });
    log.end(id, 3);
    log.append('seen-lviv', [seen('last')]);
    await replica.take(log.events);
    expect(codeOf(imports.get(id))).toBe(code);
    expect(idsOf(replica)).toEqual(['first', 'last']);
    expect(replica.parked({ limit: 9 }).map((one) => [one.stream, one.code])).toEqual([
      ['seen-lviv', code],
      ['seen-kyiv', code],
      ['seen-lviv', code],
    ]);
    expect(replica.counts()).toEqual({ parked: 3, leftOut: 0, staged: 0 });
    expect((await replica.verify()).faults).toEqual([]);
  });

  test.each([
    ['fewer events than it says', [0, 1], 3],
    ['more events than it says', [0, 1, 2], 2],
    ['a number left out', [0, 2], 2],
    ['no events at all', [], 1],
  ])('with %s is parked whole', async (_, numbers, events) => {
    const { replica, imports } = open();
    const log = createClusterLog();
    for (const number of numbers) log.stage('seen-kyiv', seen(`${number}`), { id, number });
    log.end(id, events);
    await replica.take(log.events);
    expect(imports.get(id)?.kind).toBe('parked');
    // Where nothing of it has come in, its end is parked.
    expect([idsOf(replica), replica.counts()]).toEqual([
      [],
      { parked: Math.max(1, numbers.length), leftOut: 0, staged: 0 },
    ]);
  });

  test('whose event is no good is parked with it', async () => {
    const { replica, imports } = open();
    const log = createClusterLog();
    log.stage('seen-kyiv', seen('a'), { id, number: 0 });
    log.stage('seen-kyiv', { ...seen('b'), type: 'none' }, { id, number: 1 });
    log.end(id, 2);
    await replica.take(log.events);
    expect([imports.get(id)?.kind, idsOf(replica), replica.counts().parked]).toEqual(['parked', [], 2]);
  });

  test('takes the same event twice, and another one in its place is parked', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.stage('seen-kyiv', seen('a'), { id, number: 0 });
    log.stage('seen-kyiv', seen('a'), { id, number: 0 });
    log.stage('seen-kyiv', seen('b'), { id, number: 0 }, { wireId: namedId('other') });
    log.end(id, 1);
    log.stage('seen-kyiv', seen('c'), { id, number: 1 });
    await takeInParts(replica, log.events, 1);
    expect(idsOf(replica)).toEqual(['a']);
    expect(replica.parked({ limit: 9 }).map(({ reason }) => reason)).toEqual([
      'Another event has its place in the import that it belongs to',
      'The import that it belongs to has ended',
    ]);
    expect(replica.counts()).toEqual({ parked: 2, leftOut: 0, staged: 0 });
  });

  test.each([1, 2])('that ends again ends as it did the first time: %s events', async (events) => {
    const { replica, imports } = open();
    const log = createClusterLog();
    log.stage('seen-kyiv', seen('a'), { id, number: 0 });
    log.end(id, events);
    await replica.take(log.events);
    const first = imports.get(id);
    imports.clear();
    log.end(id, 1);
    await replica.take(log.events);
    expect(imports.get(id)?.kind).toBe(first?.kind);
    expect(imports.get(id)).toMatchObject(
      first?.kind === 'recorded' ? first : { kind: 'parked', error: { message: first?.error.message } },
    );
    expect(replica.reads.head().position).toBe(events === 1 ? 1 : 0);
    // Of another number of events it is no repeat, and shown.
    log.end(id, 5);
    const { parked } = replica.counts();
    await replica.take(log.events);
    expect(replica.parked({ limit: 9 }).at(-1)?.reason).toMatch(/has ended before, with . events/);
    expect(replica.counts().parked).toBe(parked + 1);
    expect((await replica.verify()).faults).toEqual([]);
  });

  test('that stands between the events of an append cuts that', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), seen('b')], { to: 1 });
    log.stage('seen-lviv', seen('c'), { id, number: 0 });
    log.end(id, 1);
    await replica.take(log.events);
    expect([idsOf(replica), replica.counts().parked]).toEqual([['c'], 1]);
  });

  test('of many events lets others have their turn, and nothing of it is seen before all of it', async () => {
    const { replica } = open();
    const log = createClusterLog();
    for (let number = 0; number < 1000; number += 1)
      log.stage('seen-kyiv', seen(`i${number}`), { id, number }, { recordedAt: number });
    log.end(id, 1000);
    log.append('seen-kyiv', [seen('last')]);
    const heads: number[] = [];
    const look = () => void heads.push(replica.reads.head().position);
    const looking = setInterval(look, 0);
    await replica.take(log.events);
    clearInterval(looking);
    look();
    expect(heads.length).toBeGreaterThan(2);
    expect(new Set([...heads, 1001])).toEqual(new Set([0, 1001]));
    expect((await replica.verify()).faults).toEqual([]);
  });

  test('that is being recorded when the replica is closed is recorded when it is opened again', async () => {
    const { replica, path } = open();
    const log = createClusterLog();
    for (let number = 0; number < 1000; number += 1)
      log.stage('seen-kyiv', seen(`i${number}`), { id, number });
    log.end(id, 1000);
    const taking = replica.take(log.events).catch((error: unknown) => error);
    await replica.close();
    expect(await taking).toMatchObject({ code: 'store-closed' });
    const again = open({ path }).replica;
    expect([idsOf(again), again.counts().staged]).toEqual([[], 1000]);
    await again.take(log.events);
    expect(idsOf(again)).toHaveLength(1000);
    expect((await again.verify()).faults).toEqual([]);
  });

  test('that is under way keeps everything else that writes from the replica', async () => {
    const { replica } = open();
    const log = createClusterLog();
    for (let number = 0; number < 600; number += 1)
      log.stage('seen-kyiv', seen(`i${number}`), { id, number });
    log.end(id, 600);
    const taking = replica.take(log.events);
    expect(() => replica.plan([])).toThrow('Broken promise');
    expect(() => replica.beginImport()).toThrow('Broken promise');
    expect(() => replica.empty()).toThrow('Broken promise');
    await expect(replica.take([])).rejects.toThrow('Broken promise');
    expect(replica.stamp().at).toBe(noonMs);
    await taking;
    expect(idsOf(replica)).toHaveLength(600);
  });
});

describe('an import that is checked beforehand', () => {
  test('comes to what it would come to, and nothing of it is kept', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')], { recordedAt: 3 });
    await replica.take(log.events);
    const checked = replica.beginImport();
    expect(checked.take({ stream: 'seen-kyiv', event: seen('a') })).toBeUndefined();
    expect(checked.take({ stream: 'seen-kyiv', event: seen('b'), recordedAt: 9 })).toEqual({
      event: seen('b'),
      recordedAt: 9,
    });
    expect(checked.take({ stream: 'seen-kyiv', event: seen('c') })?.recordedAt).toBe(noonMs);
    expect(checked.result()).toEqual({ recorded: 2, repeated: 1, position: 3 });
    expect(idsOf(replica)).toEqual(['a']);
    checked.end();
    checked.end();
    expect(replica.reads.head()).toEqual({ position: 1, recordedAt: 3 });
    expect((await replica.verify()).faults).toEqual([]);
    log.append('seen-kyiv', [seen('z')]);
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a', 'z']);
  });

  test('throws with the place what recording it would throw', async () => {
    const { replica } = open();
    const checked = replica.beginImport();
    const bad = { stream: 'seen-kyiv', event: retracts('x', 'nobody'), place: 'line 12' };
    const { code, facts } = await errorOf(() => checked.take(bad));
    expect([code, facts['place']]).toEqual(['unknown-event', 'line 12']);
    checked.end();
    expect(replica.plan([])).toEqual([]);
  });

  test('restates corrections, also of what it brings itself, however many there are', async () => {
    const { replica } = open({ path: newPath() });
    const checked = replica.beginImport();
    for (let number = 0; number < 700; number += 1)
      checked.take({ stream: 'seen-kyiv', event: seen(`i${number}`), recordedAt: number });
    const event = { ...retracts('r', 'i3') };
    expect(checked.take({ stream: 'seen-kyiv', event })?.event).toEqual(event);
    checked.end();
    expect((await replica.verify()).events).toBe(0);
  });
});

function codeOf(outcome: ImportOutcome | undefined): unknown {
  return outcome?.kind === 'parked' && 'code' in outcome.error ? outcome.error.code : undefined;
}
