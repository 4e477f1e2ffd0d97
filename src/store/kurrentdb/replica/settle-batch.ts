import { assert } from '../../../domain/assert.ts';
import { TimelineError } from '../../../domain/errors.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type { TakenListener } from '../parts.ts';
import type { Batch } from './batch.ts';
import { cutError } from './batch.ts';
import type { Ledger } from './ledger.ts';
import type { ParkedReason } from './parked.ts';
import { reasonOf } from './parked.ts';
import { positionBytes } from './position.ts';
import type { RecordingTarget } from './record-batch.ts';
import { recordBatch } from './record-batch.ts';

/** What one transaction took in: for those who are told after its commit. */
export interface Taken {
  told(tell: (listener: TakenListener) => void): void;
  recorded(batch: Batch, last: { readonly position: number; readonly recordedAt: number }): void;
}

/** What settling a batch needs. */
export interface BatchSettling {
  readonly sql: Statements;
  readonly ledger: Ledger;
  readonly recording: RecordingTarget;
}

/** Records a batch that has come in whole, or parks it, and settles its events. */
export function settleBatch({ sql, ledger, recording }: BatchSettling, batch: Batch, taken: Taken): void {
  const outcome = recordBatch(recording, batch);
  if (outcome.kind === 'parked') {
    const { error } = outcome;
    assert(error instanceof TimelineError, 'only errors of the catalogue park a batch');
    const isOfRecording = batch.parts.every(({ fault }) => fault === undefined);
    const code = isOfRecording ? { code: error.code } : {};
    return parkBatch(ledger, batch, error, { reason: reasonOf(error), ...code }, taken);
  }
  if (outcome.kind === 'recorded') {
    for (const [index, { cluster }] of batch.parts.entries())
      sql.run(
        'INSERT INTO cluster_place VALUES (?, ?)',
        outcome.result.events[index]?.position ?? 0,
        positionBytes(cluster.position),
      );
    const last = outcome.result.events.at(-1);
    if (last !== undefined) taken.recorded(batch, last);
  }
  for (const { cluster } of batch.parts) ledger.settle(cluster);
  const { append } = batch.parts[0].envelope;
  taken.told((listener) => listener.batch(append, outcome));
}

/** Parks the part of a batch that has come in before something else of ours. */
export function settleCut(ledger: Ledger, batch: Batch, taken: Taken): void {
  const error = cutError(batch);
  parkBatch(ledger, batch, error, { reason: reasonOf(error) }, taken);
}

function parkBatch(
  ledger: Ledger,
  { parts }: Batch,
  error: TimelineError,
  reason: ParkedReason,
  taken: Taken,
): void {
  for (const { cluster } of parts) ledger.park(cluster, reason);
  const { append } = parts[0].envelope;
  taken.told((listener) => listener.batch(append, { kind: 'parked', error }));
}
