import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import type { ClusterEvent, Replica } from '../../src/store/kurrentdb/parts.ts';
import { createClusterLog, namedId } from '../support/cluster-events.ts';
import { clusterScriptArbitrary, writeCluster } from '../support/cluster-scripts.ts';
import { failingCodes, withFailingCommits, withoutRoomFrom } from '../support/failing-statements.ts';
import { lawSeed } from '../support/in-stores.ts';
import { faultsOf, idsOf, replicasAtHand } from '../support/replica-at-hand.ts';
import { replicaTables } from '../support/replica-tables.ts';
import { comesTo, openScripted, plainWay, rightScope } from '../support/replica-ways.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { errorOf, noonMs, seen } from './contract/setup.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());
const { open } = replicasAtHand();

describe('a replica without room', () => {
  test('takes nothing in, and all of it when there is room again', async () => {
    const { replica, batches } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a'), seen('b')]);
    await replica.take(log.events.slice(0, 1));
    await withFailingCommits(failingCodes.full, async () => {
      expect((await errorOf(replica.take(log.events.slice(1)))).code).toBe('store-full');
    });
    expect([idsOf(replica), batches.size, replica.takenThrough()]).toEqual([[], 0, log.events[0]?.position]);
    await replica.take(log.events.slice(1));
    expect(idsOf(replica)).toEqual(['a', 'b']);
    expect(await faultsOf(replica)).toEqual([]);
  });

  test('does not pass what it could not keep', async () => {
    const { replica } = open();
    const passing = () => replica.passed({ commit: 900n, prepare: 900n }, 'x');
    await withFailingCommits(failingCodes.full, async () => {
      expect((await errorOf(passing)).code).toBe('store-full');
    });
    expect([replica.takenThrough(), replica.resumeAfter()]).toEqual([undefined, undefined]);
    passing();
    expect(replica.takenThrough()).toEqual(replica.resumeAfter()?.position);
  });

  test('keeps an import waiting, and records it when its end comes again', async () => {
    const { replica, imports } = open();
    const log = createClusterLog();
    const id = namedId('import');
    for (let number = 0; number < 300; number += 1)
      log.stage('seen-kyiv', seen(`i${number}`), { id, number });
    await replica.take(log.events);
    log.end(id, 300);
    await withFailingCommits(failingCodes.full, async () => {
      expect((await errorOf(replica.take(log.events.slice(-1)))).code).toBe('store-full');
    });
    expect([replica.counts().staged, imports.size, replica.reads.head().position]).toEqual([300, 0, 0]);
    replica.forgetPart();
    await replica.take(log.events.slice(-1));
    expect([replica.counts().staged, replica.reads.head().position]).toEqual([0, 300]);
    expect(await faultsOf(replica)).toEqual([]);
  });

  test('for its index says so to those who read, and catches up when there is', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    log.append('seen-kyiv', [seen('b')]);
    await replica.take(log.events.slice(0, 1));
    await withFailingCommits(
      failingCodes.full,
      async () => expect((await errorOf(() => replica.reads.head())).code).toBe('store-full'),
      '-index',
    );
    await replica.take(log.events.slice(1));
    expect(idsOf(replica)).toEqual(['a', 'b']);
    expect(await faultsOf(replica)).toEqual([]);
  });

  test('comes to the same as any other, whichever statement found no room first', async () => {
    const law = fc.asyncProperty(
      clusterScriptArbitrary(16),
      fc.array(fc.nat(60), { minLength: 1, maxLength: 6 }),
      async (script, statements) => {
        const events = writeCluster(script);
        const one = await comesTo(folder.file(), events, plainWay);
        const path = folder.file();
        const replica = openScripted(path, 'all', rightScope.categories);
        for (const statement of statements) {
          await withoutRoomFrom(statement, async () => stopsAt(replica, unseenBy(replica, events)));
          replica.forgetPart();
        }
        await stopsAt(replica, unseenBy(replica, events));
        expect(await faultsOf(replica)).toEqual([]);
        await replica.close();
        expect(replicaTables(path)).toEqual(one.tables);
      },
    );
    await fc.assert(law, { numRuns: 60, seed: lawSeed });
  });

  test('is tried with many a statement that finds none', async () => {
    let found = 0;
    for (let statement = 0; statement < 30; statement += 1) {
      const { replica } = open();
      const log = createClusterLog();
      log.append('seen-kyiv', [seen('a'), seen('b')]);
      log.append('seen-lviv', [seen('c')]);
      const isFound = await withoutRoomFrom(statement, async () => stopsAt(replica, log.events));
      if (isFound) found += 1;
      expect(idsOf(replica)).toHaveLength(isFound ? 0 : 3);
    }
    expect(found).toBeGreaterThan(8);
  });
});

describe('a replica that is emptied while there is no room', () => {
  test('is made anew as soon as there is', async () => {
    const { replica } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    await replica.take(log.events);
    await withFailingCommits(failingCodes.full, async () => {
      expect((await errorOf(() => replica.empty())).code).toBe('store-full');
      expect((await errorOf(() => replica.resumeAfter())).code).toBe('store-full');
      expect((await errorOf(() => replica.reads.head())).code).toBe('store-full');
    });
    expect([replica.resumeAfter(), replica.reads.head().position]).toEqual([undefined, 0]);
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a']);
    expect(await faultsOf(replica)).toEqual([]);
  });
});

describe('a replica whose disk fails', () => {
  test('takes nothing more in, while those who read go on, until it is emptied', async () => {
    const { replica, path } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    log.append('seen-kyiv', [seen('b')]);
    await replica.take(log.events.slice(0, 1));
    await withFailingCommits(failingCodes.broken, async () => {
      expect((await errorOf(replica.take(log.events.slice(1)))).code).toBe('store-unreachable');
    });
    const refused = [
      () => replica.plan([]),
      () => replica.passed({ commit: 900n, prepare: 900n }, 'x'),
      () => replica.noteCaughtUp(),
      () => replica.beginImport(),
    ];
    for (const work of refused) expect((await errorOf(work)).code).toBe('store-poisoned');
    expect((await errorOf(replica.take(log.events))).code).toBe('store-poisoned');
    expect([idsOf(replica), replica.reads.positionAt(noonMs).position]).toEqual([['a'], 1]);
    replica.empty();
    await replica.take(log.events);
    expect(idsOf(replica)).toEqual(['a', 'b']);
    await replica.close();
    expect(await faultsOf(open({ path }).replica)).toEqual([]);
  });

  test('goes on from where it stood when it is opened again', async () => {
    const { replica, path } = open();
    const log = createClusterLog();
    log.append('seen-kyiv', [seen('a')]);
    log.append('seen-kyiv', [seen('b')]);
    await replica.take(log.events.slice(0, 1));
    await withFailingCommits(failingCodes.broken, async () => {
      await errorOf(replica.take(log.events.slice(1)));
    });
    await replica.close();
    const again = open({ path }).replica;
    expect(again.resumeAfter()?.position).toEqual(log.events[0]?.position);
    await again.take(log.events.slice(1));
    expect(idsOf(again)).toEqual(['a', 'b']);
  });
});

/** Gives events to a replica, whatever it stops at. */
async function stopsAt(replica: Replica, events: readonly ClusterEvent[]): Promise<void> {
  try {
    await replica.take(events);
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
  }
}

function unseenBy(replica: Replica, events: readonly ClusterEvent[]): readonly ClusterEvent[] {
  const resume = replica.resumeAfter()?.position.commit;
  return events.filter(({ position }) => resume === undefined || position.commit > resume);
}
