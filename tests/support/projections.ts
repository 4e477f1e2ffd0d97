import { defineProjection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';

/** Lists what it sees as it sees it: a wrong order, a missed reading or a wrong reading gives another state. */
export const seenInOrder = defineProjection<readonly unknown[]>({
  name: 'seen-in-order',
  version: 1,
  description: 'Everything it is handed, in order.',
  initial: [],
  evolve: (state, fact) => [...state, lineOf(fact)],
});

/** The same, with the facts that were retracted. */
export const seenWithRetracted = defineProjection<readonly unknown[]>({
  name: 'seen-with-retracted',
  version: 1,
  description: 'Everything it is handed, in order, retracted or not.',
  initial: [],
  seesRetracted: true,
  evolve: (state, fact) => [...state, lineOf(fact)],
});

/** One list a tag. */
export const seenByTag = defineProjection<readonly unknown[]>({
  name: 'seen-by-tag',
  version: 1,
  description: 'What it is handed about each tag, in order.',
  initial: [],
  key: tagsOf,
  evolve: (state, fact) => [...state, lineOf(fact)],
});

/** The projections of the laws and of the comparison with the oracle. */
export const testProjections = [seenInOrder, seenWithRetracted, seenByTag];

function tagsOf({ data }: FactRead): readonly string[] {
  const about = data['about'];
  return Array.isArray(about) ? about.map(String) : [];
}

function lineOf({ id, data, occurred, when, reading, earlier }: FactRead): unknown {
  return [id, occurred, when.from, reading.number, reading.status, reading.by, earlier.length, data];
}
