import { assert } from '../../domain/assert.ts';
import { resolveOccurred } from '../../domain/occurred.ts';
import type { ReadingStatus } from '../../domain/reading.ts';
import { listedTimeOf } from '../listed.ts';
import type { LaneKind, ListedReading, ListedTime, ReadingPlace } from '../reading-list.ts';
import { createNames } from './names.ts';
import { readingLanes } from './reading-lanes.ts';
import { statusCode } from './schema.ts';
import type { Statements } from './statements.ts';

/**
 * Columns of a reading `r`, the event `f` of its fact and the event `m` that made it, where that is another.
 *
 * The occurred time of the commonest kind, an instant in the commonest ways to write one, is said whole by its milliseconds, and left out.
 */
export const listedColumns = `r.position, r.fact, r.from_ms, r.recorded_to, r.status, r.from_latest_ms, r.data_position, f.type, f.stream,
  CASE r.number WHEN 0 THEN f.recorded_at ELSE m.recorded_at END, r.last_ms,
  CASE WHEN r.span IS NULL AND r.from_ms = r.from_latest_ms AND r.occurred IS NULL
    AND (length(f.occurred) = 20 OR (length(f.occurred) = 24 AND substr(f.occurred, 24) = 'Z'))
    THEN NULL ELSE coalesce(r.occurred, f.occurred) END`;

/** A row of `listedColumns`: the schema of the file says what its columns hold. */
export type ListedRow = readonly [
  position: number,
  fact: number,
  fromMs: number,
  recordedTo: number | null,
  status: number,
  fromLatestMs: number,
  dataPosition: number,
  type: number,
  stream: number,
  recordedAt: number,
  lastMs: number,
  occurred: string | null,
];

/** Makes readings of rows. */
export interface ListedRows {
  readingsOf(
    rows: readonly ListedRow[],
    told: { readonly position: number; readonly lanes: LaneKind },
  ): readonly ListedReading[];
  typeOf(row: ListedRow): string;
  dataPositionOf(row: ListedRow): number;
}

/** Makes readings of rows of one connection. */
export function createListedRows(sql: Statements): ListedRows {
  const streamName = createNames(sql, 'stream');
  const typeName = createNames(sql, 'event_type');
  const lanesIn = (rows: readonly ListedRow[], kind: LaneKind): ((row: ListedRow) => readonly string[]) => {
    if (kind === 'type') return oncePerName((row) => row[7], typeName);
    if (kind === 'stream') return oncePerName((row) => row[8], streamName);
    const lanes = readingLanes(sql, kind, rows.map(placeIn));
    return (row) => lanes.get(row[0]) ?? noLanes;
  };
  return {
    typeOf: (row) => typeName(row[7]),
    dataPositionOf: (row) => row[6],
    readingsOf(rows, { position: known, lanes }) {
      const lanesOf = lanesIn(rows, lanes);
      return rows.map((row): ListedReading => {
        const [position, fact, fromMs, recordedTo, status, fromLatestMs] = row;
        const { from, fromLatest, to, toLatest, qualifier, isOpen } = timeOf(fromMs, fromLatestMs, row);
        return {
          position,
          fact,
          recordedTo: recordedTo === null || recordedTo > known ? undefined : recordedTo,
          recordedAt: row[9],
          from,
          fromLatest,
          to,
          toLatest,
          qualifier,
          isOpen,
          status: statusOf(status),
          type: typeName(row[7]),
          stream: streamName(row[8]),
          lanes: lanesOf(row),
        };
      });
    },
  };
}

/** Returns the place of a row in the list of all. */
export function placeIn([position, fact, from]: ListedRow): ReadingPlace {
  return { from, fact, position };
}

/** Compares rows by their places. */
export function comparePlaces(a: ListedRow, b: ListedRow): number {
  return a[2] - b[2] || a[1] - b[1] || a[0] - b[0];
}

const noLanes: readonly string[] = [];

/** Readings of one lane share the list of it. */
function oncePerName(idOf: (row: ListedRow) => number, nameOf: (id: number) => string) {
  const lists = new Map<number, readonly string[]>();
  return (row: ListedRow): readonly string[] => {
    const id = idOf(row);
    const known = lists.get(id) ?? [nameOf(id)];
    lists.set(id, known);
    return known;
  };
}

/** The milliseconds of the index say when an instant was, and an interval of two instants; every other time is read from its text. */
function timeOf(from: number, fromLatest: number, row: ListedRow): ListedTime {
  const occurred = row[11];
  if (occurred === null)
    return { from, fromLatest, to: undefined, toLatest: undefined, qualifier: undefined, isOpen: false };
  if (exactInterval.test(occurred))
    return { from, fromLatest, to: row[10], toLatest: row[10], qualifier: undefined, isOpen: false };
  return listedTimeOf(occurred, resolveOccurred(occurred));
}

/** Two instants with their seconds, and nothing after them. */
const exactInterval =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

const statuses = new Map<number, ReadingStatus>(
  Object.entries(statusCode).map(([status, code]) => [code, status as ReadingStatus]),
);

function statusOf(code: number): ReadingStatus {
  const status = statuses.get(code);
  assert(status !== undefined, 'a reading has a status');
  return status;
}
