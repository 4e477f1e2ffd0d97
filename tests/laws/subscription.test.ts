import * as fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';

import type { Breaking } from '../support/run-schedules.ts';
import { runScheduled } from '../support/run-schedules.ts';
import type { Scheduled } from '../support/schedules.ts';
import { scheduledArbitrary, schedulesPerLog } from '../support/schedules.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import type { Told } from '../support/told-checks.ts';

const seed = Number(process.env['ASOF_SEED'] ?? 20_250_703);
const logs = Number(process.env['ASOF_RUNS'] ?? 600);
/** One log in so many is in a file, where the timeline is closed and opened again. */
const inFileEvery = 6;

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe('laws 7 and 8: a subscription tells every change once, in order, and leads to the state folded from nothing', () => {
  test(`${schedulesPerLog} subscribers beside each of ${logs} logs, against the naive oracle`, async () => {
    const counts = { told: 0, patches: 0, cuts: 0, restarts: 0 };
    const property = fc.asyncProperty(scheduledArbitrary(inFileEvery), async (one) => {
      const { failure, ...ran } = await runScheduled(one, () => folder.file());
      for (const name of ['told', 'patches', 'cuts', 'restarts'] as const) counts[name] += ran[name];
      if (failure !== undefined) throw failure;
    });
    const result = await fc.check(property, { seed, numRuns: logs });
    console.log(
      `subscriptions: seed ${seed}, ${logs * schedulesPerLog} schedules beside ${logs} logs, ${JSON.stringify(counts)}`,
    );
    expect(result.failed, describeFailure(result)).toBe(false);
    expect(counts.patches).toBeGreaterThan(logs);
    expect(counts.cuts).toBeGreaterThan(logs);
    expect(counts.restarts).toBeGreaterThan(logs / 20);
  }, 36_000_000);

  test.each<[string, Breaking]>([
    ['loses one thing that is told', { told: (stream) => meddled(stream, 1, () => []) }],
    ['is told one thing twice', { told: (stream) => meddled(stream, 1, ([one]) => [one, one]) }],
    [
      'is told two things in the wrong order',
      { told: (stream) => meddled(stream, 2, (some) => some.toReversed()) },
    ],
    ['goes on one position too late', { resumed: (id) => shifted(id, 1) }],
    ['goes on one position too early', { resumed: (id) => shifted(id, -1) }],
    ['goes on without the instant', { resumed: (id) => id.replace(/@.*$/, '') }],
  ])('a subscriber that %s is found out', async (_, breaking) => {
    expect(await isFoundOut(breaking)).toBe(true);
  });

  test.each<[string, Breaking]>([
    ['counts the instant itself as the future', { rules: { isPast: ({ from }, { asOf }) => from < asOf } }],
    ['lists retracted facts', { rules: { isListed: () => true } }],
    ['never minds certainty', { rules: { isPast: ({ from }, { asOf }) => from <= asOf } }],
    ['knows one position too few', { rules: { isKnown: ({ position }, known) => position < known } }],
  ])('an oracle that %s is found out', async (_, breaking) => {
    expect(await isFoundOut(breaking)).toBe(true);
  });
});

async function isFoundOut(breaking: Breaking): Promise<boolean> {
  const property = fc.asyncProperty(scheduledArbitrary(Number.MAX_SAFE_INTEGER), async (one) => {
    const ran = await runScheduled(one, () => folder.file(), breaking).catch(() => undefined);
    return ran !== undefined && ran.failure === undefined;
  });
  return (await fc.check(property, { seed, numRuns: 200, endOnFailure: true })).failed;
}

/** Gives the first few changes that are told together, after something was done to them. */
async function* meddled(
  stream: AsyncGenerator<Told, void, undefined>,
  count: number,
  change: (some: readonly Told[]) => readonly (Told | undefined)[],
): AsyncGenerator<Told, void, undefined> {
  const some: Told[] = [];
  let isDone = false;
  try {
    for await (const told of stream) {
      if (isDone || (told.kind !== 'patch' && told.kind !== 'changes')) {
        yield told;
        continue;
      }
      some.push(told);
      if (some.length < count) continue;
      isDone = true;
      for (const one of change(some)) if (one !== undefined) yield one;
    }
  } finally {
    await stream.return();
  }
}

function shifted(id: string, by: number): string {
  return id.replace(/^\d+/, (position) => String(Math.max(0, Number(position) + by)));
}

function describeFailure({
  counterexample,
  errorInstance,
  counterexamplePath,
}: fc.RunDetails<[Scheduled]>): string {
  const why =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  return `${why}\npath ${counterexamplePath}, ${JSON.stringify(counterexample?.[0])}`;
}
