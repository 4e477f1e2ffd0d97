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

/** The same, of what it selected: of what is about nothing that is nothing. */
export const seenSelected = defineProjection<readonly unknown[], { readonly line: unknown }>({
  name: 'seen-selected',
  version: 1,
  description: 'What it selected of everything, in order.',
  initial: [],
  // JSON drops a member that is undefined.
  select: (fact) => (tagsOf(fact).length === 0 ? undefined : { line: lineOf(fact), none: undefined }),
  evolve: (state, selected) => [...state, [selected.line, Object.keys(selected)]],
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
export const testProjections = [seenInOrder, seenWithRetracted, seenSelected, seenByTag];

function tagsOf({ data }: FactRead): readonly string[] {
  const about = data['about'];
  return Array.isArray(about) ? about.map(String) : [];
}

function lineOf({ id, data, occurred, when, reading, earlier }: FactRead): unknown {
  return [id, occurred, when.from, reading.number, reading.status, reading.by, earlier.length, data];
}
