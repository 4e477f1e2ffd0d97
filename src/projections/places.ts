import { z } from 'zod';

import { assert } from '../domain/assert.ts';
import type { NewsFact } from '../domain/events/news.ts';
import { resolveOccurred } from '../domain/occurred.ts';
import { defineProjection } from '../domain/projection.ts';
import { alertPlace, endAlert, inForceSchema, startAlert } from './alerts.ts';
import type { Alert, InForce } from './alerts.ts';
import { casualtiesSchema, casualtyTotalsSchema, withCasualties, withCasualtiesOf } from './casualties.ts';
import { dependingOnTypes } from './depending.ts';
import type { PartsOfState } from './depending.ts';
import { own, union, withEntry, withEntryOfMany, withoutEntry } from './records.ts';
import { byName, list, publishersOf, shape, tagsOf } from './shapes.ts';
import type { FactNamed } from './shapes.ts';
import { attackName, damagedSiteSchema, sitesOf, withSites } from './situation-attacks.ts';

const attackSchema = shape({
  title: z.string(),
  facts: list(z.string()),
  occurred: list(z.string()).meta({ description: 'the times that its reports give, each once' }),
  casualties: casualtiesSchema.meta({ description: 'of the facts that are about this place' }),
});
const alertTotalSchema = shape({
  count: z.int().meta({ description: 'alerts that ended' }),
  lengthMsTotal: z.number().meta({ description: 'their lengths together, in milliseconds' }),
  inferredEnds: z.int().meta({ description: 'how many of these ends are inferred' }),
  endsWithoutStart: z.int(),
  restarts: z.int().meta({ description: 'starts while the same alert was in force' }),
});
const placeSchema = shape({
  attacks: byName(attackSchema),
  casualties: casualtyTotalsSchema,
  damage: list(damagedSiteSchema),
  alerts: shape({
    inForce: byName(inForceSchema).meta({ description: 'by publisher' }),
    total: byName(alertTotalSchema).meta({ description: 'by publisher' }),
  }),
});

/** What happened at one place: attacks, casualties, damage, and alerts with their total length. */
export type Place = z.output<typeof placeSchema>;
type PlaceAttack = z.output<typeof attackSchema>;
type AlertTotal = z.output<typeof alertTotalSchema>;

const initial: Place = {
  attacks: {},
  casualties: {},
  damage: [],
  alerts: { inForce: {}, total: {} },
};

/** What happened at each place, one state a place. */
export const places = defineProjection<Place>({
  name: 'places',
  version: 1,
  description: 'For each place: attacks, casualties, damage, alerts in force and their total length.',
  schema: placeSchema,
  initial,
  key: placesNamed,
  dependsOn: (path) => dependingOnTypes(path, parts, typesIn),
  evolve(state, fact: NewsFact, key?: string) {
    assert(key !== undefined, 'a projection with keys is told the key of the state');
    switch (fact.type) {
      case 'AttackReported':
        return withReport(state, fact);
      case 'CasualtiesReported':
        return withCasualtiesAt(state, fact);
      case 'DamageReported':
        return withDamage(state, fact, key);
      case 'AlertStarted':
        return alertPlace(fact) === key ? withStart(state, fact) : state;
      case 'AlertEnded':
        return alertPlace(fact) === key ? withEnd(state, fact) : state;
      case 'InterceptionReported':
      case 'CallHeld':
      case 'StatementMade':
      case 'PositionDeclared':
      case 'DeliveryDelayed':
      case 'DeliveryResumed':
      case 'LinkAssessed':
      case 'NoteAdded':
      case 'MeasureReported':
        return state;
    }
    // A type of a user's own module gets here.
    return state;
  },
});

const parts: PartsOfState<Place> = {
  attacks: { types: ['AttackReported', 'CasualtiesReported'], since: 2 },
  casualties: { types: ['CasualtiesReported'], since: 2 },
  damage: { types: ['DamageReported'] },
  alerts: { types: ['AlertStarted', 'AlertEnded'] },
};

/** An attack is there with its empty parts from its first fact on; what is in them comes from one type only. */
function typesIn([part, , member, ...deeper]: readonly string[]) {
  if (part !== 'attacks' || deeper.length === 0) return undefined;
  if (member === 'occurred') return ['AttackReported'] as const;
  return member === 'casualties' ? (['CasualtiesReported'] as const) : undefined;
}

/** Lists the places that a fact is about or that its data names, each once. */
function placesNamed(fact: NewsFact): readonly string[] {
  const tags = tagsOf(fact).filter((tag) => tag.startsWith('place:'));
  return union([], [...tags, ...placesIn(fact)]);
}

function placesIn(fact: NewsFact): readonly string[] {
  if (fact.type === 'AlertStarted' || fact.type === 'AlertEnded') {
    return fact.data.place === undefined ? [] : [fact.data.place];
  }
  if (fact.type === 'AttackReported') {
    return (fact.data.against ?? []).filter((tag) => tag.startsWith('place:'));
  }
  if (fact.type !== 'DamageReported') return [];
  return (fact.data.sites ?? []).flatMap(({ place }) => (place === undefined ? [] : [place]));
}

function withReport(state: Place, fact: FactNamed<'AttackReported'>): Place {
  const before = attackIn(state, attackName(fact), fact);
  const title = before.occurred.length === 0 ? fact.data.title : before.title;
  return withAttack(state, attackName(fact), {
    ...before,
    title,
    facts: [...before.facts, fact.id],
    occurred: union(before.occurred, [fact.occurred]),
  });
}

function attackIn(state: Place, name: string, fact: NewsFact): PlaceAttack {
  return own(state.attacks, name) ?? { title: fact.data.title, facts: [], occurred: [], casualties: {} };
}

function withAttack(state: Place, name: string, attack: PlaceAttack): Place {
  return { ...state, attacks: withEntryOfMany(state.attacks, name, attack) };
}

function withCasualtiesAt(state: Place, fact: FactNamed<'CasualtiesReported'>): Place {
  const name = attackName(fact);
  const before = attackIn(state, name, fact);
  const casualties = withCasualties(before.casualties, fact);
  return {
    ...withAttack(state, name, { ...before, facts: [...before.facts, fact.id], casualties }),
    casualties: withCasualtiesOf(state.casualties, name, before.casualties, casualties),
  };
}

/** A site counts where it says it is; one that does not say counts at every place its fact is about. */
function withDamage(state: Place, fact: FactNamed<'DamageReported'>, key: string): Place {
  const attack = attackName(fact);
  const isAbout = fact.data.about.includes(key);
  const sites = sitesOf(fact).filter((site) => (site.place === undefined ? isAbout : site.place === key));
  const here = sites.map((site) => ({ ...site, attack }));
  return here.length === 0 ? state : { ...state, damage: withSites(state.damage, here) };
}

function withStart(state: Place, fact: FactNamed<'AlertStarted'>): Place {
  return publishersOf(fact.data.sources).reduce((next, publisher) => {
    const before = own(next.alerts.inForce, publisher);
    const after = startAlert(before, fact);
    if (after !== before) return withInForce(next, publisher, after);
    return withTotal(next, publisher, ({ restarts }) => ({ restarts: restarts + 1 }));
  }, state);
}

function withEnd(state: Place, fact: FactNamed<'AlertEnded'>): Place {
  return publishersOf(fact.data.sources).reduce((next, publisher) => {
    const { inForce, ended } = endAlert(own(next.alerts.inForce, publisher), fact);
    if (ended === undefined) {
      return withTotal(next, publisher, (total) => ({ endsWithoutStart: total.endsWithoutStart + 1 }));
    }
    return withTotal(withInForce(next, publisher, inForce), publisher, (total) =>
      withLength(total, ended, fact),
    );
  }, state);
}

/** An alert lasts from the earliest instant it may have started to the earliest it may have ended. */
function withLength(total: AlertTotal, ended: Alert, end: FactNamed<'AlertEnded'>): Partial<AlertTotal> {
  const isInferred = end.data.inferred?.includes('occurred') === true;
  return {
    count: total.count + 1,
    lengthMsTotal: total.lengthMsTotal + end.when.from - resolveOccurred(ended.since).from,
    inferredEnds: total.inferredEnds + (isInferred ? 1 : 0),
  };
}

function withInForce(state: Place, publisher: string, alert: InForce | undefined): Place {
  const { inForce } = state.alerts;
  const after = alert === undefined ? withoutEntry(inForce, publisher) : withEntry(inForce, publisher, alert);
  return { ...state, alerts: { ...state.alerts, inForce: after } };
}

const noAlerts: AlertTotal = {
  count: 0,
  lengthMsTotal: 0,
  inferredEnds: 0,
  endsWithoutStart: 0,
  restarts: 0,
};

function withTotal(
  state: Place,
  publisher: string,
  change: (total: AlertTotal) => Partial<AlertTotal>,
): Place {
  const before = own(state.alerts.total, publisher) ?? noAlerts;
  const total = withEntry(state.alerts.total, publisher, { ...before, ...change(before) });
  return { ...state, alerts: { ...state.alerts, total } };
}
