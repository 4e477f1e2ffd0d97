import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { newsEvents } from '../../src/domain/events/news.ts';
import { newsProjections } from '../../src/projections/index.ts';
import { situation } from '../../src/projections/situation.ts';
import { factsOf, foldFacts } from '../support/facts.ts';
import { historyArbitrary, keysOf } from './arbitrary-facts.ts';

const runs = { numRuns: 500 };

describe.each(newsProjections.map((projection) => ({ name: projection.name, projection })))(
  '$name',
  ({ projection }) => {
    const statesOf = (facts: Parameters<typeof foldFacts>[1]) =>
      projection.key === undefined
        ? [foldFacts(projection, facts)]
        : keysOf(facts, (fact) => projection.key?.(fact) ?? []).map((key) =>
            foldFacts(projection, facts, key),
          );

    test('gives states that JSON keeps and its schema describes', () => {
      fc.assert(
        fc.property(historyArbitrary, (facts) => {
          for (const state of statesOf(facts)) {
            // Not toStrictEqual: a state may have a name `constructor`, which that takes for its class.
            expect(isDeepStrictEqual(JSON.parse(JSON.stringify(state)), state)).toBe(true);
            const checked = projection.schema?.safeParse(state);
            expect(checked?.error?.issues ?? []).toEqual([]);
          }
        }),
        runs,
      );
    });

    test('gives the same bytes for the same history', () => {
      fc.assert(
        fc.property(historyArbitrary, (facts) => {
          expect(JSON.stringify(statesOf(structuredClone(facts)))).toBe(JSON.stringify(statesOf(facts)));
        }),
        { numRuns: 100 },
      );
    });

    test('goes on from a state that was saved as from one that was not', () => {
      fc.assert(
        fc.property(historyArbitrary, fc.nat(25), (facts, at) => {
          const keys =
            projection.key === undefined
              ? [undefined]
              : keysOf(facts, (fact) => projection.key?.(fact) ?? []);
          for (const key of keys) {
            const saved: unknown = JSON.parse(JSON.stringify(foldFacts(projection, facts.slice(0, at), key)));
            const resumed = foldFacts({ ...projection, initial: saved }, facts.slice(at), key);
            expect(isDeepStrictEqual(resumed, foldFacts(projection, facts, key))).toBe(true);
          }
        }),
        { numRuns: 200 },
      );
    });

    test('has a description and a version', () => {
      expect(projection.version).toBe(1);
      expect(projection.description.length).toBeGreaterThan(20);
    });
  },
);

describe('a type of a module of its own', () => {
  const [fact] = factsOf([
    { type: 'MeteorSeen', id: 'meteor', about: ['place:kyiv', 'actor:a'], publishers: ['Post'] },
  ]);
  const others = newsProjections.filter(({ name }) => name !== 'sources');

  test.each(others.map((projection) => ({ name: projection.name, projection })))(
    'leaves $name as it is',
    ({ projection }) => {
      const state =
        fact === undefined ? undefined : foldFacts({ ...projection }, [fact], projection.key?.(fact)[0]);
      expect(state).toBe(projection.initial);
    },
  );

  test('needs neither tags nor sources', () => {
    const bare = factsOf([{ type: 'MeteorSeen', data: { about: undefined, sources: 'none', title: 1 } }]);
    for (const projection of newsProjections) {
      expect(bare.flatMap((one) => projection.key?.(one) ?? [])).toEqual([]);
      if (projection.key === undefined) expect(foldFacts(projection, bare)).toBe(projection.initial);
    }
  });
});

describe('the totals of the situation', () => {
  test('are what their contributions add up to', () => {
    fc.assert(
      fc.property(historyArbitrary, (facts) => {
        const state = foldFacts(situation, facts);
        const attacks = Object.values(state.attacks);
        for (const harm of ['killed', 'injured', 'missing', 'childrenKilled', 'childrenInjured'] as const) {
          expectSum(
            state.casualties[harm],
            attacks.map(({ casualties }) => casualties[harm]),
          );
        }
        for (const of of ['drone', 'missile']) {
          for (const column of ['launched', 'intercepted', 'lost'] as const) {
            expectSum(
              state.munitions[of]?.[column],
              attacks.map(({ munitions }) => munitions[of]?.[column]),
            );
          }
        }
      }),
      runs,
    );
  });

  test('hold for a sum of parts as well', () => {
    fc.assert(
      fc.property(historyArbitrary, (facts) => {
        const { attacks } = foldFacts(situation, facts);
        const claims = Object.values(attacks)
          .flatMap(({ munitions }) => Object.values(munitions))
          .flatMap(({ launched, intercepted, lost }) => [launched, intercepted, lost])
          .flatMap((figure) => figure?.claims ?? []);
        for (const claim of claims) {
          if (claim.from === undefined) continue;
          expect(claim.derived).toBe(true);
          expect(claim.from.reduce((sum, { best }) => sum + best, 0)).toBe(claim.best);
        }
      }),
      runs,
    );
  });
});

type Ends = { readonly best: number; readonly low: number; readonly high: number };
type TotalOf = NonNullable<ReturnType<typeof foldSituation>['casualties']['killed']>;
const foldSituation = () => foldFacts(situation, []);

function expectSum(total: TotalOf | undefined, figures: readonly (Ends | undefined)[]): void {
  const is = figures.filter((figure) => figure !== undefined);
  expect(total === undefined).toBe(is.length === 0);
  if (total === undefined) return;
  for (const end of ['best', 'low', 'high'] as const) {
    expect(total[end]).toBe(is.reduce((sum, figure) => sum + figure[end], 0));
  }
  const counted = total.claims.filter((claim) => claim.counted);
  expect(counted).toHaveLength(is.length);
  expect(counted.reduce((sum, { best }) => sum + best, 0)).toBe(total.best);
}

test('the generated histories hold every event type of the news vocabulary', () => {
  const types = new Set(fc.sample(historyArbitrary, 300).flatMap((facts) => facts.map(({ type }) => type)));
  expect([...types].toSorted()).toEqual(newsEvents.map(({ type }) => type).toSorted());
});
