import type { ErrorCode } from '../../../domain/errors.ts';
import { TimelineError } from '../../../domain/errors.ts';
import type { PreparedEvent } from '../../../domain/prepare.ts';
import type { ReadingIndex } from '../../sqlite/reading-index.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type { ImportEnded } from '../control.ts';
import type { ClusterEvent, ImportOutcome } from '../parts.ts';
import type { Ledger } from './ledger.ts';
import { reasonOf } from './parked.ts';
import type { ImportRecording } from './recording-import.ts';
import { parkImport, recordStaged } from './recording-import.ts';
import type { EndedImport } from './staging.ts';
import { beginImport, endImport, findImport } from './staging.ts';
import type { Transactions } from './transactions.ts';

/** What ending an import needs. */
export interface EndingOptions extends Omit<ImportRecording, 'onRecorded'> {
  readonly sql: Statements;
  readonly index: ReadingIndex;
  readonly ledger: Ledger;
  readonly transactions: Transactions;
}

/**
 * Records an import whose end has come, or parks it whole; the event that ends it is settled with it. An import ends once: of another
 * end of it the first outcome is told.
 */
export async function takeEnd(
  options: EndingOptions,
  event: ClusterEvent,
  ended: ImportEnded,
  onRecorded: (event: PreparedEvent, recordedAt: number) => void,
): Promise<ImportOutcome> {
  const { sql, ledger } = options;
  const known = findImport(sql, ended.import);
  if (known?.ended !== undefined) {
    const { events } = known.ended;
    await attempt(options, event, () => {
      if (events !== ended.events)
        ledger.park(event, { reason: `The import that it ends has ended before, with ${events} events` });
    });
    return outcomeOf(known.ended);
  }
  const recorded = await attempt(options, event, async () => {
    const id = known?.id ?? beginImport(sql, ended.import);
    const result = await recordStaged({ ...options, onRecorded }, id, ended);
    endImport(sql, id, { events: ended.events, ...result });
    ledger.count({ staged: ledger.progress().staged - ended.events });
    return result;
  });
  if (!(recorded instanceof TimelineError)) return { kind: 'recorded', result: recorded };
  const parked = { reason: reasonOf(recorded), code: recorded.code };
  await attempt(options, event, async () => {
    const id = known?.id ?? beginImport(sql, ended.import);
    const events = await parkImport(options, id, parked.reason, parked.code);
    endImport(sql, id, { events: ended.events, ...parked });
    const { staged, parked: before } = ledger.progress();
    ledger.count({ staged: staged - events, parked: before + events });
    // Of an import of which nothing has come in, its end is all there is to show.
    if (events === 0) ledger.park(event, parked);
  });
  return { kind: 'parked', error: recorded };
}

/** Does work in one transaction over several turns of the event loop; an error of the catalogue takes it back and is returned. */
async function attempt<Result>(
  { transactions, index, ledger }: EndingOptions,
  event: ClusterEvent,
  work: () => Result | Promise<Result>,
): Promise<Result | TimelineError> {
  const mark = ledger.mark();
  const takeBack = (): void => {
    index.rollBack();
    ledger.restore(mark);
  };
  const transaction = transactions.begin();
  let result: Result;
  try {
    result = await work();
    ledger.settle(event);
    ledger.given(event.position);
    ledger.write();
  } catch (error) {
    transaction.rollBack();
    takeBack();
    // What only this node cannot read is no fault of the import: the others record it.
    if (error instanceof TimelineError && error.code !== 'store-newer') return error;
    throw transactions.failed(error);
  }
  try {
    transaction.commit();
  } catch (error) {
    takeBack();
    throw error;
  }
  return result;
}

function outcomeOf(ended: EndedImport): ImportOutcome {
  if ('recorded' in ended) {
    const { recorded, repeated, position } = ended;
    return { kind: 'recorded', result: { recorded, repeated, position } };
  }
  // Only codes of the catalogue are ever written to that column.
  return { kind: 'parked', error: new TimelineError(ended.code as ErrorCode, ended.reason) };
}
