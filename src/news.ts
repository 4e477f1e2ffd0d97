import { newsEvents } from './domain/events/news.ts';
import type { Vocabulary } from './open.ts';
import { newsProjections, newsSources } from './projections/index.ts';

/** The vocabulary that Asof comes with: the event types and projections of news about a conflict. */
export const news: Vocabulary = {
  events: newsEvents,
  projections: newsProjections,
  sources: newsSources,
};

export { newsEvents } from './domain/events/news.ts';
export type { NewsFact } from './domain/events/news.ts';
export type { AlertEndedData, AlertStartedData } from './domain/events/alerts.ts';
export type { LinkAssessedData, NoteAddedData } from './domain/events/assessment.ts';
export type { CallHeldData, PositionDeclaredData, StatementMadeData } from './domain/events/diplomacy.ts';
export type { MeasureReportedData } from './domain/events/measures.ts';
export type {
  AttackReportedData,
  CasualtiesReportedData,
  DamageReportedData,
  InterceptionReportedData,
} from './domain/events/strikes.ts';
export type { DeliveryDelayedData, DeliveryResumedData } from './domain/events/supply.ts';
export { newsProjections } from './projections/index.ts';
export { actors } from './projections/actors.ts';
export { conflicts } from './projections/conflicts.ts';
export { measures } from './projections/measures.ts';
export { places } from './projections/places.ts';
export { situation } from './projections/situation.ts';
export { sources } from './projections/sources.ts';
export type {
  Actor as ActorState,
  Claim,
  Conflict,
  Conflicts as ConflictsState,
  Figure,
  Place as PlaceState,
  Publisher as SourceState,
  Series as MeasureState,
  Situation as SituationState,
  Total,
} from './projections/index.ts';
