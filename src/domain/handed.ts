import { frozen, whereNotPlain } from './frozen.ts';
import type { Projection } from './projection.ts';
import type { FactRead } from './reading.ts';

/**
 * Returns what `evolve` of a projection is to be handed for a fact, frozen; undefined when the fact changes no state of it.
 *
 * It is the same whether it was kept as JSON text or not. Throws what `select` throws, and a `TypeError` where it gives what is no JSON data.
 */
export function handedFor(projection: Projection, fact: FactRead): FactRead | undefined {
  if (projection.select === undefined) return fact;
  const selected = projection.select(fact);
  if (selected === undefined) return undefined;
  // What it is handed is of the type that it selects.
  return frozen(
    whereNotPlain(selected) === undefined ? selected : checked(asJsonHasIt(selected)),
  ) as FactRead;
}

function checked(selected: unknown): unknown {
  const pointer = whereNotPlain(selected);
  if (pointer === undefined) return selected;
  throw new TypeError(`what is selected of it is no JSON data at ${pointer || 'its whole'}`);
}

/** Drops members that are undefined and makes 0 of -0; what else JSON would not keep stays, to be refused. */
function asJsonHasIt(value: unknown): unknown {
  if (value === 0) return 0;
  if (Array.isArray(value)) return value.map(asJsonHasIt);
  if (typeof value !== 'object' || value === null) return value;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, asJsonHasIt(member)]));
}
