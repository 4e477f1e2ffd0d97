import { createHash, randomUUID } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import { formatInstant } from '../../src/domain/instant.ts';
import type { Moment } from '../../src/domain/moment.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openTimeline } from '../../src/open.ts';
import { createChance, faultSeed } from '../support/fault-chance.ts';
import type { Chance } from '../support/fault-chance.ts';
import { findCluster } from '../support/kurrent-cluster.ts';
import { workMixed } from '../support/mixed-work.ts';
import { logOf, nodesOf } from '../support/node-pair.ts';
import { seenInOrder } from '../support/projections.ts';
import { testEvents } from '../support/vocabulary.ts';

const cluster = await findCluster();
const { open, pair } = nodesOf(cluster);
const projections = [seenInOrder];
const moments = 1000;

describe(`two nodes on one log, on ${cluster.title}`, () => {
  test(`have the same positions, recorded times and audit trail, and states at ${moments} moments that hash the same, and so have one that comes later and a file that it is moved to`, async () => {
    const chance = createChance(faultSeed);
    const url = cluster.newLog();
    const a = open({ url }, projections);
    // Half a minute behind.
    const b = open({ url, clock: () => Date.now() - 30_000 }, projections);
    const work = await workMixed([a.timeline, b.timeline], { waves: 16, chance });
    const late = open({ url }, projections);
    for (const node of [a, b, late]) await node.ready();
    const moved = await openTimeline({ store: 'memory:', events: testEvents, projections });
    await moved.import(a.timeline.export());

    const log = logOf(a);
    expect(log.length).toBeGreaterThan(200);
    expect(logOf(b)).toEqual(log);
    expect(logOf(late)).toEqual(log);
    expect(moved.log({ after: 0, limit: 1_000_000 })).toEqual(log);
    for (const node of [b, late]) {
      expect(node.timeline.audit({ limit: 1000 })).toEqual(a.timeline.audit({ limit: 1000 }));
      expect(node.timeline.parked({ limit: 1000 })).toEqual(a.timeline.parked({ limit: 1000 }));
      expect((await node.store.verify()).faults).toEqual([]);
    }
    const sampled = Array.from({ length: moments }, () => momentIn(a.timeline, chance));
    const [first, ...others] = await Promise.all(
      [a.timeline, b.timeline, late.timeline, moved].map(async (timeline) => hashes(timeline, sampled)),
    );
    for (const other of others) expect(other).toEqual(first);
    const { size } = new Set(first);
    console.log(
      `two nodes: seed ${faultSeed}, ${JSON.stringify(work)}, ${log.length} events, ${moments} moments, ${size} different states`,
    );
    expect(size).toBeGreaterThan(moments / 4);
    await moved.close();
  });

  test('answer one for what was appended through the other, by the position that it was told', async () => {
    const { a, b } = pair();
    for (let round = 1; round <= 40; round += 1) {
      const [writes, reads] = round % 2 === 0 ? [a, b] : [b, a];
      const { position } = await writes.timeline.append('seen-kyiv', [sighting()]);
      const { state, moment } = await reads.timeline.state('digest', { minPosition: position });
      expect(state).toMatchObject({ facts: round });
      expect(moment.position).toBe(round);
    }
  });

  test('give an append of a clock that is far ahead the time of the cluster, and none runs backwards', async () => {
    const url = cluster.newLog();
    const ahead = open({ url, clock: () => Date.now() + 3_600_000 });
    const behind = open({ url, clock: () => Date.now() - 3_600_000 });
    for (let round = 0; round < 3; round += 1)
      for (const { timeline } of [behind, ahead]) await timeline.append('seen-kyiv', [sighting()]);
    await Promise.all([ahead.ready(), behind.ready()]);
    const times = logOf(ahead).map(({ recordedAt }) => recordedAt);
    expect(logOf(behind).map(({ recordedAt }) => recordedAt)).toEqual(times);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    // What the clock that is behind says of its first append is believed.
    expect(Math.abs((times[0] ?? 0) + 3_600_000 - Date.now())).toBeLessThan(60_000);
    for (const time of times.slice(1)) expect(Math.abs(time - Date.now())).toBeLessThan(60_000);
  });

  test('show an import through one of them whole or not at all, and at one place, whatever is appended meanwhile', async () => {
    const { a, b } = pair();
    const seen = new Set<number>();
    const watching = new AbortController();
    const watch = async () => {
      while (!watching.signal.aborted) {
        const log = logOf(b);
        seen.add(log.filter(({ stream }) => stream === 'seen-imported').length);
        await b.store.reached(log.length + 1, AbortSignal.any([watching.signal, AbortSignal.timeout(20)]));
      }
    };
    const watched = watch();
    const imported = Array.from({ length: 400 }, () => ({ ...sighting(), stream: 'seen-imported' }));
    const appends = async () => {
      for (let count = 0; count < 30; count += 1)
        await (count % 2 === 0 ? a : b).timeline.append('seen-kyiv', [sighting()]);
    };
    await Promise.all([a.timeline.import(imported), appends()]);
    await Promise.all([a.ready(), b.ready()]);
    watching.abort();
    await watched;
    const log = logOf(b);
    expect(logOf(a)).toEqual(log);
    expect([...seen].every((count) => count === 0 || count === 400)).toBe(true);
    const first = log.findIndex(({ stream }) => stream === 'seen-imported');
    expect(log.slice(first, first + 400).map(({ id }) => id)).toEqual(imported.map(({ id }) => id));
    expect(log).toHaveLength(430);
  });
});

function sighting() {
  const id = randomUUID();
  return { id, type: 'ThingSeen', occurred: '2025-07-03T12:00:00Z', data: { title: id, count: 1 } };
}

/** A moment somewhere in the log: known at a position, or at an instant. */
function momentIn(timeline: Timeline, chance: Chance): Moment {
  const position = 1 + chance.below(timeline.head().position);
  const recordedAt = timeline.log({ after: position - 1, limit: 1 })[0]?.recordedAt ?? 0;
  return {
    asOf: Date.UTC(2025, 5, 25) + chance.below(30 * 86_400_000),
    knownAt: chance.hits(0.3) ? formatInstant(recordedAt) : position,
    certainty: chance.pick(['possible', 'certain'] as const),
  };
}

async function hashes(timeline: Timeline, sampled: readonly Moment[]): Promise<readonly string[]> {
  await timeline.caughtUp();
  const found: string[] = [];
  for (const moment of sampled) {
    const { state, uncertain, underWay } = await timeline.state(seenInOrder.name, moment);
    const text = JSON.stringify([state, uncertain, underWay]);
    found.push(createHash('sha256').update(text).digest('hex'));
  }
  return found;
}
