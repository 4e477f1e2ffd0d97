import type { z } from 'zod';

import type { NewsFact } from '../domain/events/news.ts';
import { defineProjection } from '../domain/projection.ts';
import { alertPlace, endAlert, inForceSchema, startAlert } from './alerts.ts';
import type { InForce } from './alerts.ts';
import { casualtyTotalsSchema, withCasualtiesOf } from './casualties.ts';
import { dependingOnTypes } from './depending.ts';
import type { PartsOfState } from './depending.ts';
import { totalSchema, withFigure } from './figures.ts';
import { columns } from './munitions.ts';
import type { Munitions } from './munitions.ts';
import { own, withEntry, withEntryOfMany, withTag, withoutEntry } from './records.ts';
import { byName, list, publishersOf, shape } from './shapes.ts';
import type { FactNamed } from './shapes.ts';
import {
  attackName,
  attackSchema,
  damagedSiteSchema,
  sitesOf,
  withAttackFact,
  withSites,
} from './situation-attacks.ts';
import type { AttackFact } from './situation-attacks.ts';
import { deliveriesSchema, withCommitments, withDelivery } from './situation-deliveries.ts';
import {
  callsSchema,
  holderOf,
  linksSchema,
  positionsSchema,
  statementSchema,
  withCall,
  withLink,
  withPosition,
  withStatement,
} from './situation-diplomacy.ts';

const situationSchema = shape({
  attacks: byName(attackSchema),
  munitions: byName(
    shape({
      launched: totalSchema.exactOptional(),
      intercepted: totalSchema.exactOptional(),
      lost: totalSchema.exactOptional(),
    }),
  ).meta({ description: 'added up over the attacks, by class' }),
  casualties: casualtyTotalsSchema.meta({ description: 'added up over the attacks' }),
  damage: list(damagedSiteSchema),
  deliveries: deliveriesSchema,
  calls: callsSchema,
  positions: byName(positionsSchema),
  statements: list(statementSchema).meta({ description: 'the latest 200, newest last' }),
  links: linksSchema,
  alerts: byName(byName(inForceSchema)).meta({ description: 'in force, by place and publisher' }),
});

/** What the situation is: attacks and what is claimed of them, deliveries, calls, positions, statements, links, alerts in force. */
export type Situation = z.output<typeof situationSchema>;

const initial: Situation = {
  attacks: {},
  munitions: {},
  casualties: {},
  damage: [],
  deliveries: {},
  calls: {},
  positions: {},
  statements: [],
  links: {},
  alerts: {},
};

/** The situation as of a moment, in one state. */
export const situation = defineProjection<Situation>({
  name: 'situation',
  version: 1,
  description:
    'The situation in one state: attacks, casualties, damage, deliveries, calls, positions, statements, links and alerts in force, every number with its sources.',
  schema: situationSchema,
  initial,
  dependsOn: (path) => dependingOnTypes(path, parts, typesIn),
  evolve(state, fact: NewsFact) {
    switch (fact.type) {
      case 'AttackReported':
      case 'InterceptionReported':
      case 'CasualtiesReported':
      case 'DamageReported':
        return withAttack(state, fact);
      case 'DeliveryDelayed':
      case 'DeliveryResumed':
        return { ...state, deliveries: withDelivery(state.deliveries, fact) };
      case 'CallHeld':
        return {
          ...state,
          calls: withCall(state.calls, fact),
          deliveries: withCommitments(state.deliveries, fact),
        };
      case 'PositionDeclared':
        return withPositionOf(state, fact);
      case 'StatementMade':
        return { ...state, statements: withStatement(state.statements, fact) };
      case 'LinkAssessed':
        return { ...state, links: withLink(state.links, fact) };
      case 'AlertStarted':
      case 'AlertEnded':
        return withAlert(state, fact);
      case 'NoteAdded':
      case 'MeasureReported':
        return state;
    }
    // A type of a user's own module gets here.
    return state;
  },
});

const attackTypes = [
  'AttackReported',
  'InterceptionReported',
  'CasualtiesReported',
  'DamageReported',
] as const;
const munitionTypes = ['AttackReported', 'InterceptionReported'] as const;

const parts: PartsOfState<Situation> = {
  attacks: { types: attackTypes, since: 2 },
  munitions: { types: munitionTypes, since: 3 },
  casualties: { types: ['CasualtiesReported'], since: 2 },
  damage: { types: ['DamageReported'] },
  deliveries: { types: ['DeliveryDelayed', 'DeliveryResumed', 'CallHeld'], since: 2 },
  calls: { types: ['CallHeld'], since: 2 },
  positions: { types: ['PositionDeclared'], since: 3 },
  statements: { types: ['StatementMade'], since: 2 },
  links: { types: ['LinkAssessed'], since: 2 },
  alerts: { types: ['AlertStarted', 'AlertEnded'] },
};

const typesOfMember = {
  by: ['AttackReported'],
  otherBy: ['AttackReported'],
  against: ['AttackReported'],
  origins: ['AttackReported'],
} as const;
const typesWithinMember = {
  occurred: ['AttackReported'],
  munitions: munitionTypes,
  casualties: ['CasualtiesReported'],
  sites: ['DamageReported'],
} as const;

/** Some parts of an attack are there, empty, from its first fact on, whatever its type; what is in them comes from some types only. */
function typesIn([part, , member = '', ...deeper]: readonly string[]) {
  if (part !== 'attacks') return undefined;
  return own(typesOfMember, member) ?? (deeper.length > 0 ? own(typesWithinMember, member) : undefined);
}

function withAttack(state: Situation, fact: AttackFact): Situation {
  const name = attackName(fact);
  const before = own(state.attacks, name);
  const after = withAttackFact(before, fact);
  return {
    ...state,
    attacks: withEntryOfMany(state.attacks, name, after),
    munitions: withMunitionsOf(state.munitions, name, before?.munitions ?? {}, after.munitions),
    casualties: withCasualtiesOf(state.casualties, name, before?.casualties, after.casualties),
    damage: fact.type === 'DamageReported' ? withDamage(state.damage, name, fact) : state.damage,
  };
}

function withMunitionsOf(
  totals: Situation['munitions'],
  attack: string,
  before: Munitions,
  after: Munitions,
): Situation['munitions'] {
  let next = totals;
  for (const [name, figures] of Object.entries(after)) {
    const earlier = own(before, name);
    for (const column of columns) {
      const figure = figures[column];
      if (figure === undefined || figure === earlier?.[column]) continue;
      const total = own(next, name) ?? {};
      next = withEntry(next, name, {
        ...total,
        [column]: withFigure(total[column], attack, earlier?.[column], figure),
      });
    }
  }
  return next;
}

function withDamage(damage: Situation['damage'], attack: string, fact: FactNamed<'DamageReported'>) {
  return withSites(
    damage,
    sitesOf(fact).map((site) => ({ ...site, attack })),
  );
}

function withPositionOf(state: Situation, fact: FactNamed<'PositionDeclared'>): Situation {
  const actor = holderOf(fact);
  if (actor === undefined) return state;
  const positions = withPosition(own(state.positions, actor) ?? {}, fact);
  return { ...state, positions: withEntry(state.positions, actor, positions) };
}

function withAlert(state: Situation, fact: FactNamed<'AlertStarted' | 'AlertEnded'>): Situation {
  const place = alertPlace(fact);
  if (place === undefined) return state;
  const before = own(state.alerts, place) ?? {};
  let after: Readonly<Record<string, InForce>> = before;
  for (const publisher of publishersOf(fact.data.sources)) {
    const inForce = changedAlert(own(before, publisher), fact);
    if (inForce === own(before, publisher)) continue;
    after = inForce === undefined ? withoutEntry(after, publisher) : withEntry(after, publisher, inForce);
  }
  if (after === before) return state;
  const someLeft = Object.keys(after).length > 0;
  return { ...state, alerts: withTag(state.alerts, place, someLeft ? after : undefined) };
}

function changedAlert(before: InForce | undefined, fact: FactNamed<'AlertStarted' | 'AlertEnded'>) {
  return fact.type === 'AlertStarted' ? startAlert(before, fact) : endAlert(before, fact).inForce;
}
