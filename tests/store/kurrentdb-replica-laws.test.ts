import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import type { EventLog } from '../../src/store/port.ts';
import type { ClusterStep } from '../support/cluster-scripts.ts';
import { clusterScriptArbitrary, writeCluster } from '../support/cluster-scripts.ts';
import { lawSeed } from '../support/in-stores.ts';
import { recordedAlone } from '../support/recorded-alone.ts';
import type { Wrong } from '../support/replica-ways.ts';
import { comesTo, openScripted, plainWay, rightScope, wayArbitrary } from '../support/replica-ways.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const numRuns = 60;

describe('what a log comes to', () => {
  test('is the same on every node, however it comes in, whatever the node knows and asks, and wherever it is cut off', async () => {
    await fc.assert(sameOnEveryNode(), { numRuns, seed: lawSeed });
  });

  test('is found to differ when a node forgets what it waits for', async () => {
    const { failed } = await fc.check(sameOnEveryNode({ forgets: true, ...rightScope }), canary);
    expect(failed).toBe(true);
  });

  test('is found to differ when a node takes in what others left out', async () => {
    const differing = fc.asyncProperty(clusterScriptArbitrary(), async (script) => {
      const events = writeCluster(script);
      const one = await comesTo(folder.file(), events, plainWay);
      const other = await comesTo(folder.file(), events, plainWay, { categories: undefined });
      expect(other.tables).toEqual({ ...one.tables, follow: other.tables['follow'] });
    });
    expect((await fc.check(differing, canary)).failed).toBe(true);
  });

  test('is what a log of its own records of the same appends, down to the hash', async () => {
    const appends = clusterScriptArbitrary().map((script) => script.filter(isForBoth));
    const law = fc.asyncProperty(appends, async (script) => {
      const events = writeCluster(script);
      const replica = openScripted(folder.file(), 'all', rightScope.categories);
      const own = await recordedAlone(events);
      await replica.take(events);
      expect(partsOf(replica.reads)).toEqual(partsOf(own.log));
      expect(replica.parked({ limit: 1000 }).map(({ code }) => code)).toEqual(own.errors);
      expect(await replica.verify()).toEqual(await own.log.verify());
      await replica.close();
    });
    await fc.assert(law, { numRuns, seed: lawSeed });
  });

  test('is tried on logs with everything in it', async () => {
    const seenOf = { recorded: 0, parked: 0, staged: 0, requests: 0, imports: 0, repeats: 0 };
    const counting = fc.asyncProperty(clusterScriptArbitrary(), async (script) => {
      const { tables } = await comesTo(folder.file(), writeCluster(script), plainWay);
      seenOf.recorded += tables['event']?.length ?? 0;
      seenOf.parked += tables['parked']?.length ?? 0;
      seenOf.staged += tables['staged']?.length ?? 0;
      seenOf.requests += tables['request']?.length ?? 0;
      seenOf.imports += tables['import']?.filter((row) => !row.includes('"recorded":null')).length ?? 0;
      seenOf.repeats += script.filter((step) => step.do === 'write-again').length;
    });
    await fc.assert(counting, { numRuns: 50, seed: lawSeed });
    for (const [what, count] of Object.entries(seenOf)) expect([what, count > 10]).toEqual([what, true]);
  });
});

/** What is no event at all, or of a type that the other log does not know, is not for it to record. */
function isForBoth(step: ClusterStep): boolean {
  return (
    step.do === 'append' && step.events.every(({ does }) => does !== 'is-bad' && does !== 'knows-no-type')
  );
}

/** One failure is enough, and need not be the smallest. */
const canary = { numRuns, seed: lawSeed, endOnFailure: true };

function sameOnEveryNode(wrong?: Wrong) {
  return fc.asyncProperty(clusterScriptArbitrary(), wayArbitrary, async (script, way) => {
    const events = writeCluster(script);
    const one = await comesTo(folder.file(), events, plainWay);
    expect(one.faults).toEqual([]);
    expect(await comesTo(folder.file(), events, way, wrong)).toEqual(one);
  });
}

function partsOf({ readLog, audit, head }: Pick<EventLog, 'readLog' | 'audit' | 'head'>) {
  return [readLog({ after: 0, limit: 10_000 }), audit({ after: 0, limit: 10_000 }), head()];
}
