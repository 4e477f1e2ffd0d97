import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import { maxInstantMs, minInstantMs } from '../../src/domain/instant.ts';
import { createTimeline } from '../../src/engine/create.ts';
import type { TallyLimits } from '../../src/engine/tallies.ts';
import { createTallies, usualLimits } from '../../src/engine/tallies.ts';
import { openMemoryStore } from '../../src/store/memory.ts';
import type { EventLog, StoreOptions } from '../../src/store/port.ts';
import { openSqliteStore } from '../../src/store/sqlite/index.ts';
import { append, catalogue, noonMs, seen } from '../store/contract/setup.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import { lawSeed } from '../support/in-stores.ts';
import { createWorld, nextId, runScript } from '../support/run-script.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { startMs } from '../support/times.ts';
import { testEvents } from '../support/vocabulary.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const kinds: readonly [string, number, (options: StoreOptions) => EventLog][] = [
  ['in memory', 150, openMemoryStore],
  ['in a file', 30, (options) => openSqliteStore({ ...options, path: folder.file() })],
];

/** Limits so low that everything happens to short logs, too. */
const limitsArbitrary: fc.Arbitrary<TallyLimits> = fc.record({
  keptMax: fc.integer({ min: 1, max: 3 }),
  factsACell: fc.integer({ min: 1, max: 4 }),
  newCellsMax: fc.integer({ min: 1, max: 8 }),
  cellsMax: fc.integer({ min: 3, max: 20 }),
  shiftsAlways: fc.constantFrom(0, 1, 3, 100),
  shiftsAtATime: fc.integer({ min: 1, max: 4 }),
  factsAtATime: fc.constantFrom(1, 100),
});

const dayMs = 86_400_000;

const bound = fc.oneof(
  fc.constantFrom(minInstantMs, maxInstantMs, maxInstantMs + 1, startMs, startMs + 1),
  fc.integer({ min: -9, max: 9 }).map((halfDays) => startMs + (halfDays * dayMs) / 2),
  fc.integer({ min: -400, max: 400 }).map((days) => startMs + days * dayMs),
);

const questionArbitrary = fc.record({
  place: fc.nat(60),
  bounds: fc
    .uniqueArray(bound, { minLength: 2, maxLength: 8 })
    .map((bounds) => bounds.toSorted((a, b) => a - b)),
});

describe.each(kinds)('counts along the occurred axis, %s,', (_, numRuns, open) => {
  test('are those of a walk through the history, at whatever position they were asked for before', async () => {
    await fc.assert(
      fc.asyncProperty(
        scriptArbitrary(30),
        limitsArbitrary,
        fc.array(questionArbitrary, { minLength: 40, maxLength: 40 }),
        async (script, limits, questions) => {
          const world = createWorld();
          const clock = () => world.nowMs;
          const events = createCatalogue(testEvents);
          const store = open({ catalogue: events, clock });
          const newId = () => nextId(world);
          const timeline = createTimeline({ store, catalogue: events, projections: [], clock, newId });
          const tallies = createTallies(store, limits);
          const ask = async ({ place, bounds }: (typeof questions)[number]) => {
            const position = place % (store.head().position + 1);
            expect(await tallies.count(position, bounds)).toEqual(walked(store, position, bounds));
          };
          let asked = 0;
          await runScript(timeline, script, world, async () => {
            const some = questions.slice(asked, asked + 2);
            asked += 1;
            await Promise.all(some.map(ask));
          });
          for (const question of questions) await ask(question);
          await timeline.close();
        },
      ),
      { numRuns, seed: lawSeed },
    );
  });
});

describe('what was counted once', () => {
  const bounds = [0, 500_000, 1_000_000, 2_000_000];

  test('is not counted again at the same position, nor close to it, where it is enough to read the events between', async () => {
    const count = await counting();
    expect(await count(2000, bounds)).toEqual({ counts: [500, 500, 1000], counted: 2000, shifts: 0 });
    expect(await count(2000, bounds)).toEqual({ counts: [500, 500, 1000], counted: 0, shifts: 0 });
    expect(await count(1990, bounds)).toEqual({ counts: [500, 500, 990], counted: 0, shifts: 10 });
    expect(await count(2000, bounds)).toEqual({ counts: [500, 500, 1000], counted: 0, shifts: 10 });
  });

  test('is counted again far from it, and of another range only what lies between its bounds and the nearest known ones', async () => {
    const count = await counting({ shiftsAlways: 5 });
    await count(2000, bounds);
    expect(await count(500, bounds)).toMatchObject({ counts: [500, 0, 0], counted: 500, shifts: 0 });
    expect(await count(2000, [1000, 501_000, 999_000])).toMatchObject({ counts: [500, 498], counted: 3 });
    expect(await count(500, bounds)).toMatchObject({ counts: [500, 0, 0], counted: 0, shifts: 0 });
  });
});

/** Counts facts, one a second, and tells how many of them the store counted for it, and how many events it read. */
async function counting(limits: Partial<TallyLimits> = {}) {
  const store = openMemoryStore({ catalogue, clock: () => noonMs });
  const facts = Array.from({ length: 2000 }, (_, index) =>
    seen(`e${index}`, new Date(1000 * index).toISOString()),
  );
  await append(store, 'seen-kyiv', facts);
  const cost = { counted: 0, shifts: 0 };
  const heard: EventLog = {
    ...store,
    countOccurred(position, ranges) {
      const counts = store.countOccurred(position, ranges);
      cost.counted += counts.reduce((sum, count) => sum + count, 0);
      return counts;
    },
    shifts(range) {
      const shifts = store.shifts(range);
      cost.shifts += shifts.length;
      return shifts;
    },
  };
  const tallies = createTallies(heard, { ...usualLimits, ...limits });
  return async (position: number, bounds: readonly number[]) => {
    Object.assign(cost, { counted: 0, shifts: 0 });
    const counts = await tallies.count(position, bounds);
    return { counts, ...cost };
  };
}

function walked(store: EventLog, position: number, bounds: readonly number[]): readonly number[] {
  const facts = store.history({
    position,
    asOf: maxInstantMs,
    certainty: 'possible',
    order: 'oldest-first',
    limit: 10_000,
  });
  return bounds
    .slice(1)
    .map(
      (end, index) =>
        facts.filter(({ when }) => when.from >= (bounds[index] ?? end) && when.from < end).length,
    );
}
