import type { NewsFact } from '../domain/events/news.ts';
import { tagsOf } from './shapes.ts';

/** Lists the actors that a fact is about or that its data names, each once. */
export function actorsNamed(fact: NewsFact): readonly string[] {
  const named = [...tagsOf(fact), ...namedIn(fact)];
  return [...new Set(named.filter((tag) => tag?.startsWith('actor:') === true))].filter(
    (tag) => tag !== undefined,
  );
}

function namedIn(fact: NewsFact): readonly (string | undefined)[] {
  switch (fact.type) {
    case 'CallHeld':
      return fact.data.participants?.map(({ actor }) => actor) ?? [];
    case 'StatementMade':
      return [fact.data.speaker];
    case 'PositionDeclared':
      return [fact.data.actor];
    case 'DeliveryDelayed':
    case 'DeliveryResumed':
      return [fact.data.from, fact.data.to];
    case 'AttackReported':
      return [fact.data.by, ...(fact.data.against ?? [])];
    case 'InterceptionReported':
      return [fact.data.by];
    case 'LinkAssessed':
      return [fact.data.assessedBy];
    case 'MeasureReported':
      return [fact.data.subject];
    case 'CasualtiesReported':
    case 'DamageReported':
    case 'AlertStarted':
    case 'AlertEnded':
    case 'NoteAdded':
      return [];
  }
  // A type of a user's own module gets here.
  return [];
}
