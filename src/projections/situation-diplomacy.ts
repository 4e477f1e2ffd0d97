import { z } from 'zod';

import { appendKept, appendToMany, joinNames, known, own, withEntry } from './records.ts';
import { byName, entryOf, entryShape, firstTag, list, shape } from './shapes.ts';
import type { FactNamed } from './shapes.ts';

const participantSchema = shape({
  actor: z.string(),
  role: z.string().exactOptional().meta({ description: 'as the source prints it, or as corrected since' }),
});
const callSchema = shape({
  ...entryShape,
  participants: list(participantSchema),
  outcome: z.string().exactOptional(),
  topics: list(z.string()).exactOptional(),
  agreed: list(z.string()).exactOptional(),
  interactionOfYear: z.int().exactOptional(),
});
/** The schema of calls by pair. */
export const callsSchema = byName(list(callSchema));

const positionSchema = shape({ ...entryShape, stance: z.string() });
/** The schema of one actor's positions by topic. */
export const positionsSchema = byName(positionSchema);

/** The schema of one statement. */
export const statementSchema = shape({
  ...entryShape,
  speaker: z.string().exactOptional(),
  role: z.string().exactOptional(),
  statement: z.string().exactOptional(),
});

/** The schema of links by the two they join and their relation. */
export const linksSchema = byName(
  shape({
    ...entryShape,
    from: z.string(),
    to: z.string(),
    relation: z.string(),
    status: z.enum(['unconfirmed', 'confirmed', 'refuted']),
    assessedBy: z.string().exactOptional(),
  }),
);

/** Calls by pair: `actor:a|actor:b`, sorted. */
export type Calls = z.output<typeof callsSchema>;
/** Where one actor stands, by topic. */
export type Positions = z.output<typeof positionsSchema>;
/** What an actor said in public. */
export type Statement = z.output<typeof statementSchema>;
/** Links as last assessed; none of them is a cause. */
export type Links = z.output<typeof linksSchema>;

/** Lists who took part in a call, each actor once; the actors it is about when it does not say. */
export function participantsOf(fact: FactNamed<'CallHeld'>): readonly z.output<typeof participantSchema>[] {
  const { participants, about } = fact.data;
  const all =
    participants?.map(({ actor, role }) => known({ actor, role })) ??
    about.filter((tag) => tag.startsWith('actor:')).map((actor) => ({ actor }));
  return all.filter(({ actor }, index) => all.findIndex((one) => one.actor === actor) === index);
}

/** Returns the calls with one more, listed under every pair that took part in it. */
export function withCall(calls: Calls, fact: FactNamed<'CallHeld'>): Calls {
  const { outcome, topics, agreed, interactionOfYear } = fact.data;
  const participants = participantsOf(fact);
  const call = {
    ...entryOf(fact),
    ...known({ participants, outcome, topics, agreed, interactionOfYear }),
  };
  return pairsOf(participants.map(({ actor }) => actor)).reduce<Calls>(
    (next, pair) => withEntry(next, pair, appendToMany(own(next, pair) ?? [], call)),
    calls,
  );
}

/** Lists the keys of all pairs of actors; a call of which one side alone is known goes by that actor. */
function pairsOf(actors: readonly string[]): readonly string[] {
  const sorted = actors.toSorted();
  if (sorted.length === 1) return sorted;
  return sorted.flatMap((one, index) => sorted.slice(index + 1).map((other) => joinNames('|', [one, other])));
}

/** Returns whose position a fact declares, where that can be told. */
export function holderOf(fact: FactNamed<'PositionDeclared'>): string | undefined {
  return fact.data.actor ?? firstTag(fact.data.about, 'actor');
}

/** Returns one actor's positions with one declared, which takes the place of the one before on its topic. */
export function withPosition(positions: Positions, fact: FactNamed<'PositionDeclared'>): Positions {
  return withEntry(positions, fact.data.topic, { ...entryOf(fact), stance: fact.data.stance });
}

/** Returns who made a statement, where that can be told. */
export function speakerOf(fact: FactNamed<'StatementMade'>): string | undefined {
  return fact.data.speaker ?? firstTag(fact.data.about, 'actor');
}

/** Returns the entry that a state keeps of a statement. */
export function statementOf(fact: FactNamed<'StatementMade'>): Statement {
  const { speakerRole, statement } = fact.data;
  return { ...entryOf(fact), ...known({ speaker: speakerOf(fact), role: speakerRole, statement }) };
}

/** Returns the statements with one more, as many as are kept. */
export function withStatement(statements: readonly Statement[], fact: FactNamed<'StatementMade'>) {
  return appendKept(statements, statementOf(fact));
}

/** Returns the links with one assessed, which takes the place of its assessment before. */
export function withLink(links: Links, fact: FactNamed<'LinkAssessed'>): Links {
  const { from, to, relation, status, assessedBy } = fact.data;
  const ends = joinNames('→', [from, to]);
  // The last colon that no backslash precedes parts the relation from what it joins.
  const key = `${ends}:${joinNames(':', [relation])}`;
  return withEntry(links, key, { ...entryOf(fact), ...known({ from, to, relation, status, assessedBy }) });
}
