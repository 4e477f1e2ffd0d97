import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import { createCatalogue, eventTypeOf } from '../../src/domain/catalogue.ts';
import type { ImportedEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import type { Script } from '../support/arbitraries.ts';
import { scriptArbitrary } from '../support/arbitraries.ts';
import type { Checkpointing } from '../support/checkpointing.ts';
import { actBetween, checkpointingArbitrary, openCheckpointing } from '../support/checkpointing.ts';
import type { Mismatch, Question } from '../support/compare.ts';
import { findMismatch } from '../support/compare.ts';
import type { MomentSeed } from '../support/moments.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import type { OracleRules } from '../support/oracle.ts';
import { createOracle, rightRules } from '../support/oracle.ts';
import { questionArbitrary } from '../support/questions.ts';
import { createWorld, openInWorld, runScript } from '../support/run-script.ts';
import type { World } from '../support/run-script.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';

const seed = Number(process.env['ASOF_SEED'] ?? 20_250_703);
/** 26,000 pairs of a log and a moment; the long form is run with ASOF_RUNS=4000. */
const logs = Number(process.env['ASOF_RUNS'] ?? 1000);
const momentsPerLog = 26;

const folder = makeTempFolder();
afterAll(() => folder.remove());

interface Asked {
  readonly moment: MomentSeed;
  readonly question: Question | undefined;
}

interface Case {
  readonly script: Script;
  readonly asked: readonly Asked[];
  readonly inMemory: Checkpointing;
  readonly inFile: Checkpointing;
  /** Whether the script is run on a file of its own, and not handed over to it by an import. */
  readonly isRunOnFile: boolean;
}

const caseArbitrary: fc.Arbitrary<Case> = fc.record({
  script: scriptArbitrary(),
  asked: fc.array(
    fc.record({
      moment: momentArbitrary,
      question: fc.option(questionArbitrary, { nil: undefined, freq: 2 }),
    }),
    { minLength: momentsPerLog, maxLength: momentsPerLog },
  ),
  inMemory: checkpointingArbitrary,
  inFile: checkpointingArbitrary,
  isRunOnFile: fc.nat(15).map((number) => number === 15),
});

describe('the engine answers as the naive oracle does', () => {
  test(`at ${momentsPerLog} moments of each of ${logs} logs, in memory and in files`, async () => {
    let pairs = 0;
    let mismatches = 0;
    let checkpoints = 0;
    const property = fc.asyncProperty(caseArbitrary, async (one) => {
      const { found, compared, kept } = await compareStores(one);
      pairs += compared;
      checkpoints += kept;
      if (found === undefined) return;
      mismatches += 1;
      throw new Error(describeMismatch(found));
    });
    const result = await fc.check(property, { seed, numRuns: logs });
    console.log(
      `oracle: seed ${seed}, ${pairs} (log, moment) pairs compared in both stores, ${checkpoints} checkpoints kept, ${mismatches} mismatches`,
    );
    expect(checkpoints).toBeGreaterThan(logs);
    expect(result.failed, describeFailure(result)).toBe(false);
    expect(pairs).toBeGreaterThanOrEqual(logs * momentsPerLog);
  }, 900_000);

  test.each<[string, Partial<OracleRules>]>([
    [
      'knows corrections before they are recorded',
      { isKnown: ({ position, data }, known) => position <= known || 'target' in data },
    ],
    [
      'puts the fact recorded last first among those of one instant',
      { compare: (a, b) => a.when.from - b.when.from || b.position - a.position },
    ],
    ['counts the instant itself as the future', { isPast: ({ from }, { asOf }) => from < asOf }],
    ['lists retracted facts', { isListed: () => true }],
    ['knows one position too few', { isKnown: ({ position }, known) => position < known }],
    [
      'orders facts by the latest instant they may have begun',
      { compare: (a, b) => a.when.fromLatest - b.when.fromLatest || a.position - b.position },
    ],
  ])('and an oracle that %s is found out', async (_, broken) => {
    const property = fc.asyncProperty(caseArbitrary, async (one) => {
      const world = createWorld();
      const timeline = await openInWorld(world, 'memory:');
      await runScript(timeline, one.script, world);
      const found = await findFirst(timeline, world, one.asked, { ...rightRules, ...broken });
      return found === undefined;
    });
    const result = await fc.check(property, { seed, numRuns: logs, endOnFailure: true });
    expect(result.failed).toBe(true);
  });
});

async function compareStores(one: Case) {
  const world = createWorld();
  const inMemory = openCheckpointing(world, undefined, one.inMemory.options);
  const memory = inMemory.timeline;
  await runScript(memory, one.script, world, async (step) => actBetween(inMemory, one.inMemory, step));
  const fileWorld = one.isRunOnFile ? createWorld() : { ...world, askedMs: -Infinity };
  const inFile = openCheckpointing(fileWorld, folder.file(), one.inFile.options);
  const file = inFile.timeline;
  try {
    const between = async (step: number) => actBetween(inFile, one.inFile, step);
    if (one.isRunOnFile) await runScript(file, one.script, fileWorld, between);
    else await importInParts(file, await Array.fromAsync(memory.export()), between);
    expect(file.log({ after: 0, limit: 1000 })).toEqual(memory.log({ after: 0, limit: 1000 }));
    expect(fileWorld.errors).toEqual(world.errors);
    const found =
      (await findFirst(memory, world, one.asked)) ?? (await findFirst(file, fileWorld, one.asked));
    return { found, compared: one.asked.length, kept: checkpointsIn(memory) + checkpointsIn(file) };
  } finally {
    await memory.close();
    await file.close();
  }
}

/** Between the parts checkpoints are taken and lost, so that what comes later comes late for them. */
async function importInParts(
  timeline: Timeline,
  events: readonly ImportedEvent[],
  between: (step: number) => Promise<void>,
): Promise<void> {
  const parts = 4;
  for (let part = 0; part < parts; part += 1) {
    const [from, to] = [part, part + 1].map((place) => Math.ceil((events.length * place) / parts));
    await timeline.import(events.slice(from, to));
    await between(part);
  }
}

function checkpointsIn(timeline: Timeline): number {
  return timeline.projections().reduce((sum, { checkpoints }) => sum + checkpoints.count, 0);
}

async function findFirst(
  timeline: Timeline,
  clock: Pick<World, 'nowMs' | 'askedMs'>,
  asked: readonly Asked[],
  rules: OracleRules = rightRules,
): Promise<Mismatch | undefined> {
  const log = timeline.log({ after: 0, limit: 1000 });
  const oracle = createOracle(log, upcast, rules);
  for (const { moment, question } of asked) {
    const found = await findMismatch(timeline, oracle, log, {
      moment: momentOf(moment, log),
      clock,
      question,
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

const catalogue = createCatalogue(testEvents);

/** Goes through every upcaster from a version on. */
function upcast(type: string, version: number, data: JsonObject): JsonObject {
  const { upcasters = [] } = eventTypeOf(catalogue, type);
  return upcasters.slice(version - 1).reduce((current, step) => step(current), data);
}

function describeFailure({
  counterexample,
  errorInstance,
  counterexamplePath,
}: fc.RunDetails<[Case]>): string {
  const why = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  return `${why}\npath ${counterexamplePath}, script ${JSON.stringify(counterexample?.[0].script)}`;
}

function describeMismatch({ store, asked, moment, expected, actual }: Mismatch): string {
  const sides = `expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`;
  return `${store} asked for ${asked} at ${JSON.stringify(moment)}: ${sides}`;
}
