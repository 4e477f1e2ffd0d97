import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { createCatalogue, eventTypeOf } from '../../src/domain/catalogue.ts';
import { valueAt } from '../../src/domain/json-pointer.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { scriptArbitrary, tags } from '../support/arbitraries.ts';
import { actBetween, checkpointingArbitrary, openCheckpointing } from '../support/checkpointing.ts';
import { explainNaively, saidIn, statesOf } from '../support/explaining.ts';
import { lawSeed } from '../support/in-stores.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { createOracle } from '../support/oracle.ts';
import type { Oracle } from '../support/oracle.ts';
import { pointerOf } from '../support/paths.ts';
import { seenByTag, seenInOrder, seenWithRetracted } from '../support/projections.ts';
import { createWorld, runScript } from '../support/run-script.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const catalogue = createCatalogue(testEvents);
const upcast = (type: string, version: number, data: JsonObject): JsonObject => {
  const { upcasters = [] } = eventTypeOf(catalogue, type);
  return upcasters.slice(version - 1).reduce((current, step) => step(current), data);
};

const asked = [
  { projection: seenInOrder, key: undefined },
  { projection: seenWithRetracted, key: undefined },
  ...tags.slice(0, 2).map((key) => ({ projection: seenByTag, key })),
];

/** Paths to what may be there and what may not: the whole, some of the lines, what stands in them. */
const pathArbitrary = fc.oneof(
  fc.constantFrom<readonly string[]>([], ['0'], ['1'], ['30'], ['0', '0'], ['2', '7', 'title'], ['x']),
  fc.tuple(fc.nat(12), fc.nat(7)).map(([line, column]) => [String(line), String(column)]),
);

const caseArbitrary = fc.record({
  script: scriptArbitrary(20),
  checkpointing: checkpointingArbitrary,
  questions: fc.array(
    fc.record({
      moment: momentArbitrary,
      path: pathArbitrary,
      limit: fc.constantFrom(1, 2, 3, 200),
      of: fc.nat(3),
    }),
    { minLength: 12, maxLength: 12 },
  ),
});

describe('an explanation is what comparing the states before and after every fact gives', () => {
  test.each([
    { store: 'in memory', numRuns: 500, path: () => undefined },
    { store: 'in a file', numRuns: 60, path: () => folder.file() },
  ])('$store, with checkpoints taken and lost at random', async ({ numRuns, path: newPath }) => {
    let steps = 0;
    await fc.assert(
      fc.asyncProperty(caseArbitrary, async ({ script, checkpointing, questions }) => {
        const world = createWorld();
        const opened = openCheckpointing(world, newPath(), checkpointing.options);
        const { timeline } = opened;
        await runScript(timeline, script, world, async (step) => actBetween(opened, checkpointing, step));
        const log = timeline.log({ after: 0, limit: 1000 });
        const oracle = createOracle(log, upcast);
        for (const { moment, path, limit, of } of questions) {
          const { projection, key } = asked[of] ?? { projection: seenInOrder, key: undefined };
          const question = { ...momentOf(moment, log), limit, ...(key === undefined ? {} : { key }) };
          const answer = await timeline.explain(projection.name, pointerOf(path), question).catch(codeOf);
          const resolved = oracle.resolve(momentOf(moment, log), world);
          const isKnown = key === undefined || isKnownTo(oracle, resolved.position, key);
          if (!isKnown || typeof answer === 'string') {
            expect(answer).toBe(isKnown ? '' : 'unknown-key');
            continue;
          }
          const facts = oracle.history(resolved, projection.seesRetracted);
          const expected = explainNaively(statesOf(projection, facts, key), path, limit);
          expect(answer.moment).toEqual(resolved);
          expect(saidIn(answer)).toEqual(expected);
          steps += answer.steps.length;
        }
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
    expect(steps).toBeGreaterThan(numRuns);
  });
});

const some = fc.option(fc.nat(30), { nil: undefined, freq: 2 });
const seriesArbitrary = fc.record({
  script: scriptArbitrary(20),
  checkpointing: checkpointingArbitrary,
  questions: fc.array(
    fc.record({
      moment: momentArbitrary,
      path: pathArbitrary,
      points: fc.constantFrom(2, 2, 3, 100),
      of: fc.nat(3),
      axis: fc.constantFrom('occurred' as const, 'recorded' as const),
      from: some,
      to: some,
    }),
    { minLength: 8, maxLength: 8 },
  ),
});

describe('a series is what asking for the state at every place of the axis gives', () => {
  test.each([
    { store: 'in memory', numRuns: 400, path: () => undefined },
    { store: 'in a file', numRuns: 50, path: () => folder.file() },
  ])('$store, with checkpoints taken and lost at random', async ({ numRuns, path: newPath }) => {
    let exact = 0;
    let even = 0;
    await fc.assert(
      fc.asyncProperty(seriesArbitrary, async ({ script, checkpointing, questions }) => {
        const world = createWorld();
        const opened = openCheckpointing(world, newPath(), checkpointing.options);
        const { timeline } = opened;
        await runScript(timeline, script, world, async (step) => actBetween(opened, checkpointing, step));
        const log = timeline.log({ after: 0, limit: 1000 });
        const oracle = createOracle(log, upcast);
        const facts = oracle.history(
          { asOf: Infinity, knownAt: null, position: log.length, certainty: 'possible' },
          true,
        );
        const instants = {
          occurred: facts.flatMap(({ when, earlier }) =>
            [when, ...earlier.map((reading) => reading.when)].flatMap(({ from, fromLatest }) => [
              from,
              fromLatest,
            ]),
          ),
          recorded: log.map(({ recordedAt }) => recordedAt),
        };
        for (const { moment, path, points, of, axis, ...range } of questions) {
          const { projection, key } = asked[of] ?? { projection: seenInOrder, key: undefined };
          const times = instants[axis];
          const [one, two] = [range.from, range.to].map((index) =>
            index === undefined || times.length === 0 ? undefined : times[index % times.length],
          );
          const [from, to] =
            one === undefined || two === undefined ? [one, two] : [Math.min(one, two), Math.max(one, two)];
          const question = { ...momentOf(moment, log), ...(key === undefined ? {} : { key }) };
          const answer = await timeline
            .series(projection.name, { ...question, path: pointerOf(path), axis, points, from, to })
            .catch(codeOf);
          if (typeof answer === 'string') {
            if (answer === 'unknown-key') expect(key).toBeDefined();
            else expect([answer, axis, to]).toEqual(['invalid-query', 'occurred', undefined]);
            continue;
          }
          if (answer.exact) exact += 1;
          else even += 1;
          await checkSeries(oracle, answer, times, async (at) => {
            const isBefore = key !== undefined && !isKnownTo(oracle, at.position, key);
            const history = oracle.history(at, projection.seesRetracted);
            return isBefore ? undefined : valueAt(statesOf(projection, history, key).at(-1)?.state, path);
          });
        }
        await timeline.close();
      }),
      { numRuns, seed: lawSeed },
    );
    expect(exact).toBeGreaterThan(numRuns);
    expect(even).toBeGreaterThan(numRuns / 10);
  });
});

type Series = Awaited<ReturnType<Timeline['series']>>;
type At = Series['moment'];

/** Compares every point, and where a series says that it is exact, every instant at which anything may have changed. */
async function checkSeries(
  oracle: Oracle,
  { axis, moment, from, to, exact, points }: Series,
  instants: readonly number[],
  value: (at: At) => Promise<unknown>,
): Promise<void> {
  expect(points[0]?.at).toBe(from);
  const momentAt = (at: number): At => {
    if (axis === 'occurred') return { ...moment, asOf: at };
    if (at >= to) return moment;
    const { position } = oracle.resolve(
      { asOf: 0, knownAt: new Date(at).toISOString() },
      { nowMs: Infinity, askedMs: Infinity },
    );
    return { ...moment, position: Math.min(position, moment.position) };
  };
  const places = exact ? [...new Set([from, to, ...instants])].filter((at) => from <= at && at <= to) : [];
  for (const at of [...places, ...points.map((point) => point.at)]) {
    const point = points.findLast((one) => one.at <= at);
    expect(await value(momentAt(at)), `${axis} ${at}`).toEqual(point?.value);
  }
  for (const [index, point] of points.entries()) {
    expect(point.position).toBe(momentAt(point.at).position);
    if (index === 0) continue;
    expect(point.at).toBeGreaterThan(points[index - 1]?.at ?? 0);
    expect(isDeepStrictEqual(point.value, points[index - 1]?.value)).toBe(false);
  }
}

function isKnownTo(oracle: Oracle, position: number, key: string): boolean {
  return Array.from({ length: position }, (_, index) => index + 1).some((known) =>
    oracle
      .history({ asOf: Infinity, knownAt: null, position: known, certainty: 'possible' }, true)
      .some((fact) => seenByTag.key?.(fact).includes(key) === true),
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
