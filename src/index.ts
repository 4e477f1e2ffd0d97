export { news } from './news.ts';
export { defineTimeline, openTimeline } from './open.ts';
export type { OpenOptions, Vocabulary } from './open.ts';
export { backUpStore, restoreStore } from './copies.ts';
export type { CopyOptions } from './copies.ts';
export type { CheckpointOptions } from './engine/projecting.ts';
export { defineEvent } from './domain/event-type.ts';
export type { EventType } from './domain/event-type.ts';
export { defineProjection } from './domain/projection.ts';
export type { Dependence, FactFilter, Projection, SelectingProjection } from './domain/projection.ts';
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
export type { AuditOptions, ParkedOptions, RebuildOptions, Timeline } from './engine/timeline.ts';
export type { AppendOptions, Appended, Correction, RequestOptions, Retraction } from './engine/requests.ts';
export type {
  BuildProgress,
  FactAnswer,
  FactMention,
  KeyCount,
  KeysAnswer,
  KeysQuery,
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
export type { LaneKind, ListedReading, ReadingsAnswer, ReadingsQuery } from './engine/reading-answers.ts';
export { paced } from './engine/paced.ts';
export type { PaceOptions } from './engine/paced.ts';
export { applyPatch } from './domain/apply-patch.ts';
export type { Patch, PatchOperation } from './domain/patch.ts';
export type { AuditAction, AuditEntry } from './domain/audit.ts';
export type {
  Fault,
  FollowingStatus,
  Head,
  HistoryFilter,
  ImportOptions,
  ImportResult,
  LogRange,
  Parked,
  StreamInfo,
  StreamRange,
  StreamsRange,
  Verification,
} from './store/port.ts';
export type { LogCounters, LogHealth } from './store/counters.ts';
export type { CountedSeconds, TimelineCounters } from './engine/counters.ts';
export type { Answer } from './engine/answers.ts';
export type { Catalogue } from './domain/catalogue.ts';
export type { Json, JsonObject } from './domain/json.ts';
