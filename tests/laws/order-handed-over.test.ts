import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import type { ImportedEvent, RecordedEvent } from '../../src/domain/event.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import { compareHistory } from '../../src/domain/reading.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import { createWorld, runScript } from '../support/run-script.ts';

describeInStores('law 4: history depends on the events, not on their order', ({ open, numRuns }) => {
  test('of one instant that may be handed over in any order that keeps a correction after what it aims at', async () => {
    await fc.assert(
      fc.asyncProperty(scriptArbitrary(), fc.infiniteStream(fc.nat(1000)), async (script, choices) => {
        const world = createWorld();
        const source = await open(world);
        await runScript(source, script, world);
        const events = source.log({ after: 0, limit: 1000 });
        const shuffled = await open(world);
        await shuffled.import(inOtherOrder(events, choices).map(asImported));
        const [before, after] = [await historyOf(source), await historyOf(shuffled)];
        expect(after.map(withoutPlace).toSorted(byFromThenId)).toEqual(
          before.map(withoutPlace).toSorted(byFromThenId),
        );
        expect(after).toEqual(after.toSorted(compareHistory));
        await source.close();
        await shuffled.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });

  test('and where no two facts share an instant, the order is the same too', async () => {
    const days = fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(days, fc.infiniteStream(fc.nat(1000)), async (numbers, choices) => {
        const facts = numbers.map((day) => seenOn(day));
        const [one, other] = [await open(createWorld()), await open(createWorld())];
        for (const fact of facts) await one.append('seen-kyiv', [fact]);
        for (const fact of taken(facts, choices)) await other.append('seen-kyiv', [fact]);
        expect((await historyOf(other)).map(({ id }) => id)).toEqual(
          (await historyOf(one)).map(({ id }) => id),
        );
        await one.close();
        await other.close();
      }),
      { numRuns, seed: lawSeed },
    );
  });

  test('and read in pages of any size, it is the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        scriptArbitrary(),
        fc.integer({ min: 1, max: 7 }),
        fc.constantFrom('oldest-first' as const, 'newest-first' as const),
        async (script, limit, order) => {
          const world = createWorld();
          const timeline = await open(world);
          await runScript(timeline, script, world);
          const whole = await Array.fromAsync(timeline.history({ asOf: world.nowMs, order }));
          const inPages: FactRead[] = [];
          for (let page: string | undefined, isFirst = true; isFirst || page !== undefined; isFirst = false) {
            const got = await timeline.timeline({ asOf: world.nowMs, order, limit, page });
            inPages.push(...got.entries);
            page = got.next;
          }
          expect(inPages).toEqual(whole);
          await timeline.close();
        },
      ),
      { numRuns, seed: lawSeed },
    );
  });
});

async function historyOf(timeline: { history(query: object): AsyncIterable<FactRead> }) {
  return Array.fromAsync(timeline.history({ asOf: 8.64e15, withRetracted: true }));
}

function seenOn(day: number) {
  const text = `2025-07-${String(day).padStart(2, '0')}`;
  return { id: text, type: 'ThingSeen', occurred: text, data: { title: text, count: day } };
}

/** Takes events one by one, each time any of those whose fact's earlier events have all been taken. */
function inOtherOrder(events: readonly RecordedEvent[], choices: Iterator<number>): RecordedEvent[] {
  const factOf = new Map<string, string>();
  for (const { id, data } of events) {
    const { target } = data;
    factOf.set(id, (typeof target === 'string' ? factOf.get(target) : undefined) ?? id);
  }
  const left = [...events];
  const order: RecordedEvent[] = [];
  while (left.length > 0) {
    const ready = left.filter(
      (event) => left.find((other) => factOf.get(other.id) === factOf.get(event.id)) === event,
    );
    const next = ready[Number(choices.next().value) % ready.length];
    if (next === undefined) throw new Error('the first event that is left can always be taken');
    order.push(next);
    left.splice(left.indexOf(next), 1);
  }
  return order;
}

function taken<Item>(items: readonly Item[], choices: Iterator<number>): Item[] {
  const left = [...items];
  return items.flatMap(() => left.splice(Number(choices.next().value) % left.length, 1));
}

function asImported({
  id,
  type,
  schemaVersion,
  data,
  occurred,
  stream,
  causationId,
}: RecordedEvent): ImportedEvent {
  return {
    id,
    type,
    schemaVersion,
    data,
    occurred,
    stream,
    ...(causationId === undefined ? {} : { causationId }),
    recordedAt: Date.UTC(2030, 0),
  };
}

/** What a fact says whatever place it was given in the log. */
function withoutPlace({ id, stream, type, occurred, when, data, reading, earlier }: FactRead) {
  const { number, status, by } = reading;
  const before = earlier.map((one) => [one.number, one.status, one.by, one.occurred, one.data]);
  return { id, stream, type, occurred, when, data, number, status, by, reason: reading.reason, before };
}

function byFromThenId(a: ReturnType<typeof withoutPlace>, b: ReturnType<typeof withoutPlace>): number {
  return a.when.from - b.when.from || (a.id < b.id ? -1 : 1);
}
