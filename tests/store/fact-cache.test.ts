import { describe, expect, test } from 'vitest';

import type { FactRead } from '../../src/domain/reading.ts';
import { createFactCache } from '../../src/store/sqlite/fact-cache.ts';
import { factsOf } from '../support/facts.ts';

const [fact] = factsOf([
  { type: 'NoteAdded', occurred: '2025-07-04', data: { title: 'A note', about: [], sources: [] } },
]) as [FactRead];

describe('facts in memory', () => {
  test('are those that were read twice, or are read again at once', () => {
    const cache = createFactCache(10_000_000);
    cache.keep(7, fact, 100, false);
    expect(cache.get(7)).toBeUndefined();
    cache.keep(7, fact, 100, false);
    expect(cache.get(7)).toBe(fact);
    cache.keep(8, fact, 100, true);
    expect(cache.get(8)).toBe(fact);
  });

  test('are no others, however many are read', () => {
    const cache = createFactCache(10_000_000);
    for (let position = 1; position <= 200_000; position += 1) cache.keep(position, fact, 100, false);
    // The place of the first was taken by another one.
    cache.keep(1, fact, 100, false);
    expect(cache.get(1)).toBeUndefined();
    cache.keep(200_000, fact, 100, false);
    expect(cache.get(200_000)).toBe(fact);
  });

  test('are about so many bytes, and the latest', () => {
    const cache = createFactCache(1_000_000);
    for (let position = 1; position <= 10_000; position += 1) cache.keep(position, fact, 1000, true);
    const kept = Array.from({ length: 10_000 }, (_, index) => index + 1).filter(
      (position) => cache.get(position) !== undefined,
    );
    expect(kept.at(-1)).toBe(10_000);
    expect(kept.length).toBeGreaterThan(100);
    expect(kept.length).toBeLessThan(1000);
  });
});
