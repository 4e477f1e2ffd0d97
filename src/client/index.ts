import type { Client } from './client.ts';
import type { Waiting } from './following.ts';
import { followedAt } from './following.ts';
import { readingAt } from './reading.ts';
import { serverAt } from './server.ts';
import { keptStates } from './states.ts';
import { waitFor } from './wait.ts';
import { writingAt } from './writing.ts';

export { TimelineError } from '../domain/errors.ts';
export type { ErrorCategory, ErrorCode, ErrorFacts } from '../domain/errors.ts';
export { applyPatch } from '../domain/apply-patch.ts';
export { joinReadings } from './join-readings.ts';
export type { ReadingColumns } from './join-readings.ts';
export type { Patch, PatchOperation } from '../domain/patch.ts';
export type { CloudEvent } from '../domain/cloud-event.ts';
export type { NewEvent } from '../domain/event.ts';
export type { ExpectedRevision } from '../domain/stream.ts';
export type { FactMention, ProjectionInfo } from '../engine/answers.ts';
export type { FactChange } from '../engine/change-answers.ts';
export type { Proposed } from '../engine/answers-preview.ts';
export type { Correction, Retraction } from '../engine/requests.ts';
export type {
  AppendedOut,
  FactOut,
  HeadOut,
  KeysOut,
  MomentOut,
  ProjectionName,
  StateOut,
  StreamOut,
  TimelineOut,
} from '../api/wire.ts';
export type { AskedAudit, AuditEntryOut, AuditOut, TokenActionOut } from '../api/wire-audit.ts';
export type { EntryOut, ReadingOut } from '../api/wire-fact.ts';
export type { AskedParked, ParkedEventOut, ParkedOut } from '../api/wire-following.ts';
export type {
  CommitOut,
  CommitsOut,
  DensityOut,
  DiffOut,
  ExplainedStepOut,
  ExplanationOut,
  PreviewOut,
  SeriesOut,
  SeriesPointOut,
} from '../api/wire-changes.ts';
export type { ChangedFactOut, ReplayUpdateOut, TimelineChangeOut, UpdateOut } from '../api/wire-live.ts';
export type { ReadingColumnsOut, ReadingsOut } from '../api/wire-readings.ts';
export type { RebuildOut } from '../api/wire-rebuild.ts';
export type {
  AskedChanges,
  AskedCommits,
  AskedDensity,
  AskedDiff,
  AskedExplanation,
  AskedFilter,
  AskedInstant,
  AskedMoment,
  AskedPreview,
  AskedRange,
  AskedReadings,
  AskedReplay,
  AskedSeries,
  AskedState,
  AskedTimeline,
  AskedUpdates,
  Asking,
  Following,
} from './asked.ts';
export type {
  Appended,
  AppendOptions,
  AskedStates,
  Client,
  KeptState,
  StateOf,
  StreamPage,
} from './client.ts';
export type { ReplayFollowing } from './following.ts';

/** How a server is reached. */
export interface ConnectOptions extends Partial<Waiting> {
  /** A token of the server, sent with each request as `Authorization: Bearer`. */
  readonly token?: string | undefined;
  /** What requests go through; the platform's own when left out. */
  readonly fetch?: ((url: URL, init: RequestInit) => Promise<Response>) | undefined;
}

/**
 * Returns a timeline that a server serves, at its address and, behind a proxy, the path it is found under. It asks nothing yet.
 *
 * Throws `invalid-request` for what is no HTTP address.
 *
 * @example const client = connect('http://127.0.0.1:4100', { token })
 */
export function connect(address: string, options: ConnectOptions = {}): Client {
  const { wait = waitFor, random = Math.random, token } = options;
  const server = serverAt(address, {
    fetch: options.fetch ?? (async (url, init) => fetch(url, init)),
    token,
  });
  const { updates, changes, replay } = followedAt(server, { wait, random });
  const client: Client = {
    ...readingAt(server),
    ...writingAt(server),
    updates: (projection, asked = {}) => updates(projection, asked),
    states: (projection, asked = {}) => keptStates(client, projection, asked),
    changes: (asked = {}) => changes(asked),
    replay: ({ onLost, resumes, ...asked } = {}) => replay(asked, { onLost, resumes }),
  };
  return client;
}
