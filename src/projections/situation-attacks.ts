import { z } from 'zod';

import { placeSchema, quantitySchema } from '../domain/events/common.ts';
import { casualtiesSchema, withCasualties } from './casualties.ts';
import { publisherSet } from './figures.ts';
import { munitionsSchema, withMunitions } from './munitions.ts';
import { known, union } from './records.ts';
import { list, shape, sourceNameSchema, sourcesOf } from './shapes.ts';
import type { FactNamed } from './shapes.ts';

const siteShape = {
  name: z.string(),
  kind: z.string().exactOptional(),
  place: z.string().exactOptional(),
  extent: z.string().exactOptional(),
  count: quantitySchema.exactOptional(),
  fact: z.string(),
  sources: list(sourceNameSchema),
};

/** The schema of a damaged site, with the attack that damaged it. */
export const damagedSiteSchema = shape({ ...siteShape, attack: z.string() });
const siteSchema = shape(siteShape);

/** The schema of an attack. */
export const attackSchema = shape({
  title: z.string().meta({ description: 'of the first report of the attack, or else of the first fact' }),
  facts: list(z.string()).meta({ description: 'ids of the facts about it' }),
  occurred: list(z.string()).meta({ description: 'the times that its reports give, each once' }),
  by: z.string().exactOptional().meta({ description: 'who attacked, by the latest report that says so' }),
  otherBy: list(z.string()).exactOptional().meta({ description: 'whom other reports named instead' }),
  against: list(z.string()).exactOptional(),
  origins: list(z.string()).exactOptional(),
  places: list(placeSchema).exactOptional(),
  munitions: munitionsSchema,
  casualties: casualtiesSchema,
  sites: list(siteSchema),
});

/** One damaged site as one set of publishers describes it. */
export type Site = z.output<typeof siteSchema>;
/** A damaged site, with the attack that damaged it. */
export type DamagedSite = z.output<typeof damagedSiteSchema>;
/** One attack and what is claimed of it. */
export type Attack = z.output<typeof attackSchema>;
/** A fact that is about an attack. */
export type AttackFact = FactNamed<
  'AttackReported' | 'InterceptionReported' | 'CasualtiesReported' | 'DamageReported'
>;

/** Returns the name of the attack that a fact is about: the one it gives, or else the id of the fact. */
export function attackName(fact: AttackFact): string {
  return fact.data.attack ?? fact.id;
}

/** Returns an attack with what one fact more claims of it. */
export function withAttackFact(before: Attack | undefined, fact: AttackFact): Attack {
  const attack = withPlaces(before ?? newAttack(fact), fact);
  switch (fact.type) {
    case 'AttackReported':
      return { ...withReport(attack, fact), munitions: withMunitions(attack.munitions, fact) };
    case 'InterceptionReported':
      return { ...attack, munitions: withMunitions(attack.munitions, fact) };
    case 'CasualtiesReported':
      return { ...attack, casualties: withCasualties(attack.casualties, fact) };
    case 'DamageReported':
      return { ...attack, sites: withSites(attack.sites, sitesOf(fact)) };
  }
}

function newAttack(fact: AttackFact): Attack {
  return { title: fact.data.title, facts: [], occurred: [], munitions: {}, casualties: {}, sites: [] };
}

function withPlaces(attack: Attack, fact: AttackFact): Attack {
  const { places = [] } = fact.data;
  const facts = [...attack.facts, fact.id];
  const added = places.filter((place) => !attack.places?.some(({ name }) => name === place.name));
  return added.length === 0
    ? { ...attack, facts }
    : { ...attack, facts, places: [...(attack.places ?? []), ...added] };
}

function withReport(attack: Attack, fact: FactNamed<'AttackReported'>): Attack {
  const { title, by, against, origins } = fact.data;
  const named = union(attack.by === undefined ? [] : [attack.by], attack.otherBy ?? []);
  const otherBy = by === undefined ? attack.otherBy : named.filter((actor) => actor !== by);
  return {
    ...attack,
    ...known({
      title: attack.occurred.length === 0 ? title : attack.title,
      occurred: union(attack.occurred, [fact.occurred]),
      by: by ?? attack.by,
      otherBy: otherBy?.length === 0 ? undefined : otherBy,
      against: against === undefined ? attack.against : union(attack.against ?? [], against),
      origins: origins === undefined ? attack.origins : union(attack.origins ?? [], origins),
    }),
  };
}

/** Lists the sites that a fact says were damaged. */
export function sitesOf(fact: FactNamed<'DamageReported'>): readonly Site[] {
  const sources = sourcesOf(fact);
  return (fact.data.sites ?? []).map(({ name, kind, place, extent, count }) =>
    known({ name, kind, place, extent, count, fact: fact.id, sources }),
  );
}

type Described = Site & { readonly attack?: string };

/** Returns the sites with those of a later fact, which take the place of what the same publishers said of the same site. */
export function withSites<One extends Described>(
  sites: readonly One[],
  later: readonly One[],
): readonly One[] {
  const replaced = new Set(later.map(siteKey));
  const attack = later[0]?.attack;
  return [...sites.filter((site) => site.attack !== attack || !replaced.has(siteKey(site))), ...later];
}

function siteKey(site: Site): string {
  return JSON.stringify([site.name, site.place ?? '', publisherSet(site.sources)]);
}
