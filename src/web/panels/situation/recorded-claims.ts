import type { Claim } from '../shared/figure.ts';
import type { Mentions, Recorded } from '../shared/use-mentions.ts';

/** How a claim stands to the number: it is the one that counts, it says the same as that, or something else. */
export type ClaimStanding = 'counted' | 'agrees' | 'notCounted';

/** A claim with when it was recorded. */
export interface RecordedClaim {
  readonly claim: Claim;
  /** Undefined where its facts could not be had. */
  readonly recorded: Recorded | undefined;
  /** When it was corrected last, where it was. */
  readonly corrected: Recorded | undefined;
  /** Whether it was recorded before all others of the same attack; of one that is alone it is not said. */
  readonly isFirst: boolean;
  /** Undefined where nothing is added up. */
  readonly standing: ClaimStanding | undefined;
}

/** Puts the claims of a number in the order of their recording; those whose facts could not be had come last. */
export function recordedClaims(claims: readonly Claim[], mentions: Mentions): readonly RecordedClaim[] {
  return claims
    .map((claim) => ({
      claim,
      ...timesOf(claim, mentions),
      standing: standingOf(claim, claims),
    }))
    .toSorted((one, other) => (one.recorded?.position ?? Infinity) - (other.recorded?.position ?? Infinity))
    .map((one, _, all) => ({ ...one, isFirst: isFirst(one, all) }));
}

/** A sum is recorded with the last of its parts. */
function timesOf({ fact, from }: Claim, mentions: Mentions): Pick<RecordedClaim, 'recorded' | 'corrected'> {
  const named = from.length === 0 ? [fact] : from.map((share) => share.fact);
  const facts = named.map((id) => (id === undefined ? undefined : mentions.get(id)));
  return {
    recorded: facts.includes(undefined) ? undefined : lastOf(facts.map((mention) => mention?.recorded)),
    corrected: lastOf(facts.map((mention) => mention?.corrected)),
  };
}

function lastOf(times: readonly (Recorded | undefined)[]): Recorded | undefined {
  return times
    .filter((time) => time !== undefined)
    .toSorted((one, other) => one.position - other.position)
    .at(-1);
}

function standingOf({ counted, attack, best }: Claim, claims: readonly Claim[]): ClaimStanding | undefined {
  if (counted !== false) return counted === undefined ? undefined : 'counted';
  const goneBy = claims.find((other) => other.attack === attack && other.counted === true);
  return goneBy?.best === best ? 'agrees' : 'notCounted';
}

type Placed = Pick<RecordedClaim, 'claim' | 'recorded'>;

function isFirst({ claim, recorded }: Placed, all: readonly Placed[]): boolean {
  const others = all.filter((other) => other.claim !== claim && other.claim.attack === claim.attack);
  if (recorded === undefined || others.length === 0) return false;
  return others.every((other) => other.recorded !== undefined && recorded.position < other.recorded.position);
}
