import { assert } from '../../domain/assert.ts';
import type { RecordedEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { resolveOccurred } from '../../domain/occurred.ts';
import type { ReadingStatus } from '../../domain/reading.ts';
import type { ReadingRow } from '../recorder.ts';
import { statusCode } from './schema.ts';

/** A row as SQLite gives it. */
export type Row = Record<string, unknown>;

/** Columns of an event, its stream and its type, under the alias `e`. */
export const eventColumns = `e.position, e.id, s.name AS stream, e.revision, t.name AS type, e.schema_version, e.occurred,
  e.recorded_at, e.causation_id, e.correlation_id, e.data`;

/** The tables that `eventColumns` come from. */
export const eventTables = 'event e JOIN stream s ON s.id = e.stream JOIN event_type t ON t.id = e.type';

/** Columns of a reading under the alias `r`, named so that they can stand beside `eventColumns` of the fact's own event. */
export const readingColumns =
  'r.position AS reading_position, r.fact, r.number, r.status, r.recorded_to, r.data_position, r.occurred AS reading_occurred';

/** Returns the whole number in a column. */
export function numberIn(row: Row, column: string): number {
  const value = row[column];
  assert(typeof value === 'number', `column ${column} holds a number`);
  return value;
}

/** Returns the whole number in a column that may be empty. */
export function numberOrNone(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberIn(row, column);
}

/** Returns the text in a column. */
export function textIn(row: Row, column: string): string {
  const value = row[column];
  assert(typeof value === 'string', `column ${column} holds text`);
  return value;
}

/** Returns the bytes in a column. */
export function bytesIn(row: Row, column: string): Uint8Array {
  const value = row[column];
  assert(value instanceof Uint8Array, `column ${column} holds bytes`);
  return value;
}

/** Returns an event out of a row with `eventColumns`. */
export function eventOfRow(row: Row): RecordedEvent {
  const causationId = row['causation_id'];
  const correlationId = row['correlation_id'];
  return {
    id: textIn(row, 'id'),
    stream: textIn(row, 'stream'),
    revision: numberIn(row, 'revision'),
    position: numberIn(row, 'position'),
    type: textIn(row, 'type'),
    schemaVersion: numberIn(row, 'schema_version'),
    // Only checked JSON objects are ever written to this column.
    data: JSON.parse(textIn(row, 'data')) as JsonObject,
    occurred: textIn(row, 'occurred'),
    recordedAt: numberIn(row, 'recorded_at'),
    ...(typeof causationId === 'string' ? { causationId } : {}),
    ...(typeof correlationId === 'string' ? { correlationId } : {}),
  };
}

/** Returns a reading out of a row with `readingColumns` and the `occurred` of the fact's own event. */
export function readingOfRow(row: Row): ReadingRow {
  const restated = row['reading_occurred'];
  const occurred = typeof restated === 'string' ? restated : textIn(row, 'occurred');
  return {
    fact: numberIn(row, 'fact'),
    number: numberIn(row, 'number'),
    status: statusIn(row),
    recordedFrom: numberIn(row, 'reading_position'),
    dataPosition: numberIn(row, 'data_position'),
    occurred,
    when: resolveOccurred(occurred),
  };
}

const statuses: Readonly<Record<number, ReadingStatus>> = Object.fromEntries(
  Object.entries(statusCode).map(([status, code]) => [code, status as ReadingStatus]),
);

function statusIn(row: Row): ReadingStatus {
  const status = statuses[numberIn(row, 'status')];
  assert(status !== undefined, 'a reading has a status');
  return status;
}
