import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import { minInstantMs } from '../../src/domain/instant.ts';
import type { ResolvedMoment } from '../../src/domain/moment.ts';
import type { Projection } from '../../src/domain/projection.ts';
import type { ChangedFact, FactChange } from '../../src/engine/change-answers.ts';
import type { ReplayOptions, ReplayUpdate } from '../../src/engine/live-answers.ts';
import { scriptArbitrary, tags } from '../support/arbitraries.ts';
import { describeInStores, lawSeed } from '../support/in-stores.ts';
import type { Concerning, KnownOracle } from '../support/known-oracle.ts';
import { concerning, createKnownOracle } from '../support/known-oracle.ts';
import { listenTo, openLive, seen } from '../support/live-timeline.ts';
import { momentArbitrary, momentOf } from '../support/moments.ts';
import { seenByTag, seenInOrder, seenWithRetracted } from '../support/projections.ts';
import { createWorld, runScript } from '../support/run-script.ts';
import { startMs } from '../support/times.ts';
import { upcastTest } from '../support/upcasting.ts';

const replayArbitrary = fc.record({
  axis: fc.constantFrom('occurred' as const, 'recorded' as const),
  from: fc.option(momentArbitrary, { nil: undefined, freq: 2 }),
  to: fc.option(momentArbitrary, { nil: undefined, freq: 3 }),
  other: momentArbitrary,
  certainty: fc.constantFrom(undefined, 'possible' as const, 'certain' as const),
  projection: fc.constantFrom<Projection | undefined>(
    seenInOrder as Projection,
    seenWithRetracted as Projection,
    seenByTag as Projection,
    undefined,
  ),
  key: fc.constantFrom(...tags),
});

type Step = Extract<ReplayUpdate, { readonly kind: 'step' }>;

/** What a replay is checked with. */
interface Checking {
  readonly oracle: KnownOracle;
  readonly projection: Projection | undefined;
  readonly key: string | undefined;
  readonly concerned: Concerning;
  /** Live, several instants may be told in one step. */
  isLive?: boolean;
  state: unknown;
  moment: ResolvedMoment;
}

/** Follows one step, and checks it against the oracle. */
function follow(
  checking: Checking,
  { moment, changes, patch }: Pick<Step, 'moment' | 'changes' | 'patch'>,
): void {
  const { oracle, projection, key, concerned } = checking;
  // Along the occurred axis a step is what happens at its instant.
  const { position, asOf } = checking.moment;
  const since =
    position === moment.position && asOf < moment.asOf
      ? { ...moment, asOf: moment.asOf - 1 }
      : checking.moment;
  if (checking.isLive !== true)
    expect(changes.map(({ change }) => change)).toEqual(oracle.differences(since, moment, concerned));
  expect(changes.map(({ change }) => without(change))).toEqual(
    oracle.differences(checking.moment, moment, concerned).map(without),
  );
  const [before, after] = [checking.moment, moment].map((one) => byId(oracle.history(one, concerned)));
  for (const one of changes)
    expect([one.before, one.after]).toEqual([before, after].map((facts) => facts?.get(one.change.id)));
  if (projection !== undefined) {
    checking.state = applyPatch(checking.state, patch ?? []);
    expect(checking.state).toEqual(oracle.state(projection, moment, key));
  } else expect(patch).toBeUndefined();
  expect(changes.length + (patch ?? []).length).toBeGreaterThan(0);
  checking.moment = moment;
}

/** Whatever the reason is. */
function without({ why: _why, ...change }: FactChange) {
  return change;
}

function byId(facts: readonly NonNullable<ChangedFact['after']>[]) {
  return new Map(facts.map((fact) => [fact.id, fact]));
}

describeInStores('a replay', ({ open, numRuns }) => {
  test('tells every instant of its axis once, with the state of the oracle after it, and goes on live without a gap', async () => {
    const counts = { replays: 0, refused: 0, steps: 0, live: 0 };
    await fc.assert(
      fc.asyncProperty(
        scriptArbitrary(),
        scriptArbitrary(6),
        replayArbitrary,
        async (script, more, { axis, from, to, other, certainty, projection, key: anyKey }) => {
          const world = createWorld();
          const timeline = await open(world);
          await runScript(timeline, script, world);
          const log = [...timeline.log({ after: 0, limit: 1000 })];
          const oracle = createKnownOracle(log, upcastTest);
          const key = projection?.key === undefined ? undefined : anyKey;
          const bound = (seed: typeof from) =>
            seed === undefined ? undefined : momentOf(seed, log)[axis === 'occurred' ? 'asOf' : 'knownAt'];
          const options: ReplayOptions = {
            axis,
            certainty,
            key,
            projection: projection?.name,
            from: bound(from),
            to: bound(to),
            ...(axis === 'occurred'
              ? { knownAt: momentOf(other, log).knownAt }
              : { asOf: momentOf(other, log).asOf }),
          };
          const stopping = new AbortController();
          const replay = timeline.replay({ ...options, signal: stopping.signal });
          let first: ReplayUpdate;
          try {
            first = (await replay.next()).value as ReplayUpdate;
          } catch (error) {
            expect(error).toMatchObject({ code: 'invalid-query', facts: { parameter: 'from' } });
            counts.refused += 1;
            return timeline.close();
          }
          counts.replays += 1;
          expect(first.kind).toBe('start');
          const concerned =
            projection === undefined
              ? { withRetracted: false, concerns: () => true }
              : concerning(projection, key);
          const start = first.moment;
          const checking: Checking = {
            oracle,
            projection,
            key,
            concerned,
            state: first.kind === 'start' ? first.state : undefined,
            moment:
              start.asOf === minInstantMs && options.from === undefined
                ? { ...start, asOf: start.asOf - 1 }
                : start,
          };
          if (projection !== undefined)
            expect(checking.state).toEqual(oracle.state(projection, checking.moment, key));
          if (options.from === undefined) expect(oracle.history(checking.moment, concerned)).toEqual([]);
          const begins = checking.moment;
          const steps: Step[] = [];
          let last: ReplayUpdate | undefined;
          while (last === undefined) {
            const told = (await replay.next()).value as ReplayUpdate;
            if (told.kind !== 'step') last = told;
            else {
              follow(checking, told);
              steps.push(told);
            }
          }
          counts.steps += steps.length;
          const end = last.moment;
          const isOpen = options.to === undefined && (axis === 'recorded' || options.knownAt === undefined);
          expect(last.kind).toBe(isOpen ? 'caught-up' : 'end');
          const expected = placesBetween({ ...checking, moment: begins }, axis, end, log);
          expect(steps.map(({ at }) => at)).toEqual(expected.map(([, at]) => at));
          expect(steps.map(({ moment }) => moment)).toEqual(expected.map(([moment]) => moment));
          if (isOpen) {
            checking.moment = { ...checking.moment, asOf: end.asOf, position: end.position };
            checking.isLive = true;
            await goOnLive();
          } else expect(await replay.next()).toEqual({ done: true, value: undefined });
          return timeline.close();

          async function goOnLive(): Promise<void> {
            await runScript(timeline, more, world);
            log.push(...timeline.log({ after: log.length, limit: 1000 }));
            world.nowMs = Math.max(world.nowMs, end.asOf) + 1;
            const isNow = axis === 'occurred' || options.asOf === undefined;
            const wanted = () =>
              oracle.history(
                { ...end, position: log.length, asOf: isNow ? world.nowMs : end.asOf },
                concerned,
              );
            // What comes last is a fact that everybody hears of.
            await timeline.append('seen-last', [
              seen('the-last', minInstantMs === end.asOf ? '../2020' : '-200000-01-01T00:00:00Z', tags),
            ]);
            log.push(...timeline.log({ after: log.length, limit: 1000 }));
            if (!wanted().some(({ id }) => id === 'the-last')) return stopping.abort();
            while (!byId(oracle.history(checking.moment, concerned)).has('the-last')) {
              const told = (await replay.next()).value as Step;
              expect(told.kind).toBe('step');
              expect(told.moment.position).toBeGreaterThanOrEqual(checking.moment.position);
              follow(checking, told);
              counts.live += 1;
            }
            expect(checking.moment.position).toBe(log.length);
            stopping.abort();
            expect(await replay.next()).toMatchObject({ done: true });
          }
        },
      ),
      { numRuns, seed: lawSeed },
    );
    console.log(`replays: seed ${lawSeed}, ${JSON.stringify(counts)}`);
    expect(counts.steps).toBeGreaterThan(numRuns / 4);
    expect(counts.live).toBeGreaterThan(numRuns / 10);
  });
});

/** Lists the moments on an axis at which something changes, with their places, one after the other. */
function placesBetween(
  { oracle, concerned, moment: start }: Checking,
  axis: 'occurred' | 'recorded',
  end: ResolvedMoment,
  log: readonly { readonly position: number; readonly recordedAt: number }[],
): readonly (readonly [ResolvedMoment, number])[] {
  const everything = { withRetracted: true, concerns: () => true };
  const all: (readonly [ResolvedMoment, number])[] =
    axis === 'recorded'
      ? log
          .filter(
            ({ position, recordedAt }) =>
              position === end.position || log[position]?.recordedAt !== recordedAt,
          )
          .filter(({ position }) => position > start.position && position <= end.position)
          .map(({ position, recordedAt }) => [{ ...end, position, knownAt: recordedAt }, recordedAt])
      : [
          ...new Set(
            oracle
              .history({ ...end, asOf: Number.POSITIVE_INFINITY, certainty: 'possible' }, everything)
              .flatMap(({ when }) => [when.from, when.fromLatest]),
          ),
        ]
          .filter((instant) => instant > start.asOf && instant <= end.asOf)
          .toSorted((a, b) => a - b)
          .map((instant) => [{ ...end, asOf: instant }, instant]);
  let before = start;
  return all.filter(([moment]) => {
    const isOther = oracle.differences(before, moment, concerned).length > 0;
    before = moment;
    return isOther;
  });
}

const titles = (told: readonly ReplayUpdate[]) =>
  told.map((one) => (one.kind === 'step' ? one.changes.map(({ change }) => change.id).join(' ') : one.kind));

describe('a replay', () => {
  test('ends when it is aborted, wherever it is, and when the timeline is closed', async () => {
    const { timeline, waiting } = openLive();
    await timeline.append(
      'seen-here',
      [1, 2, 3].map((hours) => seen(`a${hours}`, startMs - hours)),
    );
    for (const count of [1, 2, 4, 5]) {
      const one = listenTo((signal) => timeline.replay({ signal, projection: 'seen-in-order' }));
      await one.until((heard) => heard.length >= count);
      one.stop();
      await one.ended;
    }
    const live = listenTo((signal) => timeline.replay({ signal }));
    await live.until((heard) => heard.at(-1)?.kind === 'caught-up');
    expect(titles(live.heard)).toEqual(['start', 'a3', 'a2', 'a1', 'caught-up']);
    await timeline.append('seen-here', [seen('b', startMs - 10)]);
    await live.until((heard) => heard.length === 6);
    await timeline.close();
    await live.ended;
    expect(waiting()).toBe(0);
  });

  test('of an empty log has a start and an end', async () => {
    const { timeline } = openLive();
    for (const axis of ['occurred', 'recorded'] as const) {
      const told = await Array.fromAsync(
        timeline.replay({ axis, to: '2025-07-04T00:00:00Z', projection: 'seen-in-order' }),
      );
      expect(told.map(({ kind }) => kind)).toEqual(['start', 'end']);
      expect(told[0]).toMatchObject({ state: [] });
      expect(told[0]).not.toHaveProperty('at');
    }
    await timeline.close();
  });

  test('goes on live with what is dated ahead as its time comes', async () => {
    const live = openLive();
    const { timeline } = live;
    await timeline.append('seen-here', [seen('a', startMs), seen('ahead', startMs + 5000)]);
    const one = listenTo((signal) => timeline.replay({ signal, projection: 'seen-in-order' }));
    await one.until((heard) => heard.at(-1)?.kind === 'caught-up');
    live.nowMs += 5000;
    await one.until((heard) => heard.length === 4);
    expect(one.heard[3]).toMatchObject({ kind: 'step', at: startMs + 5000, patch: [{ op: 'add' }] });
    await timeline.close();
  });

  test('of the recorded axis takes what was recorded at one instant in one step, from the middle of it, too', async () => {
    const live = openLive();
    const { timeline } = live;
    await timeline.append('seen-here', [seen('a', startMs)]);
    await timeline.append('seen-here', [seen('b', startMs)]);
    live.nowMs += 1;
    await timeline.append('seen-here', [seen('c', startMs)]);
    const steps = async (options: ReplayOptions) =>
      titles(await Array.fromAsync(timeline.replay({ axis: 'recorded', to: 3, ...options })));
    expect(await steps({})).toEqual(['start', 'a b', 'c', 'end']);
    expect(await steps({ from: 1 })).toEqual(['start', 'b', 'c', 'end']);
    expect(await steps({ from: 1, to: 2 })).toEqual(['start', 'b', 'end']);
    expect(await steps({ from: 3 })).toEqual(['start', 'end']);
    await timeline.close();
  });

  test('begins before facts of which only the end is known', async () => {
    const { timeline } = openLive();
    await timeline.append('seen-here', [seen('ancient', '../2020'), seen('a', startMs)]);
    const told = await Array.fromAsync(timeline.replay({ to: startMs }));
    expect(titles(told)).toEqual(['start', 'ancient', 'a', 'end']);
    expect(told[0]?.moment.asOf).toBe(minInstantMs);
    await timeline.close();
  });

  test.each<[string, ReplayOptions, string]>([
    ['an axis that is none', { axis: 'sideways' as 'occurred' }, 'invalid-query'],
    ['a key without a projection', { key: 'a' }, 'invalid-query'],
    ['a keyed projection without a key', { projection: 'seen-by-tag' }, 'key-required'],
    ['a projection that is not there', { projection: 'never' }, 'unknown-projection'],
    ['a start after its end', { from: startMs, to: startMs - 1 }, 'invalid-query'],
    ['an end of the log that is not reached', { axis: 'recorded', to: 9 }, 'position-not-reached'],
  ])('refuses %s', async (_, options, code) => {
    const { timeline } = openLive();
    await expect(timeline.replay(options).next()).rejects.toMatchObject({ code });
    await timeline.close();
  });
});
