import { isObject, memberOf, membersOf } from '../shared/json.ts';
import type { Entry } from './entry.ts';
import {
  alertEntries,
  callEntries,
  deliveryEntry,
  linkEntry,
  numbered,
  positionEntry,
  siteEntry,
  statementEntry,
} from './entry.ts';

/** What the entries of a list card are of. */
export const listNames = [
  'damage',
  'deliveries',
  'calls',
  'positions',
  'statements',
  'links',
  'alerts',
] as const;

/** One of the lists of the situation. */
export type ListName = (typeof listNames)[number];

/** Lists the entries of one list of the situation, the latest last. */
export function entriesOf(state: unknown, list: ListName): readonly Entry[] {
  const value = memberOf(state, list);
  switch (list) {
    case 'damage':
      return numbered(value).map(([index, site]) => siteEntry([list, index], site));
    case 'deliveries':
      return Object.entries(membersOf(value)).map(([name, one]) => deliveryEntry([list, name], name, one));
    case 'calls':
      return callEntries(membersOf(value));
    case 'positions':
      return Object.entries(membersOf(value)).flatMap(([actor, topics]) =>
        Object.entries(membersOf(topics)).map(([topic, one]) => positionEntry(actor, topic, one)),
      );
    case 'statements':
      return numbered(value).map(([index, one]) => statementEntry([list, index], one));
    case 'links':
      return Object.entries(membersOf(value)).map(([name, one]) => linkEntry([list, name], one));
    case 'alerts':
      return Object.entries(membersOf(value)).flatMap(([place, byPublisher]) =>
        Object.entries(membersOf(byPublisher)).flatMap(([publisher, one]) =>
          alertEntries([list, place, publisher], place, publisher, one),
        ),
      );
  }
}

/** Counts the entries of one list as it stands in an explanation; undefined for what is no such list. */
export function countOf(list: ListName, value: unknown): number | undefined {
  if (value === undefined) return 0;
  if (!isObject(value) && !Array.isArray(value)) return undefined;
  return entriesOf({ [list]: value }, list).length;
}
