import { z } from 'zod';

import { assert } from '../domain/assert.ts';
import type { NewsFact } from '../domain/events/news.ts';
import { defineProjection } from '../domain/projection.ts';
import { actorsNamed } from './actors-named.ts';
import { dependingOnTypes } from './depending.ts';
import type { PartsOfState } from './depending.ts';
import { appendKept, withEntry } from './records.ts';
import { byName, counted, entryOf, entryShape, list, shape } from './shapes.ts';
import type { FactNamed } from './shapes.ts';
import {
  holderOf,
  participantsOf,
  positionsSchema,
  speakerOf,
  statementOf,
  statementSchema,
  withPosition,
} from './situation-diplomacy.ts';

const deedSchema = shape({ ...entryShape, type: z.string() });
const toldSchema = shape({
  ...entryShape,
  type: z.string(),
  by: list(z.string()).meta({ description: 'the actors who said it' }),
});
const actorSchema = shape({
  did: counted(deedSchema).meta({ description: 'facts in which it acted' }),
  said: counted(statementSchema),
  told: counted(toldSchema).meta({ description: 'calls with it, and what others said about it' }),
  positions: positionsSchema,
  lastContact: byName(shape({ fact: z.string(), occurred: z.string() })).meta({
    description: 'the last call with each other actor',
  }),
  role: shape({ ...entryShape, role: z.string() })
    .exactOptional()
    .meta({ description: 'the latest role it was printed with' }),
});

/** What one actor did, said and was told, with whom it last spoke, and where it stands. */
export type Actor = z.output<typeof actorSchema>;

const initial: Actor = {
  did: { count: 0, latest: [] },
  said: { count: 0, latest: [] },
  told: { count: 0, latest: [] },
  positions: {},
  lastContact: {},
};

/** What each actor did, said and was told, one state an actor. */
export const actors = defineProjection<Actor>({
  name: 'actors',
  version: 1,
  description: 'For each actor: what it did, said and was told, its last contacts, its positions and role.',
  schema: actorSchema,
  initial,
  key: actorsNamed,
  dependsOn: (path) => dependingOnTypes(path, parts),
  evolve(state, fact: NewsFact, key?: string) {
    assert(key !== undefined, 'a projection with keys is told the key of the state');
    switch (fact.type) {
      case 'CallHeld':
        return withCall(state, fact, key);
      case 'StatementMade':
        return withStatement(state, fact, key);
      case 'PositionDeclared':
        return holderOf(fact) === key ? { ...state, positions: withPosition(state.positions, fact) } : state;
      case 'AttackReported':
      case 'InterceptionReported':
        return fact.data.by === key ? withDeed(state, fact) : state;
      case 'DeliveryDelayed':
      case 'DeliveryResumed':
        return fact.data.from === key ? withDeed(state, fact) : state;
      case 'LinkAssessed':
        return fact.data.assessedBy === key ? withDeed(state, fact) : state;
      case 'CasualtiesReported':
      case 'DamageReported':
      case 'AlertStarted':
      case 'AlertEnded':
      case 'MeasureReported':
      case 'NoteAdded':
        return state;
    }
    // A type of a user's own module gets here.
    return state;
  },
});

const parts: PartsOfState<Actor> = {
  did: {
    types: [
      'CallHeld',
      'AttackReported',
      'InterceptionReported',
      'DeliveryDelayed',
      'DeliveryResumed',
      'LinkAssessed',
    ],
  },
  said: { types: ['StatementMade'] },
  told: { types: ['CallHeld', 'StatementMade'] },
  positions: { types: ['PositionDeclared'], since: 2 },
  lastContact: { types: ['CallHeld'], since: 2 },
  role: { types: ['CallHeld', 'StatementMade'], since: 1 },
};

function withDeed(state: Actor, fact: NewsFact): Actor {
  return { ...state, did: with1(state.did, { ...entryOf(fact), type: fact.type }) };
}

function withCall(state: Actor, fact: FactNamed<'CallHeld'>, key: string): Actor {
  const participants = participantsOf(fact);
  const self = participants.find(({ actor }) => actor === key);
  if (self === undefined) return state;
  const others = participants.map(({ actor }) => actor).filter((actor) => actor !== key);
  const contact = { fact: fact.id, occurred: fact.occurred };
  return {
    ...withRole(withDeed(state, fact), fact, self.role),
    told: with1(state.told, { ...entryOf(fact), type: fact.type, by: others }),
    lastContact: others.reduce((next, other) => withEntry(next, other, contact), state.lastContact),
  };
}

function withStatement(state: Actor, fact: FactNamed<'StatementMade'>, key: string): Actor {
  const speaker = speakerOf(fact);
  if (speaker === key) {
    const said = with1(state.said, statementOf(fact));
    return { ...withRole(state, fact, fact.data.speakerRole), said };
  }
  if (!fact.data.about.includes(key)) return state;
  const by = speaker === undefined ? [] : [speaker];
  return { ...state, told: with1(state.told, { ...entryOf(fact), type: fact.type, by }) };
}

function withRole(state: Actor, fact: NewsFact, role: string | undefined): Actor {
  return role === undefined ? state : { ...state, role: { ...entryOf(fact), role } };
}

function with1<Entry>(
  { count, latest }: { readonly count: number; readonly latest: readonly Entry[] },
  entry: Entry,
) {
  return { count: count + 1, latest: appendKept(latest, entry) };
}
