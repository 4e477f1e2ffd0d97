import { assert } from '../../../domain/assert.ts';
import { TimelineError } from '../../../domain/errors.ts';
import { restatedBefore } from '../../../domain/prepare.ts';
import type { AppendResult } from '../../port.ts';
import { recordAppend } from '../../recorder.ts';
import type { Restate, Tables } from '../../recorder.ts';
import type { BatchOutcome } from '../parts.ts';
import type { Batch } from './batch.ts';

/** How far a stamp may lie after the cluster's clock and still be believed, in milliseconds. */
const aheadMsMax = 60_000;

/** What recording a batch needs. */
export interface RecordingTarget {
  readonly tables: Tables;
  end(): { readonly position: number; readonly recordedAt: number | null };
  /** Runs work so that it is taken back alone when it throws. */
  alone<Result>(work: () => Result): Result;
}

/** Events of the log were restated by whoever appended them; this node's catalogue has no say in it. */
export const asAppended: Restate = (event, _, isRetracted) => restatedBefore(event, isRetracted);

/**
 * Returns the recorded time of what was stamped, in milliseconds of the Unix epoch: never before what stands before it, and by the
 * cluster's clock where the stamp lies too far after that.
 */
export function effectiveTime(stamp: number, created: number, last: number | null): number {
  const believed = stamp > created + aheadMsMax ? created : stamp;
  return Math.max(believed, last ?? Number.NEGATIVE_INFINITY);
}

/** Records the events of an append that has come in whole, all or none. What it comes to depends on nothing but the events before it. */
export function recordBatch(target: RecordingTarget, batch: Batch): BatchOutcome {
  const fault = batch.parts.find((part) => part.fault !== undefined)?.fault;
  if (fault !== undefined) return { kind: 'parked', error: fault };
  try {
    const result = target.alone(() => record(target, batch));
    return { kind: result.repeated ? 'repeated' : 'recorded', result };
  } catch (error) {
    if (error instanceof TimelineError && error.code !== 'store-newer') return { kind: 'parked', error };
    throw error;
  }
}

function record({ tables, end }: RecordingTarget, { stream, parts }: Batch): AppendResult {
  const { envelope, cluster } = parts[0];
  const { note } = envelope;
  const recordedAt = effectiveTime(envelope.recordedAt, cluster.created, end().recordedAt);
  const events = parts.map(({ event }) => {
    assert(event !== undefined, 'a batch without fault has all its events');
    return event;
  });
  const request = { stream, expected: 'any' as const, events, ...(note === undefined ? {} : { note }) };
  return recordAppend(tables, asAppended, request, () => ({ position: end().position + 1, recordedAt }));
}
