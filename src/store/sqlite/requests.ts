import type { AuditAction, AuditEntry, AuditRange } from '../../domain/audit.ts';
import type { KeptRequest, RequestTables } from '../audit.ts';
import { auditEntryOf } from '../audit.ts';
import type { Fault } from '../port.ts';
import { faultsListedMax } from '../verify.ts';
import { bytesIn, eventColumns, eventOfRow, eventTables, numberIn, textIn } from './rows.ts';
import type { Row } from './rows.ts';
import type { Statements } from './statements.ts';

/** What was noted of requests, as the connection that writes has it. */
export type RequestRows = Pick<RequestTables, 'requestOf' | 'insertRequest'>;

const requestColumns = `r.number, r.recorded_at AS noted_at, r.action, r.made_by, r.idempotency_key, r.fingerprint,
  r.first_position, r.last_position`;

/** Keeps requests through a connection; the caller opens and ends the transactions. */
export function createRequestRows(sql: Statements): RequestRows {
  return {
    requestOf(by = '', key) {
      const row = sql.get(
        `SELECT ${requestColumns} FROM request r WHERE r.idempotency_key = ? AND r.made_by = ?`,
        key,
        by,
      );
      return row === undefined ? undefined : requestOfRow(row);
    },
    insertRequest({ at, action, by = '', idempotencyKey, fingerprint, first, last }) {
      sql.run(
        `INSERT INTO request (recorded_at, action, made_by, idempotency_key, fingerprint, first_position, last_position)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
        at,
        action,
        by,
        idempotencyKey ?? null,
        fingerprint === undefined ? null : Buffer.from(fingerprint, 'hex'),
        first,
        last,
      );
    },
  };
}

/** Reads a part of the audit trail, whose numbers have no gaps. */
export function readRequests(sql: Statements, { after, limit }: AuditRange): readonly AuditEntry[] {
  if (!hasRequests(sql)) return [];
  return sql
    .all(
      `SELECT ${requestColumns}, ${eventColumns} FROM request r CROSS JOIN ${eventTables}
       WHERE r.number > ? AND r.number <= ? AND e.position = r.first_position AND r.last_position <= (SELECT position FROM followed)
       ORDER BY r.number`,
      after,
      after + limit,
    )
    .map((row) => auditEntryOf(numberIn(row, 'number'), requestOfRow(row), eventOfRow(row)));
}

/** Lists the entries of the audit trail that the events do not bear out. */
export function requestFaults(sql: Statements): readonly Fault[] {
  if (!hasRequests(sql)) return [];
  return sql
    .all(
      `SELECT r.number, r.last_position FROM request r
       LEFT JOIN event f ON f.position = r.first_position LEFT JOIN event l ON l.position = r.last_position
       WHERE f.position IS NULL OR l.recorded_at IS NOT r.recorded_at OR l.position < f.position
       ORDER BY r.number LIMIT ?`,
      faultsListedMax,
    )
    .map((row) => ({
      position: numberIn(row, 'last_position'),
      what: `is not as entry ${numberIn(row, 'number')} of the audit trail says`,
    }));
}

/** A file of format 1 has no audit trail yet. */
function hasRequests(sql: Statements): boolean {
  return (
    sql.get("SELECT 1 AS found FROM main.sqlite_schema WHERE type = 'table' AND name = 'request'") !==
    undefined
  );
}

function requestOfRow(row: Row): KeptRequest {
  const [by, key] = [textIn(row, 'made_by'), row['idempotency_key']];
  return {
    // Only actions are ever written to this column.
    action: textIn(row, 'action') as AuditAction,
    ...(by === '' ? {} : { by }),
    ...(typeof key === 'string' ? { idempotencyKey: key } : {}),
    ...(row['fingerprint'] === null
      ? {}
      : { fingerprint: Buffer.from(bytesIn(row, 'fingerprint')).toString('hex') }),
    first: numberIn(row, 'first_position'),
    last: numberIn(row, 'last_position'),
    at: numberIn(row, 'noted_at'),
  };
}
