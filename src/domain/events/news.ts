import type { EventType } from '../event-type.ts';
import type { FactOf } from '../reading.ts';
import { alertEvents } from './alerts.ts';
import type { AlertEndedData, AlertStartedData } from './alerts.ts';
import { assessmentEvents } from './assessment.ts';
import type { LinkAssessedData, NoteAddedData } from './assessment.ts';
import { diplomacyEvents } from './diplomacy.ts';
import type { CallHeldData, PositionDeclaredData, StatementMadeData } from './diplomacy.ts';
import { measureEvents } from './measures.ts';
import type { MeasureReportedData } from './measures.ts';
import { strikeEvents } from './strikes.ts';
import type {
  AttackReportedData,
  CasualtiesReportedData,
  DamageReportedData,
  InterceptionReportedData,
} from './strikes.ts';
import { supplyEvents } from './supply.ts';
import type { DeliveryDelayedData, DeliveryResumedData } from './supply.ts';

/** Every event type of the news vocabulary. */
export const newsEvents: readonly EventType[] = [
  ...diplomacyEvents,
  ...supplyEvents,
  ...strikeEvents,
  ...assessmentEvents,
  ...alertEvents,
  ...measureEvents,
];

/** A fact of the news vocabulary, as a projection sees it: `type` tells what `data` holds. */
export type NewsFact =
  | FactOf<'CallHeld', CallHeldData>
  | FactOf<'StatementMade', StatementMadeData>
  | FactOf<'PositionDeclared', PositionDeclaredData>
  | FactOf<'DeliveryDelayed', DeliveryDelayedData>
  | FactOf<'DeliveryResumed', DeliveryResumedData>
  | FactOf<'AttackReported', AttackReportedData>
  | FactOf<'InterceptionReported', InterceptionReportedData>
  | FactOf<'CasualtiesReported', CasualtiesReportedData>
  | FactOf<'DamageReported', DamageReportedData>
  | FactOf<'LinkAssessed', LinkAssessedData>
  | FactOf<'NoteAdded', NoteAddedData>
  | FactOf<'AlertStarted', AlertStartedData>
  | FactOf<'AlertEnded', AlertEndedData>
  | FactOf<'MeasureReported', MeasureReportedData>;
