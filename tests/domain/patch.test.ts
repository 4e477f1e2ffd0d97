import * as fc from 'fast-check';
import { applyPatch as applyRfc6902 } from 'rfc6902';
import { describe, expect, test } from 'vitest';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import { isEqualJson } from '../../src/domain/equal-json.ts';
import { frozen } from '../../src/domain/frozen.ts';
import type { Json } from '../../src/domain/json.ts';
import type { Patch } from '../../src/domain/patch.ts';
import { patchBetween } from '../../src/engine/patch-between.ts';
import { jsonArbitrary, jsonPairArbitrary } from '../support/json-pairs.ts';

const seed = Number(process.env['ASOF_SEED'] ?? 20_250_703);
const numRuns = Number(process.env['ASOF_RUNS'] ?? 3000);

/** Copies data as text does, `__proto__` among the names too. */
const copied = (data: unknown): unknown => JSON.parse(JSON.stringify(data));

describe('a patch between two pieces of JSON data', () => {
  test(`makes the second of the first, ${numRuns} times, and changes neither`, () => {
    let [operations, empty] = [0, 0];
    fc.assert(
      fc.property(jsonPairArbitrary, ([before, after]) => {
        const texts = [JSON.stringify(before), JSON.stringify(after)];
        const patch = patchBetween(frozen(before), frozen(after));
        const patched = applyPatch(before, frozen(patch));
        operations += patch.length;
        if (patch.length === 0) empty += 1;
        expect(isEqualJson(patched, after)).toBe(true);
        expect(copied(patched)).toEqual(copied(after));
        expect([JSON.stringify(before), JSON.stringify(after)]).toEqual(texts);
      }),
      { seed, numRuns },
    );
    console.log(`patches: seed ${seed}, ${numRuns} pairs, ${operations} operations, ${empty} empty`);
    expect(operations).toBeGreaterThan(numRuns);
  });

  test('means the same to an implementation of RFC 6902 that is not ours', () => {
    fc.assert(
      fc.property(jsonPairArbitrary, (pair) => {
        const [before, after] = pair.map(withoutTraps) as [Json, Json];
        expect(isEqualJson(appliedByOther(before, patchBetween(before, after)), after)).toBe(true);
      }),
      { seed, numRuns },
    );
  });

  test('is empty if, and only if, they are the same', () => {
    fc.assert(
      fc.property(jsonPairArbitrary, ([before, after]) => {
        const isSame = isEqualJson(before, after);
        expect(patchBetween(before, after).length === 0).toBe(isSame);
        expect(isEqualJson(after, before)).toBe(isSame);
        expect(patchBetween(after, copied(after))).toEqual([]);
      }),
      { seed, numRuns },
    );
  });

  test('takes no notice of the order of members', () => {
    expect(patchBetween({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toEqual([]);
  });

  test('leaves what it does not touch as it is, shared', () => {
    fc.assert(
      fc.property(jsonArbitrary, jsonArbitrary, (kept, added) => {
        const before = { kept, list: [kept, { kept }], 'm~n': 1 };
        const after = applyPatch(before, [
          { op: 'replace', path: '/m~0n', value: added },
          { op: 'add', path: '/list/1/added', value: added },
        ]);
        const { kept: still, list } = after as typeof before;
        expect(still).toBe(kept);
        expect(list[0]).toBe(kept);
        expect((list[1] as typeof before).kept).toBe(kept);
        expect(before.list[1]).toEqual({ kept });
      }),
      { seed, numRuns: 1000 },
    );
  });

  test('follows a list that loses its first item and gains a last one in two operations', () => {
    const list = Array.from({ length: 200 }, (_, index) => ({ id: `fact-${index}`, about: ['place:kyiv'] }));
    const after = [...list.slice(1).map((item) => ({ ...item })), { id: 'fact-200', about: [] }];
    const patch = patchBetween({ list }, { list: after });
    expect(patch).toHaveLength(2);
    expect(applyPatch({ list }, patch)).toEqual({ list: after });
  });

  test('changes an item of a long list where it stands', () => {
    const list = Array.from({ length: 200 }, (_, index) => ({ id: index, count: 0 }));
    expect(patchBetween(list, list.with(77, { id: 77, count: 1 }))).toEqual([
      { op: 'replace', path: '/77/count', value: 1 },
    ]);
  });

  test('of lists that have little in common is exact, too', () => {
    const list = Array.from({ length: 300 }, (_, index) => index);
    const after = list.map((item) => (item * 7919) % 301);
    expect(applyPatch(list, patchBetween(list, after))).toEqual(after);
    expect(applyPatch(after, patchBetween(after, []))).toEqual([]);
    expect(applyPatch([], patchBetween([], after))).toEqual(after);
  });

  test.each<[string, unknown, Patch]>([
    ['a member that is not there', {}, [{ op: 'remove', path: '/a' }]],
    ['a member to replace that is not there', {}, [{ op: 'replace', path: '/a', value: 1 }]],
    ['a step through nothing', { a: 1 }, [{ op: 'add', path: '/b/c', value: 1 }]],
    ['a step through a number', { a: 1 }, [{ op: 'add', path: '/a/c', value: 1 }]],
    ['an index beyond the end', [1], [{ op: 'add', path: '/2', value: 1 }]],
    ['an index to remove at the end', [1], [{ op: 'remove', path: '/1' }]],
    ['an index with a leading zero', [1, 2], [{ op: 'remove', path: '/01' }]],
    ['an index that is no number', [1], [{ op: 'replace', path: '/a', value: 1 }]],
    ['an index below zero', [1], [{ op: 'replace', path: '/-1', value: 1 }]],
    ['the place after the end, to replace', [1], [{ op: 'replace', path: '/-', value: 1 }]],
    ['the place after the end, to step through', [1], [{ op: 'add', path: '/-/a', value: 1 }]],
    ['what an object inherits', {}, [{ op: 'remove', path: '/toString' }]],
    ['its prototype', {}, [{ op: 'add', path: '/__proto__/isAdmin', value: true }]],
  ])('does not fit where there is %s', (_, data, patch) => {
    const before = copied(data);
    expect(() => applyPatch(data, patch)).toThrow(expect.objectContaining({ code: 'patch-does-not-fit' }));
    expect(data).toEqual(before);
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  test('of another piece of data fits, or is refused by name', () => {
    fc.assert(
      fc.property(jsonPairArbitrary, jsonArbitrary, ([before, after], other) => {
        try {
          applyPatch(other, patchBetween(before, after));
        } catch (error) {
          expect(error).toMatchObject({ code: 'patch-does-not-fit' });
        }
      }),
      { seed, numRuns: 5000 },
    );
  });

  test('replaces the whole, and takes `-` for the end of a list', () => {
    expect(applyPatch({ a: 1 }, patchBetween({ a: 1 }, [1]))).toEqual([1]);
    expect(applyPatch([1], [{ op: 'add', path: '/-', value: 2 }])).toEqual([1, 2]);
    expect(applyPatch({ '': 1 }, patchBetween({ '': 1 }, { '': { '': 2 } }))).toEqual({ '': { '': 2 } });
  });
});

/** The other leaves such names out, to be safe. */
function withoutTraps(data: Json): Json {
  return JSON.parse(
    JSON.stringify(data).replaceAll('"__proto__"', '"proto"').replaceAll('"constructor"', '"builder"'),
  );
}

/** It changes what it is given, so it is given a copy. */
function appliedByOther(before: Json, patch: Patch): unknown {
  const whole = { whole: copied(before) };
  const inWhole = patch.map((operation) => ({ ...operation, path: `/whole${operation.path}` }));
  const errors = applyRfc6902(whole, copied(inWhole) as Parameters<typeof applyRfc6902>[1]);
  expect(errors.filter((error) => error !== null)).toEqual([]);
  return whole.whole;
}
