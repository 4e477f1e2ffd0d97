import { randomUUID } from 'node:crypto';

import { describe, expect, test } from 'vitest';

import type { NewEvent } from '../../src/domain/event.ts';
import { findCluster } from '../support/kurrent-cluster.ts';
import { logOf, nodesOf } from '../support/node-pair.ts';
import type { OpenNode } from '../support/node-pair.ts';

const cluster = await findCluster();
const { pair } = nodesOf(cluster);

describe(`two nodes that append at the same time, on ${cluster.title}`, () => {
  test('to a stream that is expected to be new let one begin it', async () => {
    const { a, b } = pair();
    for (let round = 0; round < 10; round += 1) {
      const options = { expectedRevision: 'none' } as const;
      const results = await Promise.allSettled(
        [a, b].map(async ({ timeline }) => timeline.append(`seen-${round}`, [sighting()], options)),
      );
      expect(codesOf(results)).toEqual(['fulfilled', 'wrong-expected-revision']);
    }
    await expectSame(a, b, { events: 10, parked: 0 });
  });

  test('with expected revisions each take the next place of the stream, and nobody takes one twice', async () => {
    const { a, b } = pair();
    const taken: number[] = [];
    let conflicts = 0;
    const count = async ({ timeline, ready }: OpenNode): Promise<void> => {
      for (let done = 0; done < 20;) {
        const last = timeline.streams().find(({ stream }) => stream === 'seen-count')?.revision;
        try {
          const { events } = await timeline.append('seen-count', [sighting()], {
            expectedRevision: last ?? 'none',
          });
          expect(events[0]?.revision).toBe((last ?? -1) + 1);
          taken.push(events[0]?.revision ?? -1);
          done += 1;
        } catch (error) {
          expect(error).toMatchObject({ code: 'wrong-expected-revision' });
          const { facts } = error as { readonly facts: Readonly<Record<string, unknown>> };
          expect(facts['actualRevision']).not.toBe(last ?? 'none');
          conflicts += 1;
          await ready();
        }
      }
    };
    await Promise.all([count(a), count(a), count(b), count(b)]);
    expect(taken.toSorted((one, other) => one - other)).toEqual(Array.from({ length: 80 }, (_, at) => at));
    expect(conflicts).toBeGreaterThan(0);
    await expectSame(a, b, { events: 80, parked: 0 });
  });

  test('a retraction of the same fact are told of one that it was recorded, and of the other that it came too late', async () => {
    const { a, b } = pair();
    const facts = Array.from({ length: 15 }, () => sighting());
    const { position } = await a.timeline.append('seen-kyiv', facts);
    await b.timeline.state('digest', { minPosition: position });
    for (const { id = '' } of facts) {
      const results = await Promise.allSettled(
        [a, b].map(async ({ timeline }) => timeline.retract(id, { reason: 'It was not so' })),
      );
      expect(codesOf(results)).toEqual(['fulfilled', 'not-correctable']);
    }
    await expectSame(a, b, { events: 30 });
    const { state } = await b.timeline.state('digest');
    expect(state).toMatchObject({ facts: 0 });
    expect(parkedIn(a).every(({ code }) => code === 'not-correctable')).toBe(true);
  });

  test('the same events tell the same places to both, and they are there once', async () => {
    const { a, b } = pair();
    for (let round = 0; round < 15; round += 1) {
      const events = [sighting(), sighting(`named-${round}`)];
      const [one, other] = await Promise.all(
        [a, b].map(async ({ timeline }) => timeline.append('seen-kyiv', events)),
      );
      expect(one?.events).toEqual(other?.events);
      expect(one?.repeated).not.toBe(other?.repeated);
    }
    await expectSame(a, b, { events: 30, parked: 0 });
  });

  test('other events of the same id to other streams are told of one that it was recorded, and of the other that its id is in use', async () => {
    const { a, b } = pair();
    for (let round = 0; round < 10; round += 1) {
      const id = randomUUID();
      const results = await Promise.allSettled([
        a.timeline.append('seen-kyiv', [sighting(id)]),
        b.timeline.append('seen-lviv', [sighting(id)]),
      ]);
      expect(codesOf(results)).toEqual(['event-id-reused', 'fulfilled']);
    }
    await expectSame(a, b, { events: 10 });
  });

  test('other content with the same id to the same stream likewise', async () => {
    const { a, b } = pair();
    for (let round = 0; round < 10; round += 1) {
      const event = sighting();
      const other = { ...event, data: { title: 'Something else', count: 2 } };
      const results = await Promise.allSettled([
        a.timeline.append('seen-kyiv', [event]),
        b.timeline.append('seen-kyiv', [other]),
      ]);
      expect(codesOf(results)).toEqual(['event-id-reused', 'fulfilled']);
    }
    await expectSame(a, b, { events: 10, parked: 0 });
  });

  test('the same request with one idempotency key get the first result, whatever ids their events were given', async () => {
    const { a, b } = pair();
    const { id: _, ...event } = sighting();
    for (let round = 0; round < 10; round += 1) {
      const options = { idempotencyKey: `key-${round}`, by: 'os:ann' };
      const [one, other] = await Promise.all(
        [a, b].map(async ({ timeline }) => timeline.append('seen-kyiv', [event], options)),
      );
      expect(one?.events).toEqual(other?.events);
    }
    await expectSame(a, b, { events: 10, parked: 0 });
    expect(a.timeline.audit()).toEqual(b.timeline.audit());
  });
});

function sighting(id: string = randomUUID()): NewEvent {
  return { id, type: 'ThingSeen', occurred: '2025-07-03T12:00:00Z', data: { title: id, count: 1 } };
}

function codesOf(results: readonly PromiseSettledResult<unknown>[]): readonly string[] {
  return results
    .map((result) =>
      result.status === 'fulfilled'
        ? 'fulfilled'
        : String((result.reason as { code?: string }).code ?? result.reason),
    )
    .toSorted();
}

function parkedIn({ timeline }: OpenNode) {
  return timeline.parked({ limit: 1000 });
}

async function expectSame(
  a: OpenNode,
  b: OpenNode,
  expected: { readonly events: number; readonly parked?: number },
): Promise<void> {
  await Promise.all([a.ready(), b.ready()]);
  expect(logOf(b)).toEqual(logOf(a));
  expect(logOf(a)).toHaveLength(expected.events);
  expect(parkedIn(b)).toEqual(parkedIn(a));
  if (expected.parked !== undefined) expect(parkedIn(a)).toHaveLength(expected.parked);
  for (const { store } of [a, b]) expect((await store.verify()).faults).toEqual([]);
}
