import type { z } from 'zod';

import { claimOf, figureSchema, totalSchema, withClaim, withFigure } from './figures.ts';
import { shape } from './shapes.ts';
import type { FactNamed } from './shapes.ts';

const harms = ['killed', 'injured', 'missing', 'childrenKilled', 'childrenInjured'] as const;

/** The schema of the casualties of one attack. */
export const casualtiesSchema = shape({
  killed: figureSchema.exactOptional(),
  injured: figureSchema.exactOptional(),
  missing: figureSchema.exactOptional(),
  childrenKilled: figureSchema.exactOptional().meta({ description: 'children among the killed' }),
  childrenInjured: figureSchema.exactOptional().meta({ description: 'children among the injured' }),
});
/** The schema of casualties added up over attacks. */
export const casualtyTotalsSchema = shape({
  killed: totalSchema.exactOptional(),
  injured: totalSchema.exactOptional(),
  missing: totalSchema.exactOptional(),
  childrenKilled: totalSchema.exactOptional(),
  childrenInjured: totalSchema.exactOptional(),
});

/** The casualties of one attack; what no source gives is absent. */
export type Casualties = z.output<typeof casualtiesSchema>;
/** Casualties added up over the attacks for which each is known. */
export type CasualtyTotals = z.output<typeof casualtyTotalsSchema>;

/** Returns the casualties of an attack with the claims of one fact more. */
export function withCasualties(casualties: Casualties, fact: FactNamed<'CasualtiesReported'>): Casualties {
  return harms.reduce<Casualties>((next, harm) => {
    const amount = fact.data[harm];
    return amount === undefined
      ? next
      : { ...next, [harm]: withClaim(next[harm], claimOf(fact, harm, amount)) };
  }, casualties);
}

/** Returns the totals after the casualties of one attack changed from `before` to `after`. */
export function withCasualtiesOf(
  totals: CasualtyTotals,
  attack: string,
  before: Casualties | undefined,
  after: Casualties,
): CasualtyTotals {
  return harms.reduce<CasualtyTotals>((next, harm) => {
    const figure = after[harm];
    return figure === undefined || figure === before?.[harm]
      ? next
      : { ...next, [harm]: withFigure(next[harm], attack, before?.[harm], figure) };
  }, totals);
}

/** Lists the figures of casualties with the names they go by. */
export function casualtyFigures(casualties: Casualties) {
  return harms.map((harm) => [harm, casualties[harm]] as const);
}
