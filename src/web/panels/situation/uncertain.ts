import type { Claim, Figure } from '../shared/figure.ts';

/** How much of a number may not have happened yet: all of it, or a part, with how much of the number that is. */
export type UncertainPart = 'all' | { readonly part: number };

/** One thing that a number is added up from. */
interface Share {
  readonly fact: string | undefined;
  readonly best: number;
}

/** Tells how much of a number comes from facts that may not have happened yet, by their ids; undefined where nothing of it does. Claims that do not count are no part of it. */
export function uncertainPart(
  { claims }: Pick<Figure, 'claims'>,
  uncertain: ReadonlySet<string>,
): UncertainPart | undefined {
  const shares = claims.filter(({ counted }) => counted !== false).flatMap(sharesOf);
  const some = shares.filter(({ fact }) => fact !== undefined && uncertain.has(fact));
  if (some.length === 0) return undefined;
  return some.length === shares.length ? 'all' : { part: some.reduce((sum, { best }) => sum + best, 0) };
}

/** Tells whether a claim, or a part that it was added up from, is of a fact that may not have happened yet. */
export function isUncertainClaim(claim: Claim, uncertain: ReadonlySet<string>): boolean {
  return sharesOf(claim).some(({ fact }) => fact !== undefined && uncertain.has(fact));
}

function sharesOf({ fact, best, from }: Claim): readonly Share[] {
  return from.length === 0 ? [{ fact, best }] : from;
}
