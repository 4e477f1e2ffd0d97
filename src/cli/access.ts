import type { AskedAudit, AuditOut } from '../api/wire-audit.ts';
import type { AskedParked, ParkedOut } from '../api/wire-following.ts';
import type { RebuildOut } from '../api/wire-rebuild.ts';
import type {
  AppendedOut,
  FactOut,
  HeadOut,
  KeysOut,
  StateOut,
  StreamOut,
  TimelineOut,
} from '../api/wire.ts';
import type { CloudEvent } from '../domain/cloud-event.ts';
import type { NewEvent } from '../domain/event.ts';
import type { ProjectionInfo } from '../engine/answers.ts';
import type { AppendOptions, Correction, Retraction } from '../engine/requests.ts';
import type { ChangesAccess } from './access-changes.ts';
import type { AskedFilter, AskedMoment } from './asked.ts';

export type { AskedMoment } from './asked.ts';

/** A page of the timeline as it is asked for on the command line. */
export interface AskedTimeline extends AskedMoment, AskedFilter {
  readonly order?: 'oldest-first' | 'newest-first' | undefined;
  readonly limit?: number | undefined;
  readonly page?: string | undefined;
}

/** A request without who asks, which is not for the command to say. */
export type Unsigned<Request> = Omit<Request, 'by'>;

/** Where appended events came to stand, and whether they had been recorded before. */
export interface AppendedAnswer {
  readonly answer: AppendedOut;
  readonly repeated: boolean;
}

/** A timeline as commands reach it, in a store of their own or over HTTP: both answer in the shapes of HTTP. */
export interface Access extends ChangesAccess {
  /** Appends as whoever runs the command, or as the token says. */
  append(
    stream: string,
    events: readonly NewEvent[],
    options: Unsigned<AppendOptions>,
  ): Promise<AppendedAnswer>;
  correct(id: string, correction: Unsigned<Correction>): Promise<AppendedAnswer>;
  retract(id: string, retraction: Unsigned<Retraction>): Promise<AppendedAnswer>;
  /** Reads a part of the audit trail. */
  audit(asked: AskedAudit): Promise<AuditOut>;
  /** Lists a part of the parked events of a cluster's log. */
  parked(asked: AskedParked): Promise<ParkedOut>;
  timeline(asked: AskedTimeline): Promise<TimelineOut>;
  fact(id: string, moment: AskedMoment): Promise<FactOut>;
  state(projection: string, asked: AskedMoment & { readonly key?: string | undefined }): Promise<StateOut>;
  keys(projection: string, moment: AskedMoment): Promise<KeysOut>;
  streams(): Promise<{ readonly streams: readonly StreamOut[]; readonly head: HeadOut }>;
  /** Reads a stream as recorded, from a revision on, oldest first. */
  stream(name: string, range: { readonly from: number; readonly limit: number }): Promise<StreamPage>;
  projections(): Promise<{ readonly projections: readonly ProjectionInfo[]; readonly head: HeadOut }>;
  /** Begins to rebuild what is saved of a projection, or finds the rebuild that is under way. */
  beginRebuild(projection: string): Promise<RebuildOut>;
  /** Tells how far a rebuild is, or how it ended. */
  rebuild(projection: string): Promise<RebuildOut>;
  /** Cancels a rebuild, and tells how it ended. */
  cancelRebuild(projection: string): Promise<RebuildOut>;
  /** Goes on with what halted at a fault of the projection's own code, and tells how it is. */
  resume(projection: string): Promise<ProjectionInfo>;
  /** Reads the whole log as recorded, oldest first, up to the head at the time of the call. */
  log(): AsyncIterable<CloudEvent>;
  close(): Promise<void>;
}

/** A part of a stream as recorded, and the revision that comes after it. */
export interface StreamPage {
  readonly events: readonly CloudEvent[];
  readonly next?: number;
}
