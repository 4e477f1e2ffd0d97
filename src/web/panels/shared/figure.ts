import { isObject, itemsOf, memberOf, numberOf, textOf, textsOf } from './json.ts';

/** Who published something, whose claim it passes on, and its grade, as far as a state keeps them. */
export interface SourceName {
  readonly publisher: string;
  readonly attributedTo: string | undefined;
  readonly grade: string | undefined;
}

/** An amount: the best of it, and the range where it is one. Unknown is absent, never 0. */
export interface Amount {
  readonly best: number;
  readonly low: number;
  readonly high: number;
  readonly unit: string | undefined;
}

/** One set of publishers' claim of an amount. */
export interface Claim extends Amount {
  /** The id of the fact that claims it. */
  readonly fact: string | undefined;
  readonly attack: string | undefined;
  readonly sources: readonly SourceName[];
  /** Whether it is worked out and not reported. */
  readonly derived: boolean;
  /** Whether it is the one that counts; undefined where nothing is added up. */
  readonly counted: boolean | undefined;
  readonly inferred: readonly string[];
  /** The parts that a sum was made of. */
  readonly from: readonly {
    readonly part: string;
    readonly fact: string | undefined;
    readonly best: number;
  }[];
}

/** An amount with what is claimed of it. */
export interface Figure extends Amount {
  readonly claims: readonly Claim[];
}

/** Returns an amount in a state or in data; undefined for what is none. */
export function amountOf(value: unknown): Amount | undefined {
  const best = numberOf(memberOf(value, 'best'));
  if (best === undefined) return undefined;
  const low = numberOf(memberOf(value, 'low')) ?? best;
  const high = numberOf(memberOf(value, 'high')) ?? best;
  return { best, low, high, unit: textOf(memberOf(value, 'unit')) };
}

/** Returns a figure of a state: an amount with a list of claims; undefined for what is none. */
export function figureOf(value: unknown): Figure | undefined {
  const amount = amountOf(value);
  if (amount === undefined || !Array.isArray(memberOf(value, 'claims'))) return undefined;
  const claims = itemsOf(memberOf(value, 'claims')).flatMap((claim) => claimOf(claim) ?? []);
  return { ...amount, unit: amount.unit ?? claims[0]?.unit, claims };
}

function claimOf(value: unknown): Claim | undefined {
  const amount = amountOf(value);
  if (amount === undefined) return undefined;
  const counted = memberOf(value, 'counted');
  return {
    ...amount,
    fact: textOf(memberOf(value, 'fact')),
    attack: textOf(memberOf(value, 'attack')),
    sources: sourceNamesOf(memberOf(value, 'sources')),
    derived: memberOf(value, 'derived') === true,
    counted: typeof counted === 'boolean' ? counted : undefined,
    inferred: textsOf(memberOf(value, 'inferred')),
    from: itemsOf(memberOf(value, 'from')).flatMap((share) => {
      const best = numberOf(memberOf(share, 'best'));
      const part = textOf(memberOf(share, 'part'));
      return best === undefined || part === undefined
        ? []
        : [{ part, fact: textOf(memberOf(share, 'fact')), best }];
    }),
  };
}

/** Returns the sources in what may be a list of them. */
export function sourceNamesOf(value: unknown): readonly SourceName[] {
  return itemsOf(value).flatMap((source) => {
    const publisher = textOf(memberOf(source, 'publisher'));
    if (publisher === undefined) return [];
    const attributedTo = textOf(memberOf(source, 'attributedTo'));
    return [{ publisher, attributedTo, grade: textOf(memberOf(source, 'grade')) }];
  });
}

/** Returns the names of all publishers of some sources, each once. */
export function publishersOf(sources: readonly SourceName[]): readonly string[] {
  return [...new Set(sources.map(({ publisher }) => publisher))];
}

/** Tells whether an amount is a range: its ends differ. */
export function isRange({ low, high }: Amount): boolean {
  return low < high;
}

/** Tells whether a value of a state is an amount, to be told as a whole. */
export function isAmount(value: unknown): boolean {
  return isObject(value) && amountOf(value) !== undefined;
}
