import type { NewsFact } from '../domain/events/news.ts';
import type { Dependence } from '../domain/projection.ts';
import { own } from './records.ts';

type Types = readonly NewsFact['type'][];

/** What one part of a state depends on. */
interface PartOfState {
  /** The event types that change it. */
  readonly types: Types;
  /** How many steps lead to what never goes away again once it is there; left out where all of it may go. */
  readonly since?: number;
}

/** What each part of a state depends on, by the name of the part. */
export type PartsOfState<State> = { readonly [Part in keyof State]-?: PartOfState };

/**
 * Returns what a value depends on: the event types that change the part of the state it is in, or those that `typesIn` names for what
 * lies deeper. A path to no part of the state depends on no fact.
 */
export function dependingOnTypes(
  path: readonly string[],
  parts: Readonly<Record<string, PartOfState>>,
  typesIn: (path: readonly string[]) => Types | undefined = () => undefined,
): Dependence {
  const [name] = path;
  if (name === undefined) return { types: [...new Set(Object.values(parts).flatMap(({ types }) => types))] };
  const part = own(parts, name);
  if (part === undefined) return { types: [] };
  const types = typesIn(path) ?? part.types;
  return part.since === undefined ? { types } : { types, since: path.slice(0, part.since) };
}
