import { copyFileSync, existsSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

import { describe, expect, test } from 'vitest';

import type { Replica } from '../../src/store/kurrentdb/parts.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { createClusterLog, createdMs, namedId } from '../support/cluster-events.ts';
import { idsOf, replicasAtHand, takeInParts } from '../support/replica-at-hand.ts';
import { append, catalogue, errorOf, historyIds, noonMs, seen } from './contract/setup.ts';

const { open, newPath } = replicasAtHand();

/** A log of so many events, with something parked and something of an import that waits. */
function filledLog(events: number, prefix = '') {
  const log = createClusterLog(prefix);
  log.create(namedId('log'));
  log.write(`${prefix}seen-odesa`, {});
  log.stage('seen-odesa', seen('waits'), { id: namedId('import'), number: 0 });
  for (let index = 0; index < events; index += 1)
    log.append('seen-kyiv', [seen(`e${index}`, '2025-07-03', { summary: `w${index} ${'x'.repeat(300)}` })]);
  return log;
}

describe('the file of a replica', () => {
  test('opened again is as it was', async () => {
    const { replica, path } = open();
    const log = filledLog(5);
    await takeInParts(replica, log.events, 3);
    replica.noteCaughtUp();
    const before = tellingOf(replica);
    await replica.close();
    const again = open({ path }).replica;
    expect(tellingOf(again)).toEqual(before);
    expect([again.wasCaughtUp(), again.identity()]).toEqual([true, namedId('log')]);
    expect((await again.verify()).faults).toEqual([]);
  });

  test('that lost its index, or has that of another log, answers as before', async () => {
    const [one, other] = [open(), open()];
    const log = filledLog(20);
    for (const { replica, path } of [one, other]) {
      await replica.take(log.events.slice(path === one.path ? 0 : 1));
      await replica.close();
    }
    rmSync(`${one.path}-index`);
    for (const { path } of [one, one]) {
      const { replica } = open({ path });
      expect(historyOf(replica)).toHaveLength(20);
      expect((await replica.verify()).faults).toEqual([]);
      await replica.close();
      copyFileSync(`${other.path}-index`, `${path}-index`);
    }
  });

  test('that lost its last commits, but not those of its index, is followed on from where it stands', async () => {
    const { replica, path } = open();
    const log = filledLog(20);
    await replica.take(log.events.slice(0, 10));
    await replica.close();
    const [file, kept] = [path, newPath()];
    copyFileSync(file, kept);
    const more = open({ path });
    await more.replica.take(log.events.slice(10));
    await more.replica.close();
    copyFileSync(kept, file);
    rmSync(`${file}-wal`, { force: true });
    const again = open({ path }).replica;
    expect(again.resumeAfter()?.position).toEqual(log.events[9]?.position);
    await again.take(log.events);
    expect(historyOf(again)).toHaveLength(20);
    expect((await again.verify()).faults).toEqual([]);
  });

  test('that another process writes to is in use', async () => {
    const { path } = open();
    const { code, message } = await errorOf(() => open({ path }));
    expect([code, message]).toEqual([
      'store-in-use',
      expect.stringMatching(/^esdb:\/\/cluster is in use by process/),
    ]);
  });

  test.each(['categories', 'prefix'] as const)('of another scope is emptied: %s', async (what) => {
    const { replica, path } = open({ scope: { prefix: '', categories: ['seen', 'told'], foreign: 'park' } });
    await replica.take(filledLog(3).events);
    await replica.close();
    const same = open({ path, scope: { prefix: '', categories: ['told', 'seen', 'told'], foreign: 'stop' } });
    expect(idsOf(same.replica)).toHaveLength(3);
    await same.replica.close();
    const scope = what === 'prefix' ? { prefix: 'x.' } : { prefix: '', categories: ['seen'] };
    const other = open({ path, scope: { ...scope, foreign: 'park' } }).replica;
    expect([idsOf(other), other.identity(), other.resumeAfter()]).toEqual([[], undefined, undefined]);
  });

  test.each([0, 2])('of format %s is emptied', async (version) => {
    const { replica, path } = open();
    await replica.take(filledLog(3).events);
    await replica.close();
    const file = new DatabaseSync(path);
    file.exec(`PRAGMA user_version = ${version}; DROP TABLE follow`);
    file.close();
    const again = open({ path }).replica;
    expect(idsOf(again)).toEqual([]);
    await again.take(filledLog(3).events);
    expect(idsOf(again)).toHaveLength(3);
  });

  test.each([
    ['the page that says what is in it', 100, 3000],
    ['every page but the first', 4096, 1_000_000],
    ['a table that is gone', 0, 0],
  ])('that is damaged is emptied, and filled anew: %s', async (_, from, length) => {
    const { replica, path } = open();
    const log = filledLog(200);
    await replica.take(log.events);
    await replica.close();
    if (length === 0) dropTable(path);
    else damage(path, from, length);
    const again = open({ path }).replica;
    expect(idsOf(again)).toEqual([]);
    expect(again.resumeAfter()).toBeUndefined();
    await again.take(log.events);
    expect(historyOf(again)).toHaveLength(200);
    expect((await again.verify()).faults).toEqual([]);
  });

  test('that is none of Asof is refused, and left as it is', async () => {
    const path = newPath();
    const other = new DatabaseSync(path);
    other.exec('CREATE TABLE notes (text TEXT)');
    other.close();
    const before = readFileSync(path);
    expect((await errorOf(() => open({ path }))).code).toBe('store-foreign');
    expect((await errorOf(() => open({ path, readOnly: true }))).code).toBe('store-foreign');
    expect(readFileSync(path).equals(before)).toBe(true);
    const text = newPath();
    writeFileSync(text, 'not a database, but a file that somebody may want to keep'.repeat(99));
    expect((await errorOf(() => open({ path: text }))).code).toBe('store-foreign');
    expect(readFileSync(text, 'utf8')).toMatch(/^not a database/);
  });

  test('is no store of SQLite, nor is such a store a replica', async () => {
    const { replica, path } = open();
    await replica.close();
    expect((await errorOf(() => openStore(path))).code).toBe('store-foreign');
    const own = newPath();
    const store = openStore(own);
    await append(store, 'seen-kyiv', [seen('a')]);
    await store.close();
    expect((await errorOf(() => open({ path: own }))).code).toBe('store-foreign');
    const still = openStore(own);
    expect(still.head().position).toBe(1);
    await still.close();
  });

  test('that is closed says so', async () => {
    const { replica } = open();
    await replica.close();
    await replica.close();
    expect((await errorOf(() => replica.reads.head())).code).toBe('store-closed');
    expect((await errorOf(() => replica.reads.positionAt(0))).code).toBe('store-closed');
    expect((await errorOf(replica.take(filledLog(1).events))).code).toBe('store-closed');
    expect((await errorOf(() => replica.plan([]))).code).toBe('store-closed');
    expect((await errorOf(() => replica.parked({ limit: 1 }))).code).toBe('store-closed');
    expect((await errorOf(() => replica.empty())).code).toBe('store-closed');
  });

  test('says when something in it is not as it was taken in', async () => {
    const { replica, path } = open();
    await replica.take(filledLog(3).events);
    await replica.close();
    const file = new DatabaseSync(path);
    file.exec(
      'DELETE FROM cluster_place WHERE position = 2; DELETE FROM parked; UPDATE cluster_stream SET revision = 1',
    );
    file.close();
    const { faults } = await open({ path }).replica.verify();
    expect(faults.map(({ what }) => what)).toEqual([
      'the replica is not as it says: 1 events have no place in the cluster',
      expect.stringMatching(/parked/),
      expect.stringMatching(/streams/),
    ]);
  });
});

describe('a replica is bound to a log', () => {
  test('by hand, or by the event that names it, and keeps what it has of that', async () => {
    const [byHand, byEvent] = [open(), open()];
    byHand.replica.bind(namedId('log'));
    for (const { replica } of [byHand, byEvent]) {
      await replica.take(filledLog(2).events);
      replica.bind(namedId('log'));
      expect([replica.identity(), idsOf(replica)]).toEqual([namedId('log'), ['e0', 'e1']]);
    }
  });

  test('and is emptied for another one, while those who read go on', async () => {
    const { replica, path } = open();
    const reads = { ...replica.reads };
    await replica.take(filledLog(2).events);
    replica.noteCaughtUp();
    const build = reads.projections.begin({ projection: 'p', version: 1, fingerprint: 'f' });
    expect(reads.projections.builds()).toEqual([build]);
    replica.bind(namedId('other'));
    expect([idsOf(replica), reads.head().position, reads.endAfter(0)]).toEqual([[], 0, undefined]);
    expect([replica.wasCaughtUp(), replica.counts()]).toEqual([false, { parked: 0, leftOut: 0, staged: 0 }]);
    expect(reads.projections.builds()).toEqual([]);
    const reached = reads.reached(1, AbortSignal.timeout(60_000));
    const log = createClusterLog();
    log.create(namedId('other'));
    log.append('seen-lviv', [seen('new')]);
    await replica.take(log.events);
    await reached;
    expect(reads.readLog({ after: 0, limit: 9 }).map(({ id }) => id)).toEqual(['new']);
    expect(reads.streams().map(({ stream }) => stream)).toEqual(['seen-lviv']);
    await replica.close();
    expect(open({ path }).replica.identity()).toBe(namedId('other'));
  });

  test('and takes nothing in of another one', async () => {
    const { replica } = open();
    replica.bind(namedId('other'));
    const { code, facts } = await errorOf(replica.take(filledLog(1).events));
    expect([code, facts]).toEqual(['store-corrupt', { log: namedId('log'), followed: namedId('other') }]);
  });

  test('that names itself twice, or by nothing, is named by the first event only', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.create(namedId('log'));
    log.create(namedId('other'));
    log.write('asof-log', { type: 'AsofImportEnded', data: {} });
    await replica.take(log.events);
    expect([replica.identity(), replica.counts().parked]).toEqual([namedId('log'), 2]);
  });

  test('and can be emptied by hand', async () => {
    const { replica } = open();
    await replica.take(filledLog(2).events);
    replica.empty();
    expect([replica.identity(), idsOf(replica), replica.takenThrough()]).toEqual([undefined, [], undefined]);
    await replica.take(filledLog(2).events);
    expect(idsOf(replica)).toHaveLength(2);
  });
});

describe('a replica that is only read', () => {
  test('sees what is taken in by another, and refuses what would write', async () => {
    const { replica, path } = open();
    const reader = open({ path, readOnly: true }).replica;
    await replica.take(filledLog(3).events);
    await reader.reads.reached(replica.reads.head().position, AbortSignal.timeout(60_000));
    expect(tellingOf(reader)).toEqual(tellingOf(replica));
    expect([reader.identity(), reader.wasCaughtUp()]).toEqual([namedId('log'), false]);
    expect(reader.reads.positionAt(8e15)).toEqual({ position: 3, instant: noonMs });
    expect((await reader.verify()).faults).toEqual([]);
    const refused = [
      () => reader.bind('x'),
      () => reader.empty(),
      () => reader.plan([]),
      () => reader.stamp(),
      () => reader.beginImport(),
      () => reader.forgetPart(),
      () => reader.rewind(),
      () => reader.noteCaughtUp(),
      () => reader.passed({ commit: 1n, prepare: 1n }, 'x'),
    ];
    for (const work of refused) expect((await errorOf(work)).code).toBe('store-read-only');
    expect((await errorOf(reader.take([]))).code).toBe('store-read-only');
    expect(reader.reads.projections.isWritable()).toBe(false);
  });

  test('has to be there, and of the same scope', async () => {
    const path = newPath();
    expect((await errorOf(() => open({ path, readOnly: true }))).code).toBe('unknown-file');
    expect(existsSync(path)).toBe(false);
    open({ path });
    const scope = { prefix: 'x.', foreign: 'park' } as const;
    expect((await errorOf(() => open({ path, readOnly: true, scope }))).code).toBe('store-unreachable');
  });
});

function openStore(path: string) {
  return openSqliteStore({ path, catalogue, clock: () => noonMs });
}

function historyOf({ reads }: Replica) {
  return historyIds(reads as Parameters<typeof historyIds>[0]);
}

function tellingOf(replica: Replica) {
  return {
    ids: idsOf(replica),
    history: historyOf(replica),
    head: replica.reads.head(),
    parked: replica.parked({ limit: 9 }),
    counts: replica.counts(),
    resume: replica.resumeAfter(),
    through: replica.takenThrough(),
    found: replica.reads.history({
      position: 3,
      asOf: createdMs,
      certainty: 'possible',
      order: 'oldest-first',
      limit: 9,
      text: 'w1',
    }),
  };
}

function damage(path: string, from: number, length: number): void {
  const size = Math.min(length, readFileSync(path).length - from);
  const file = openSync(path, 'r+');
  writeSync(file, Buffer.alloc(size, 0x5a), 0, size, from);
}

function dropTable(path: string): void {
  const file = new DatabaseSync(path);
  file.exec('DROP TABLE cluster_stream; DROP TABLE event');
  file.close();
}
