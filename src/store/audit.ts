import type { AuditEntry, RequestNote } from '../domain/audit.ts';
import { TimelineError } from '../domain/errors.ts';
import type { AppendedEvent, RecordedEvent } from '../domain/event.ts';

/** A request as a store keeps it, with where its events stand: every position from `first` through `last`. */
export interface KeptRequest extends RequestNote {
  readonly first: number;
  readonly last: number;
  /** The recorded time of its last event, in milliseconds of the Unix epoch. */
  readonly at: number;
}

/** Where a store looks requests up and keeps them, inside the transaction of their events. */
export interface RequestTables {
  eventAt(position: number): RecordedEvent;
  /** Returns the request of an author that was recorded with a key; authors do not share keys. */
  requestOf(by: string | undefined, idempotencyKey: string): KeptRequest | undefined;
  insertRequest(request: KeptRequest): void;
}

/**
 * Returns where the events of a request stand already, when one with the same key was recorded.
 *
 * Throws `idempotency-key-reused` when that one asked for something else.
 */
export function repeatedRequest(
  tables: RequestTables,
  { by, idempotencyKey, fingerprint }: RequestNote,
): readonly AppendedEvent[] | undefined {
  if (idempotencyKey === undefined) return undefined;
  const kept = tables.requestOf(by, idempotencyKey);
  if (kept === undefined) return undefined;
  if (kept.fingerprint !== fingerprint)
    throw new TimelineError(
      'idempotency-key-reused',
      `Idempotency key ${JSON.stringify(idempotencyKey)} was used for another request`,
      { idempotencyKey },
    );
  return Array.from({ length: kept.last - kept.first + 1 }, (_, index) => {
    const { id, stream, revision, position, recordedAt } = tables.eventAt(kept.first + index);
    return { id, stream, revision, position, recordedAt };
  });
}

/** Keeps a request whose events were recorded one after the other; nothing when there is nothing to note. */
export function keepRequest(
  tables: RequestTables,
  note: RequestNote | undefined,
  events: readonly Pick<AppendedEvent, 'position' | 'recordedAt'>[],
): void {
  const [first, last] = [events[0], events.at(-1)];
  if (note === undefined || first === undefined || last === undefined) return;
  tables.insertRequest({ ...note, first: first.position, last: last.position, at: last.recordedAt });
}

/** Returns an entry of the audit trail: what was kept of a request, with what the first of its events says. */
export function auditEntryOf(
  number: number,
  { at, action, by, idempotencyKey, fingerprint, first, last }: KeptRequest,
  { stream, data }: Pick<RecordedEvent, 'stream' | 'data'>,
): AuditEntry {
  const target = action === 'correct' || action === 'retract' ? data['target'] : undefined;
  return {
    number,
    at,
    action,
    ...(by === undefined ? {} : { by }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(action === 'import' ? {} : { stream }),
    ...(typeof target === 'string' ? { target } : {}),
    first,
    last,
  };
}
