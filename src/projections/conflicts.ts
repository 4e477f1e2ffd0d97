import { z } from 'zod';

import type { NewsFact } from '../domain/events/news.ts';
import { defineProjection } from '../domain/projection.ts';
import { awaitedSchema, awaiting, effectSchema, withAwaiting } from './awaited.ts';
import type { Effect } from './awaited.ts';
import { conflictSchema, naming } from './conflict.ts';
import type { Conflict, OrderConflict } from './conflict.ts';
import { attackFiguresSchema, conflictsIn, withFigures } from './conflicts-figures.ts';
import { own, union, withEntry, withEntryOfMany } from './records.ts';
import { byName, list, publishersOf, shape } from './shapes.ts';
import type { FactNamed } from './shapes.ts';
import { attackName } from './situation-attacks.ts';
import type { AttackFact } from './situation-attacks.ts';
import { deliveryName } from './situation-deliveries.ts';

const conflictsSchema = shape({
  conflicts: list(conflictSchema),
  seen: shape({
    attacks: byName(attackFiguresSchema),
    deliveries: byName(shape({ delayed: z.boolean(), resumed: list(effectSchema) })).meta({
      description: 'whether a delay came, and what resumed before one did',
    }),
    awaited: awaitedSchema,
  }).meta({ description: 'what is kept to find conflicts; not for reading' }),
});

/** The conflicts among the claims of the past, and under `seen` what is kept to find them. */
export type Conflicts = z.output<typeof conflictsSchema>;

/** Claims that disagree, do not add up, or cannot both hold in time. */
export const conflicts = defineProjection<Conflicts>({
  name: 'conflicts',
  version: 1,
  description:
    'Claims that disagree or do not add up, and orders in time that cannot hold, each with the facts concerned.',
  schema: conflictsSchema,
  initial: { conflicts: [], seen: { attacks: {}, deliveries: {}, awaited: {} } },
  dependsOn: (path) => (path[0] === 'seen' ? dependingOnSeen(path) : undefined),
  evolve(state, fact: NewsFact) {
    switch (fact.type) {
      case 'AttackReported':
      case 'InterceptionReported':
      case 'CasualtiesReported':
      case 'DamageReported':
        return withAttack(withOrder(state, fact), fact);
      case 'DeliveryDelayed':
        return withDelay(withOrder(state, fact), fact);
      case 'DeliveryResumed':
        return withResumption(withOrder(state, fact), fact);
      case 'CallHeld':
      case 'StatementMade':
      case 'PositionDeclared':
      case 'LinkAssessed':
      case 'NoteAdded':
      case 'AlertStarted':
      case 'AlertEnded':
      case 'MeasureReported':
        return withOrder(state, fact);
    }
    // A type of a user's own module gets here.
    return state;
  },
});

/** A conflict of orders may come from a fact of any type, and so may what awaits its cause. */
function dependingOnSeen(path: readonly string[]) {
  const since = path.slice(0, 3);
  if (path[1] === 'attacks')
    return { types: ['AttackReported', 'InterceptionReported', 'CasualtiesReported'], since };
  return path[1] === 'deliveries' ? { types: ['DeliveryDelayed', 'DeliveryResumed'], since } : undefined;
}

/** Looks for conflicts in the attack that a fact is about, and in no other. */
function withAttack(state: Conflicts, fact: AttackFact): Conflicts {
  const name = attackName(fact);
  const before = own(state.seen.attacks, name);
  const after = withFigures(before, fact);
  if (after === undefined || after === before) return state;
  const seen = { ...state.seen, attacks: withEntryOfMany(state.seen.attacks, name, after) };
  const found = conflictsIn(name, after);
  const had = before !== undefined && conflictsIn(name, before).length > 0;
  const others = had ? state.conflicts.filter((one) => !isAboutAttack(one, name)) : state.conflicts;
  return { conflicts: had || found.length > 0 ? [...others, ...found] : others, seen };
}

function isAboutAttack({ about }: Conflict, name: string): boolean {
  return 'attack' in about && about.attack === name;
}

/**
 * Finds the facts that name this one as their cause and occurred for certain before it.
 *
 * History order puts such a fact before its cause, so that it is enough to keep those whose cause is still to come.
 */
function withOrder(state: Conflicts, fact: NewsFact): Conflicts {
  const found = awaiting(state.seen.awaited, fact.id)
    .filter((effect) => effect.fromLatest < fact.when.from)
    .map((effect) => causeComesLater(effect, fact));
  const { causationId } = fact;
  if (found.length === 0 && causationId === undefined) return state;
  const awaited =
    causationId === undefined
      ? state.seen.awaited
      : withAwaiting(state.seen.awaited, causationId, effectOf(fact));
  return { conflicts: [...state.conflicts, ...found], seen: { ...state.seen, awaited } };
}

function effectOf(fact: NewsFact): Effect {
  const { title, sources } = fact.data;
  const { occurred, when } = fact;
  return { fact: fact.id, title, occurred, fromLatest: when.fromLatest, publishers: publishersOf(sources) };
}

function causeComesLater(effect: Effect, cause: NewsFact): OrderConflict {
  return inOrder(effect, cause, { cause: cause.id, effect: effect.fact }, 'names as its cause');
}

function inOrder(
  earlier: Effect,
  later: NewsFact,
  about: OrderConflict['about'],
  relation: string,
): OrderConflict {
  const publishers = union(earlier.publishers, publishersOf(later.data.sources));
  return {
    kind: 'order',
    about,
    sentence:
      `"${earlier.title}" (${earlier.occurred}, ${naming(earlier.publishers)}) ${relation} ` +
      `"${later.data.title}" (${later.occurred}), which occurred for certain after it.`,
    facts: [earlier.fact, later.id],
    publishers,
  };
}

function withResumption(state: Conflicts, fact: FactNamed<'DeliveryResumed'>): Conflicts {
  const before = own(state.seen.deliveries, deliveryName(fact));
  if (before?.delayed === true) return state;
  return withSeenDelivery(state, deliveryName(fact), {
    delayed: false,
    resumed: [...(before?.resumed ?? []), effectOf(fact)],
  });
}

/** Only the first delay counts: a delivery may be put off again after it went on. */
function withDelay(state: Conflicts, fact: FactNamed<'DeliveryDelayed'>): Conflicts {
  const name = deliveryName(fact);
  const before = own(state.seen.deliveries, name);
  if (before?.delayed === true) return state;
  const found = (before?.resumed ?? [])
    .filter((resumed) => resumed.fromLatest < fact.when.from)
    .map((resumed) => inOrder(resumed, fact, { delivery: name }, 'ends the delay'));
  const after = withSeenDelivery(state, name, { delayed: true, resumed: [] });
  return { ...after, conflicts: [...after.conflicts, ...found] };
}

function withSeenDelivery(
  state: Conflicts,
  name: string,
  delivery: Conflicts['seen']['deliveries'][string],
): Conflicts {
  const deliveries = withEntry(state.seen.deliveries, name, delivery);
  return { ...state, seen: { ...state.seen, deliveries } };
}
