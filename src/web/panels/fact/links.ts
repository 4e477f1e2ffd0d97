import type { FactOut } from '../../../client/index.ts';
import { itemsOf, memberOf, membersOf, textOf } from '../shared/json.ts';

/** A link that was assessed between what a fact is about and something else. */
export interface AssessedLink {
  readonly fact: string | undefined;
  readonly title: string;
  readonly status: string | undefined;
  /** The other end: the id of an event, a tag, or the name of an attack. */
  readonly other: string;
  readonly relation: string | undefined;
}

/** Lists the links of the situation that join a fact, its attack, or what it is about to something. */
export function linksOf(state: unknown, fact: FactOut): readonly AssessedLink[] {
  const ends = new Set([
    fact.id,
    ...itemsOf(memberOf(fact.data, 'attack') === undefined ? [] : [memberOf(fact.data, 'attack')]),
  ]);
  return Object.values(membersOf(memberOf(state, 'links'))).flatMap((link) => {
    const [from, to] = [textOf(memberOf(link, 'from')), textOf(memberOf(link, 'to'))];
    if (from === undefined || to === undefined || (!ends.has(from) && !ends.has(to))) return [];
    return [
      {
        fact: textOf(memberOf(link, 'fact')),
        title: textOf(memberOf(link, 'title')) ?? '',
        status: textOf(memberOf(link, 'status')),
        other: ends.has(from) ? to : from,
        relation: textOf(memberOf(link, 'relation')),
      },
    ];
  });
}
