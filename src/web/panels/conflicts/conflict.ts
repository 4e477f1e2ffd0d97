import type { Amount } from '../shared/figure.ts';
import { amountOf } from '../shared/figure.ts';
import { isObject, itemsOf, memberOf, numberOf, textOf, textsOf } from '../shared/json.ts';

/** What kinds of conflict there are. */
export type ConflictKind = 'parts-fall-short' | 'parts-exceed' | 'counts-differ' | 'order' | 'other';

/** One side of a conflict: who claims what. */
export interface Side {
  readonly role: 'total' | 'parts' | 'closing' | 'claim' | 'fact';
  readonly publishers: readonly string[];
  readonly amount: Amount | undefined;
  readonly derived: boolean;
  readonly inferred: boolean;
  /** The kind and model of munition it is of: `cruise|Iskander-K`. */
  readonly part: string | undefined;
  /** The ids of the facts that claim it. */
  readonly facts: readonly string[];
}

/** Claims that disagree, do not add up, or cannot both hold in time. */
export interface Conflict {
  /** Tells it from the others, also when there are more or fewer of them. */
  readonly key: string;
  readonly kind: ConflictKind;
  readonly sentence: string;
  /** What it is about, in the names of the state: an attack, a class of munitions, a figure; a delivery. */
  readonly about: readonly string[];
  /** The name of the attack that it is about. */
  readonly attack: string | undefined;
  readonly gap: number | undefined;
  readonly sides: readonly Side[];
}

const kinds: readonly string[] = ['parts-fall-short', 'parts-exceed', 'counts-differ', 'order'];

/** Reads the state of the conflicts. */
export function conflictsOf(state: unknown): readonly Conflict[] {
  return itemsOf(memberOf(state, 'conflicts')).filter(isObject).map(conflictOf);
}

/** Calls the attack that a conflict is about by its title, where a situation has one: its name was made to tell it from others, not to be read. */
export function withAttackTitle(conflict: Conflict, situation: unknown): Conflict {
  const { attack, about, sentence } = conflict;
  const title = attack === undefined ? undefined : textOf(memberOf(situation, 'attacks', attack, 'title'));
  if (attack === undefined || title === undefined) return conflict;
  return {
    ...conflict,
    about: about.map((name) => (name === attack ? title : name)),
    sentence: sentence.replaceAll(` in ${attack}`, () => ` in “${title}”`),
  };
}

function conflictOf(told: unknown): Conflict {
  const given = textOf(memberOf(told, 'kind')) ?? '';
  const kind = kinds.includes(given) ? (given as ConflictKind) : 'other';
  const about = memberOf(told, 'about');
  return {
    key: JSON.stringify([given, about, memberOf(told, 'publishers')]),
    kind,
    sentence: textOf(memberOf(told, 'sentence')) ?? '',
    about: aboutOf(about),
    attack: textOf(memberOf(about, 'attack')),
    gap: numberOf(memberOf(told, 'gap')),
    sides: sidesOf(kind, told),
  };
}

function aboutOf(about: unknown): readonly string[] {
  const names = ['class', 'part', 'figure', 'attack', 'delivery'];
  return names.flatMap((name) => textOf(memberOf(about, name)) ?? []);
}

function sidesOf(kind: ConflictKind, told: unknown): readonly Side[] {
  if (kind === 'counts-differ') return itemsOf(memberOf(told, 'values')).map(claimSide);
  const facts = textsOf(memberOf(told, 'facts'));
  if (kind === 'parts-fall-short' || kind === 'parts-exceed') return partsSides(told, facts);
  return facts.map((fact) => ({ ...noSide, facts: [fact] }));
}

const noSide: Side = {
  role: 'fact',
  publishers: [],
  amount: undefined,
  derived: false,
  inferred: false,
  part: undefined,
  facts: [],
};

function claimSide(value: unknown): Side {
  return {
    ...noSide,
    role: 'claim',
    publishers: textsOf(memberOf(value, 'publishers')),
    amount: amountOf(value),
    derived: memberOf(value, 'derived') === true,
    facts: factsIn(memberOf(value, 'fact')),
  };
}

function factsIn(...ids: readonly unknown[]): readonly string[] {
  return ids.flatMap((id) => textOf(id) ?? []);
}

/** The first fact states the total; the others, and often the same, its parts. */
function partsSides(told: unknown, facts: readonly string[]): readonly Side[] {
  const publishers = textsOf(memberOf(told, 'publishers'));
  const partFacts = facts.length > 1 ? facts.slice(1) : facts;
  const total = exactly(memberOf(told, 'total'));
  const parts = exactly(memberOf(told, 'parts'));
  const closing = itemsOf(memberOf(told, 'closedBy')).map((one): Side => ({
    ...claimSide(one),
    role: 'closing',
    part: textOf(memberOf(one, 'part')),
    inferred: textsOf(memberOf(one, 'inferred')).length > 0,
  }));
  return [
    { ...noSide, role: 'total', publishers, amount: total, facts: facts.slice(0, 1) },
    { ...noSide, role: 'parts', publishers, amount: parts, derived: true, facts: partFacts },
    ...closing,
  ];
}

function exactly(value: unknown): Amount | undefined {
  const best = numberOf(value);
  return best === undefined ? undefined : { best, low: best, high: best, unit: undefined };
}
