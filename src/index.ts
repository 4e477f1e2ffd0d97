import { newsEvents } from './domain/events/news.ts';
import type { Vocabulary } from './open.ts';
import { newsProjections } from './projections/index.ts';

/** The vocabulary that Asof comes with: the event types and projections of news about a conflict. */
export const news: Vocabulary = {
  events: newsEvents,
  projections: newsProjections,
  sources: [import.meta.resolve('./projections/index.ts')],
};

export { defineTimeline, openTimeline } from './open.ts';
export type { OpenOptions, Vocabulary } from './open.ts';
export type { CheckpointOptions } from './engine/projecting.ts';
export { defineEvent } from './domain/event-type.ts';
export type { EventType } from './domain/event-type.ts';
export { defineProjection } from './domain/projection.ts';
export type { Dependence, FactFilter, Projection } from './domain/projection.ts';
export { errorCatalogue, TimelineError } from './domain/errors.ts';
export type { ErrorCategory, ErrorCode, ErrorFacts } from './domain/errors.ts';
export {
  actorSchema,
  commonSchema,
  countSchema,
  eventData,
  placeSchema,
  quantitySchema,
  sourceSchema,
  tagSchema,
  textSchema,
  timeSchema,
} from './domain/events/common.ts';
export type { CommonData, Quantity, Source } from './domain/events/common.ts';
export type { NewsFact } from './domain/events/news.ts';
export { fromCloudEvent, importedFromCloudEvent, toCloudEvent } from './domain/cloud-event.ts';
export type { CloudEvent } from './domain/cloud-event.ts';
export type { AppendedEvent, ImportedEvent, NewEvent, RecordedEvent } from './domain/event.ts';
export type { FactData, FactOf, FactRead, Reading, ReadingStatus } from './domain/reading.ts';
export { formatInstant, parseInstant } from './domain/instant.ts';
export { resolveOccurred } from './domain/occurred.ts';
export type { Occurrence } from './domain/occurred.ts';
export type { Certainty, Moment, ResolvedMoment } from './domain/moment.ts';
export type { ExpectedRevision } from './domain/stream.ts';
export type { RebuildOptions, Timeline } from './engine/timeline.ts';
export type { Appended, Correction, Retraction } from './engine/requests.ts';
export type {
  BuildProgress,
  FactAnswer,
  FactMention,
  KeyCount,
  KeysAnswer,
  ProjectionInfo,
  Rebuilt,
  StateAnswer,
  TimelinePage,
  TimelineQuery,
} from './engine/answers.ts';
export type {
  Axis,
  ChangedFact,
  ChangeKind,
  ChangeReason,
  Commit,
  CommitsAnswer,
  CommitsOptions,
  DensityAnswer,
  DensityOptions,
  DiffAnswer,
  DiffOptions,
  ExplainedStep,
  ExplainOptions,
  Explanation,
  FactChange,
  SeriesAnswer,
  SeriesOptions,
  SeriesPoint,
} from './engine/change-answers.ts';
export type {
  CaughtUpChange,
  CaughtUpUpdate,
  ChangesOptions,
  EntriesChange,
  FactsChange,
  FaultUpdate,
  PatchUpdate,
  ReplayEnd,
  ReplayLive,
  ReplayOptions,
  ReplayStart,
  ReplayStep,
  ReplayUpdate,
  ResetUpdate,
  TimelineChange,
  Update,
  UpdatesOptions,
  WholeUpdate,
} from './engine/live-answers.ts';
export { paced } from './engine/paced.ts';
export type { PaceOptions } from './engine/paced.ts';
export { applyPatch } from './domain/apply-patch.ts';
export type { Patch, PatchOperation } from './domain/patch.ts';
export type { Head, ImportResult, StreamInfo, Verification } from './store/port.ts';
