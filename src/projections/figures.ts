import { z } from 'zod';

import type { Quantity } from '../domain/events/common.ts';
import type { NewsFact } from '../domain/events/news.ts';
import { known, union } from './records.ts';
import { list, shape, sourceNameSchema, sourcesOf } from './shapes.ts';
import type { SourceName } from './shapes.ts';

const shareSchema = shape({
  fact: z.string(),
  part: z.string(),
  best: z.number(),
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
});
const claimShape = {
  fact: z.string().meta({ description: 'id of the fact that claims it; of a sum, the last one added' }),
  sources: list(sourceNameSchema),
  best: z.number(),
  low: z.number().exactOptional(),
  high: z.number().exactOptional(),
  unit: z.string().exactOptional(),
  derived: z.literal(true).exactOptional().meta({ description: 'worked out, not reported' }),
  inferred: list(z.string()).exactOptional().meta({ description: 'what of it we inferred: munitions.kind' }),
  from: list(shareSchema).exactOptional().meta({ description: 'the parts that a sum was made of' }),
};
const claimSchema = shape(claimShape);

/** The schema of a figure. */
export const figureSchema = shape({
  best: z.number(),
  low: z.number(),
  high: z.number(),
  agree: z.boolean().meta({ description: 'whether all claims have the same best' }),
  claims: list(claimSchema).meta({ description: 'one for each set of publishers, the latest last' }),
});

/** The schema of a figure added up over attacks. */
export const totalSchema = shape({
  best: z.number(),
  low: z.number(),
  high: z.number(),
  claims: list(
    shape({
      ...claimShape,
      attack: z.string(),
      counted: z.boolean().meta({ description: 'whether its best is the one of the attack that is added' }),
    }),
  ),
});

/** One amount as one set of publishers claims it. */
export type Claim = z.output<typeof claimSchema>;
/** What is claimed of one amount: the best of it, the range over all claims, and the claims themselves. */
export type Figure = z.output<typeof figureSchema>;
/** A figure added up over the attacks for which it is known; the `counted` claims add up to its best. */
export type Total = z.output<typeof totalSchema>;

/** Returns the claim of an amount that a fact makes in one of its fields. */
export function claimOf(fact: Pick<NewsFact, 'id' | 'data'>, field: string, amount: Quantity): Claim {
  return known({
    fact: fact.id,
    sources: sourcesOf(fact),
    // Adding 0 makes 0 of -0, which JSON would not keep.
    best: amount.best + 0,
    low: amount.low === undefined ? undefined : amount.low + 0,
    high: amount.high === undefined ? undefined : amount.high + 0,
    unit: amount.unit,
    derived: amount.derived === true ? true : undefined,
    inferred: inferredOf(fact, field),
  });
}

function inferredOf({ data }: Pick<NewsFact, 'data'>, field: string): readonly string[] | undefined {
  const inferred = data.inferred?.filter((name) => name === field || name.startsWith(`${field}.`)) ?? [];
  return inferred.length === 0 ? undefined : inferred;
}

/** Returns the sum of one publisher's claims of the parts, each under its name; undefined when there is none. */
export function sumOfParts(fact: string, parts: readonly (readonly [string, Claim])[]): Claim | undefined {
  const [first] = parts;
  if (first === undefined) return undefined;
  const claims = parts.map(([, claim]) => claim);
  const ranged = (end: 'low' | 'high') => claims.some((claim) => claim[end] !== undefined);
  const add = (end: 'low' | 'high') => claims.reduce((sum, claim) => sum + (claim[end] ?? claim.best), 0);
  const unit = first[1].unit;
  return known({
    fact,
    sources: unionOfSources(claims),
    best: claims.reduce((sum, claim) => sum + claim.best, 0),
    low: ranged('low') ? add('low') : undefined,
    high: ranged('high') ? add('high') : undefined,
    unit: claims.every((claim) => claim.unit === unit) ? unit : undefined,
    derived: true as const,
    inferred: claims.some((claim) => claim.inferred !== undefined)
      ? union(
          [],
          claims.flatMap((claim) => claim.inferred ?? []),
        )
      : undefined,
    from: parts.map(([part, claim]) =>
      known({ fact: claim.fact, part, best: claim.best, low: claim.low, high: claim.high }),
    ),
  });
}

function unionOfSources(claims: readonly Claim[]): readonly SourceName[] {
  const sources = new Map<string, SourceName>();
  for (const source of claims.flatMap((claim) => claim.sources)) {
    sources.set(JSON.stringify([source.publisher, source.attributedTo, source.grade]), source);
  }
  return [...sources.values()];
}

/** Returns what tells one set of publishers from another. */
export function publisherSet(sources: readonly SourceName[]): string {
  return JSON.stringify([...new Set(sources.map(({ publisher }) => publisher))].toSorted());
}

/** Returns the claim that one set of publishers makes. */
export function claimBy(figure: Figure | undefined, publishers: string): Claim | undefined {
  return figure?.claims.find((claim) => publisherSet(claim.sources) === publishers);
}

/** Returns the figure with one claim more, in the place of an earlier one by the same publishers. */
export function withClaim(figure: Figure | undefined, claim: Claim): Figure {
  const publishers = publisherSet(claim.sources);
  const others = figure?.claims.filter((other) => publisherSet(other.sources) !== publishers) ?? [];
  return figureOf([...others, claim]);
}

function figureOf(claims: readonly Claim[]): Figure {
  const { best } = bestClaim(claims);
  return {
    best,
    low: claims.reduce((low, claim) => Math.min(low, claim.low ?? claim.best), best),
    high: claims.reduce((high, claim) => Math.max(high, claim.high ?? claim.best), best),
    agree: claims.every((claim) => claim.best === best),
    claims,
  };
}

/** Picks the claim to go by: that of the best grade, one that was reported before one that was worked out, then the latest. */
function bestClaim(claims: readonly Claim[]): Claim {
  return claims.reduceRight((best, claim) => (rank(claim) < rank(best) ? claim : best));
}

/** `A1` is the best grade; what has none comes after `F6`. A claim has the grade of its best source. */
function rank(claim: Claim): string {
  const grade = claim.sources.map((source) => source.grade ?? 'Z').toSorted()[0] ?? 'Z';
  return `${grade}${claim.derived === true ? ' derived' : ''}`;
}

/** Returns a total in which the figure of one attack, `before`, now is `after`. */
export function withFigure(
  total: Total | undefined,
  attack: string,
  before: Figure | undefined,
  after: Figure,
): Total {
  const others = before === undefined ? total?.claims : total?.claims.filter((c) => c.attack !== attack);
  const chosen = bestClaim(after.claims);
  const claims = after.claims.map((claim) => ({ ...claim, attack, counted: claim === chosen }));
  const change = (end: 'best' | 'low' | 'high') => (total?.[end] ?? 0) - (before?.[end] ?? 0) + after[end];
  return {
    best: change('best'),
    low: change('low'),
    high: change('high'),
    claims: [...(others ?? []), ...claims],
  };
}
