import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { valueAt } from '../../src/domain/json-pointer.ts';
import type { FactFilter, Projection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import { newsProjections } from '../../src/projections/index.ts';
import { situation } from '../../src/projections/situation.ts';
import { foldFacts } from '../support/facts.ts';
import { pathsIn, pointerOf } from '../support/paths.ts';
import { historyArbitrary, keysOf } from './arbitrary-facts.ts';

const pass = ({ types, about }: FactFilter, { type, data }: FactRead) =>
  (types?.includes(type) ?? true) &&
  (about === undefined || (Array.isArray(data['about']) && data['about'].some((tag) => about.includes(tag))));

/** Returns the first path whose value is another one when only the facts it is said to depend on are folded. */
function whereOther(
  projection: Projection,
  facts: readonly FactRead[],
  key: string | undefined,
  start: unknown,
): string | undefined {
  const from = { ...projection, initial: start };
  const whole = foldFacts(from, facts, key);
  const folded = new Map<string, unknown>();
  for (const path of [
    ...pathsIn(whole),
    ...pathsIn(start),
    ['nothing', 'there'],
    ['attacks', 'nothing', 'by'],
  ]) {
    const filter = projection.dependsOn?.(path);
    if (filter === undefined) continue;
    const name = JSON.stringify(filter);
    const state =
      folded.get(name) ??
      foldFacts(
        from,
        facts.filter((fact) => pass(filter, fact)),
        key,
      );
    folded.set(name, state);
    if (!isDeepStrictEqual(valueAt(state, path), valueAt(whole, path))) return `${name} ${pointerOf(path)}`;
  }
  return undefined;
}

describe.each(newsProjections.map((projection) => ({ name: projection.name, projection })))(
  'the facts that a value of $name depends on',
  ({ projection }) => {
    const keys = (facts: readonly FactRead[]) =>
      projection.key === undefined ? [undefined] : keysOf(facts, (fact) => projection.key?.(fact) ?? []);

    test('give the same value alone, from the beginning and from any state on', () => {
      fc.assert(
        fc.property(historyArbitrary, fc.nat(25), (facts, cut) => {
          for (const key of keys(facts)) {
            expect(whereOther(projection, facts, key, projection.initial)).toBeUndefined();
            const start = foldFacts(projection, facts.slice(0, cut), key);
            expect(whereOther(projection, facts.slice(cut), key, start)).toBeUndefined();
          }
        }),
        { numRuns: 400 },
      );
    });

    test('come after what it is a part of: where that is not, the value never was', () => {
      fc.assert(
        fc.property(historyArbitrary, (facts) => {
          for (const key of keys(facts)) {
            const states = [...facts.keys(), facts.length].map((end) =>
              foldFacts(projection, facts.slice(0, end), key),
            );
            for (const path of states.flatMap((state) => pathsIn(state))) {
              const since = projection.dependsOn?.(path)?.since;
              if (since === undefined) continue;
              const first = states.findIndex((state) => valueAt(state, path) !== undefined);
              const isThere = states.map((state) => valueAt(state, since) !== undefined);
              expect(isThere.lastIndexOf(false), pointerOf(path)).toBeLessThan(first);
            }
          }
        }),
        { numRuns: 60 },
      );
    });

    test('are said of every path without a fault', () => {
      fc.assert(
        fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'attacks', ''))), (path) => {
          expect(() => projection.dependsOn?.(path)).not.toThrow();
        }),
      );
    });
  },
);

test('a filter that leaves out a fact that counts is found out', () => {
  const wrong: Projection = {
    ...situation,
    dependsOn: ([part]) => (part === 'munitions' ? { types: ['AttackReported'] } : undefined),
  };
  const result = fc.check(
    fc.property(
      historyArbitrary,
      (facts) => whereOther(wrong, facts, undefined, wrong.initial) === undefined,
    ),
    { numRuns: 400 },
  );
  expect(result.failed).toBe(true);
});

test('the total of casualties depends on reports of casualties alone', () => {
  expect(situation.dependsOn?.(['casualties', 'killed', 'best'])).toEqual({
    types: ['CasualtiesReported'],
    since: ['casualties', 'killed'],
  });
});
