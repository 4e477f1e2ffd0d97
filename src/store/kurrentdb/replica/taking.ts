import { TimelineError } from '../../../domain/errors.ts';
import type { ImportEnded } from '../control.ts';
import type { ImportedAs } from '../envelope.ts';
import type { ClusterEvent, ClusterScope } from '../parts.ts';
import type { Batch, BatchPart } from './batch.ts';
import { isTooLarge, isWhole, joinBatch, strayError } from './batch.ts';
import type { ClusterStreams } from './cluster-streams.ts';
import { takeControl } from './control-events.ts';
import { followsOn, tombstoneType } from './order.ts';
import { reasonOf } from './parked.ts';
import { isAfter } from './position.ts';
import { readOwnEvent } from './read-event.ts';
import type { StreamRole } from './scope.ts';
import type { BatchSettling, Taken } from './settle-batch.ts';
import { settleBatch, settleCut } from './settle-batch.ts';
import { stage } from './staging.ts';
import type { Staged } from './staging.ts';

/** Takes events in one by one, inside a transaction. */
export interface Taking {
  /**
   * Takes an event in; for the end of an import it returns that instead. Throws what following stops at before anything of the event
   * is taken in.
   */
  take(event: ClusterEvent, taken: Taken): ImportEnded | undefined;
  /** The part of a batch that has come in, with how many events of others came meanwhile. */
  waiting(): Waiting;
  setWaiting(waiting: Waiting): void;
  /** The last revision of a stream as the cluster counts, with what waits. */
  revisionOf(clusterStream: string): number | undefined;
}

/** What waits for the rest of a batch. */
export interface Waiting {
  readonly batch: Batch | undefined;
  readonly leftOut: number;
}

/** Nothing waits. */
export const nothingWaits: Waiting = { batch: undefined, leftOut: 0 };

/** What taking in needs. */
export interface TakingOptions extends BatchSettling {
  readonly streams: ClusterStreams;
  readonly scope: ClusterScope;
  roleOf(clusterStream: string): StreamRole;
}

const whyNotStaged: Readonly<Record<Exclude<Staged, 'staged' | 'repeated'>, string>> = {
  ended: 'The import that it belongs to has ended',
  'in-use': 'Another event has its place in the import that it belongs to',
};

/** Creates what takes events in, from where a ledger stands. */
export function createTaking(options: TakingOptions): Taking {
  const { sql, streams, ledger, scope, roleOf } = options;
  let waiting = nothingWaits;

  function revisionOf(clusterStream: string): number | undefined {
    const last = waiting.batch?.parts.at(-1)?.cluster;
    return last?.stream === clusterStream ? last.revision : streams.revisionOf(clusterStream);
  }

  function waitNoLonger(): void {
    const { leftOut } = ledger.progress();
    if (waiting.leftOut > 0) ledger.count({ leftOut: leftOut + waiting.leftOut });
    waiting = nothingWaits;
  }

  /** Whatever of ours comes between the events of a batch cuts it, and so does more than is held of one. */
  function cut(taken: Taken): void {
    const { batch } = waiting;
    waitNoLonger();
    if (batch !== undefined) settleCut(ledger, batch, taken);
  }

  function takePart(stream: string, part: BatchPart, taken: Taken): void {
    let batch = joinBatch(waiting.batch, stream, part);
    if (batch === undefined) {
      cut(taken);
      batch = joinBatch(undefined, stream, part);
    }
    if (batch === undefined) ledger.park(part.cluster, { reason: reasonOf(strayError(part.envelope)) });
    else if (isWhole(batch)) {
      waitNoLonger();
      settleBatch(options, batch, taken);
    } else {
      waiting = { ...waiting, batch };
      if (isTooLarge(batch)) cut(taken);
    }
  }

  function takeImported(event: ClusterEvent, imported: ImportedAs): void {
    const staged = stage(sql, imported, event);
    if (staged === 'ended' || staged === 'in-use')
      return ledger.park(event, { reason: whyNotStaged[staged] });
    if (staged === 'staged') ledger.count({ staged: ledger.progress().staged + 1 });
    ledger.settle(event);
  }

  function takeForeign(event: ClusterEvent, error: TimelineError, taken: Taken): void {
    if (scope.foreign === 'stop') throw stopped(event, error);
    cut(taken);
    ledger.park(event, { reason: reasonOf(error) });
  }

  function takeOwn(event: ClusterEvent, stream: string, taken: Taken): void {
    if (event.type === tombstoneType) return takeForeign(event, deleted(), taken);
    const { envelope, event: prepared, fault } = readOwnEvent(event);
    if (envelope === undefined) return takeForeign(event, fault, taken);
    if (fault !== undefined && (scope.foreign === 'stop' || envelope.import !== undefined))
      return takeForeign(event, fault, taken);
    if (envelope.import === undefined) {
      // What it is read from is not held beside what was read.
      const cluster = { ...event, data: undefined, metadata: undefined };
      return takePart(stream, { cluster, envelope, event: prepared, fault }, taken);
    }
    cut(taken);
    takeImported(event, envelope.import);
  }

  function takeOfControl(event: ClusterEvent, taken: Taken): ImportEnded | undefined {
    const control = takeControl(event, ledger.progress().identity);
    if (control.kind === 'foreign') {
      takeForeign(event, control.error, taken);
      return undefined;
    }
    cut(taken);
    if (control.kind === 'ended') return control.ended;
    ledger.count({ identity: control.identity });
    ledger.settle(event);
    return undefined;
  }

  function leaveOut({ position, wireId }: ClusterEvent): void {
    if (!isAfter(position, ledger.through())) return;
    ledger.given(position);
    if (waiting.batch !== undefined) waiting = { ...waiting, leftOut: waiting.leftOut + 1 };
    else ledger.count({ leftOut: ledger.progress().leftOut + 1, resume: { position, wireId } });
  }

  return {
    take(event, taken) {
      const role = roleOf(event.stream);
      if (role.kind === 'other') {
        leaveOut(event);
        return undefined;
      }
      if (!followsOn(event, ledger.through(), revisionOf(event.stream))) return undefined;
      const ended = role.kind === 'control' ? takeOfControl(event, taken) : undefined;
      if (role.kind === 'own') takeOwn(event, role.stream, taken);
      if (ended === undefined) ledger.given(event.position);
      return ended;
    },
    revisionOf,
    waiting: () => waiting,
    setWaiting(set) {
      waiting = set;
    },
  };
}

function deleted(): TimelineError {
  return new TimelineError('invalid-event', 'By it its stream was deleted for good in the cluster');
}

function stopped({ stream, revision, type }: ClusterEvent, error: TimelineError): TimelineError {
  return new TimelineError(
    'store-corrupt',
    `Event ${revision} of ${stream}, a ${JSON.stringify(type.slice(0, 80))}, is no event of the log: ${error.message}`,
    { stream, revision },
    error,
  );
}
