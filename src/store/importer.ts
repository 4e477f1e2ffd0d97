import type { MovedRequest } from '../domain/audit.ts';
import { atPlace, TimelineError } from '../domain/errors.ts';
import { formatInstant } from '../domain/instant.ts';
import type { PreparedEvent } from '../domain/prepare.ts';
import { checkExpectedRevision } from '../domain/stream.ts';
import { keepRequest } from './audit.ts';
import type { Head, ImportRequest, ImportResult } from './port.ts';
import { recordEvent, repeatedEvent } from './recorder.ts';
import type { Place, Restate, Tables } from './recorder.ts';

/** What an import writes to, inside one transaction. */
export interface ImportTarget {
  /** Hears of each event that is recorded; its recorded time is in milliseconds of the Unix epoch. */
  readonly onRecorded: (event: PreparedEvent, recordedAt: number) => void;
  readonly tables: Tables;
  readonly restate: Restate;
  head(): Head;
  /** Returns the store's recorded time for now, in milliseconds of the Unix epoch. */
  stamp(): number;
}

/** Counts what an import did, event by event. */
export interface Importer {
  take(request: ImportRequest): void;
  /** Notes who imported, when something was recorded. */
  note(by: string): void;
  result(): ImportResult;
}

/** Thrown at the end of a dry run, so that the transaction it ran in is taken back. */
export class DryRunEnded extends Error {
  readonly result: ImportResult;

  constructor(result: ImportResult) {
    super('The dry run has ended');
    this.result = result;
  }
}

/** Creates an importer; its `take` throws what recording throws, and `recorded-time-backwards`. */
export function createImporter(target: ImportTarget): Importer {
  const before = target.head().position;
  let recorded = 0;
  let repeated = 0;
  return {
    take: (request) =>
      atPlace(request.place, () => {
        if (repeatedEvent(target.tables, target.restate, request.stream, request.event) === undefined) {
          record(target, request);
          recorded += 1;
        } else repeated += 1;
      }),
    note(by) {
      const { position, recordedAt } = target.head();
      if (recorded === 0 || recordedAt === null) return;
      const ends = [before + 1, position].map((end) => ({ position: end, recordedAt }));
      keepRequest(target.tables, { action: 'import', by }, ends);
    },
    result: () => ({ recorded, repeated, position: target.head().position }),
  };
}

function record(
  target: ImportTarget,
  { stream, event, revision, recordedAt = target.stamp(), request }: ImportRequest,
): void {
  const { tables, restate } = target;
  if (revision !== undefined)
    checkExpectedRevision(stream, revision === 0 ? 'none' : revision - 1, tables.revisionOf(stream));
  const head = target.head();
  if (head.recordedAt !== null && recordedAt < head.recordedAt)
    throw new TimelineError(
      'recorded-time-backwards',
      `Event ${event.id} was recorded at ${formatInstant(recordedAt)}, before the head of the log at ${formatInstant(head.recordedAt)}`,
      {
        eventId: event.id,
        recordedAt: formatInstant(recordedAt),
        headRecordedAt: formatInstant(head.recordedAt),
      },
    );
  const position = head.position + 1;
  recordEvent(tables, restate, stream, event, { position, recordedAt });
  if (request !== undefined) keepMoved(target, request, { position, recordedAt });
  target.onRecorded(event, recordedAt);
}

/** The events of the request stand one after the other here, too, for what is copied is copied from its beginning. */
function keepMoved(target: ImportTarget, { events, ...note }: MovedRequest, last: Place): void {
  const first = last.position - events + 1;
  if (!Number.isSafeInteger(events) || events < 1 || first < 1)
    throw new TimelineError(
      'invalid-request',
      `A request of ${events} events cannot end at position ${last.position}`,
      { events, position: last.position },
    );
  const { by, idempotencyKey: key } = note;
  if (key !== undefined && target.tables.requestOf(by, key) !== undefined)
    throw new TimelineError(
      'idempotency-key-reused',
      `Idempotency key ${JSON.stringify(key)} was used for another request`,
      { idempotencyKey: key },
    );
  keepRequest(target.tables, note, [{ ...last, position: first }, last]);
}
