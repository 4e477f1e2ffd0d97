import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import { afterAll, describe, expect, test } from 'vitest';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { findFreePort } from '../support/free-port.ts';
import { findCluster, withParameters } from '../support/kurrent-cluster.ts';
import { logOf, nodesOf } from '../support/node-pair.ts';
import type { OpenNode } from '../support/node-pair.ts';
import { testEvents } from '../support/vocabulary.ts';
import type { WireServing } from '../support/wire-serving.ts';
import { startWire } from '../support/wire-serving.ts';

const cluster = await findCluster();
const { open, close, file } = nodesOf(cluster);

describe(`the replica of a node, on ${cluster.title}`, () => {
  test('is filled again, to the same, after it was deleted', async () => {
    const url = cluster.newLog();
    const node = open({ url });
    await appendSome(node, 30);
    const log = logOf(node);
    await close(node);
    for (const ending of ['', '-wal', '-shm', '-index', '-index-wal', '-index-shm', '-lock'])
      rmSync(`${node.path}${ending}`, { force: true });
    const again = open({ url, path: node.path });
    await again.ready();
    expect(logOf(again)).toEqual(log);
    expect((await again.store.verify()).faults).toEqual([]);
  });

  test('goes on where it was when it is opened again, with what was appended meanwhile', async () => {
    const url = cluster.newLog();
    const [one, other] = [open({ url }), open({ url })];
    await appendSome(one, 10);
    await one.ready();
    await close(one);
    await appendSome(other, 10);
    const again = open({ url, path: one.path });
    await again.ready();
    expect(logOf(again)).toEqual(logOf(other));
    expect(again.timeline.following()?.share ?? 1).toBe(1);
  });

  test('that is of another log, or of the same with other bounds, is filled anew', async () => {
    const url = cluster.newLog();
    const [first, second] = [open({ url }), open({ url: cluster.newLog() })];
    await appendSome(first, 5);
    await first.timeline.append('heard-all', [sighting()]);
    await appendSome(second, 7);
    await close(first);
    const bounded = open({ url: withParameters(url, { asofCategories: 'seen' }), path: first.path });
    await bounded.ready();
    expect(bounded.timeline.streams().map(({ stream }) => stream)).toEqual(['seen-kyiv']);
    await close(bounded);
    await close(second);
    const moved = open({ url, path: second.path });
    await moved.ready();
    expect(logOf(moved)).toHaveLength(6);
    expect((await moved.store.verify()).faults).toEqual([]);
  });

  test('is not made of a file that is something else, which stays as it is', async () => {
    const path = file();
    const store = openSqliteStore({ path, catalogue: createCatalogue(testEvents), clock: Date.now });
    await store.close();
    const text = file();
    writeFileSync(text, 'My notes of the day, which are no database.\n'.repeat(100));
    for (const one of [path, text]) {
      const before = readFileSync(one);
      expect(() => open({ url: cluster.newLog(), path: one })).toThrow(
        expect.objectContaining({ category: 'corrupt' }),
      );
      expect(readFileSync(one).equals(before)).toBe(true);
    }
    expect(existsSync(`${text}-index`)).toBe(false);
  });

  test('two nodes with different prefixes know nothing of each other', async () => {
    const [one, other] = [open({ url: cluster.newLog() }), open({ url: cluster.newLog() })];
    await Promise.all([appendSome(one, 4), appendSome(other, 6)]);
    await Promise.all([one.ready(), other.ready()]);
    expect([logOf(one).length, logOf(other).length]).toEqual([4, 6]);
    expect(one.timeline.parked()).toEqual([]);
  });
});

describe('a cluster whose history is another than a node has taken in', () => {
  const path = file();
  let serving: WireServing | undefined;
  let port: number | undefined;
  afterAll(async () => serving?.stop('SIGKILL'));
  const start = async (at: string) => {
    port ??= await findFreePort();
    serving = await startWire({ store: `sqlite:${at}`, raw: true, port });
    return withParameters(`esdb://127.0.0.1:${serving.port}`, { tls: 'false', asofPrefix: 'lost.' });
  };

  test('is noticed: it was set back to an older copy, or is another cluster, and the replica is filled anew', async () => {
    const url = await start(path);
    const node = open({ url });
    await appendSome(node, 10);
    await serving?.stop('SIGTERM');
    copyFileSync(path, `${path}.copy`);
    await start(path);
    await appendSome(node, 10);
    await node.ready();
    await close(node);
    // Set back, with other events after that.
    await serving?.stop('SIGTERM');
    await start(`${path}.copy`);
    const other = open({ url });
    await appendSome(other, 10);
    await other.ready();
    const back = open({ url, path: node.path });
    await back.ready();
    expect(logOf(back)).toEqual(logOf(other));
    expect(logOf(back)).toHaveLength(20);
    await close(back);
    await close(other);
    // Another cluster at the same address.
    await serving?.stop('SIGTERM');
    await start(`${path}.other`);
    const elsewhere = open({ url });
    await appendSome(elsewhere, 3);
    const again = open({ url, path: node.path });
    await again.ready();
    expect(logOf(again)).toEqual(logOf(elsewhere));
    expect((await again.store.verify()).faults).toEqual([]);
  });

  test('that is away refuses appends within their deadline, and is read on meanwhile', async () => {
    await serving?.stop('SIGKILL');
    const url = await start(file());
    await appendSome(open({ url }), 3);
    const node = open({ url: withParameters(url, { defaultDeadline: 700 }) });
    await node.ready();
    await serving?.stop('SIGKILL');
    const began = Date.now();
    await expect(node.timeline.append('seen-kyiv', [sighting()])).rejects.toMatchObject({
      code: 'store-unreachable',
      category: 'unavailable',
    });
    // Where nothing is said it is ten seconds.
    expect(Date.now() - began).toBeLessThan(8000);
    expect(await node.timeline.state('digest')).toMatchObject({ state: { facts: 3 } });
    expect(node.timeline.health()).toBe('unreachable');
    expect(node.timeline.following()?.why).toBeTruthy();
  });
});

function sighting() {
  const id = randomUUID();
  return { id, type: 'ThingSeen', occurred: '2025-07-03T12:00:00Z', data: { title: id, count: 1 } };
}

async function appendSome({ timeline }: OpenNode, count: number): Promise<void> {
  for (let done = 0; done < count; done += 1) await timeline.append('seen-kyiv', [sighting()]);
}
