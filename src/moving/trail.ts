import type { AuditEntry, MovedRequest } from '../domain/audit.ts';
import type { EventLog } from '../store/port.ts';

/** Entries that are read at a time. */
const readAtATime = 1000;

/** Reads the audit trail from an entry on, as far as its events stand at a position or before it. */
export function* entriesThrough(
  log: EventLog,
  position: number,
  after = 0,
): Generator<AuditEntry, void, undefined> {
  let [read, last]: [readonly AuditEntry[], number] = [[], after];
  do {
    read = log.audit({ after: last, limit: readAtATime });
    for (const entry of read) {
      if (entry.last > position) return;
      yield entry;
      last = entry.number;
    }
  } while (read.length > 0);
}

/** What a request is handed over by: with the last of its events. */
export interface Requests {
  /** Returns the request that ended at a position; positions are asked for in ascending order. */
  endingAt(position: number): MovedRequest | undefined;
}

/** Reads the requests of a log in the order of their events, from an entry of the audit trail on. */
export function requestsAfter(log: EventLog, position: number, entries: number): Requests {
  const trail = entriesThrough(log, position, entries);
  let next = trail.next();
  return {
    endingAt(asked) {
      if (next.done === true || next.value.last !== asked) return undefined;
      const request = requestOf(next.value);
      next = trail.next();
      return request;
    },
  };
}

function requestOf({ action, by, idempotencyKey, fingerprint, first, last }: AuditEntry): MovedRequest {
  return {
    action,
    ...(by === undefined ? {} : { by }),
    ...(idempotencyKey === undefined ? {} : { idempotencyKey }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    events: last - first + 1,
  };
}
