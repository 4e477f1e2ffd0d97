import type { Chance } from '../../support/fault-chance.ts';

/** Picks one item of a list that has some; throws on an empty one. */
export function oneOf<Item>(chance: Chance, items: readonly Item[]): Item {
  const [first, ...rest] = items;
  if (first === undefined) throw new Error('there is nothing to choose from');
  return chance.pick([first, ...rest]);
}
