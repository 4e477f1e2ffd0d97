import { assert } from '../../domain/assert.ts';
import type { RecordedEvent } from '../../domain/event.ts';
import type { JsonObject } from '../../domain/json.ts';
import { chainHash, chainStart } from '../chain.ts';
import type { Head } from '../port.ts';
import type { HeldData, WordsLog } from './insert-words.ts';
import { bytesIn, eventColumns, eventOfRow, eventTables, numberIn } from './rows.ts';
import type { Statements } from './statements.ts';

/** The head of the log and of its hash chain, as the open transaction has it. */
export interface LogEnd extends Head {
  /** 32 bytes. */
  readonly hash: Uint8Array;
}

/** The log as the connection that writes has it, in or out of a transaction. */
export interface WriterLog extends WordsLog {
  end(): LogEnd;
  /** Returns how much data was inserted since the log was opened, also what was taken back: UTF-16 code units of its JSON text. */
  written(): number;
  event(id: string): RecordedEvent | undefined;
  eventAt(position: number): RecordedEvent;
  /** Returns the revision of a stream's last event; undefined when it has none. */
  revisionOf(stream: string): number | undefined;
  insert(event: RecordedEvent, dataText: string): void;
  /** Forgets what was written since `end` was this: the transaction, or a part of it, was taken back. */
  restore(end: LogEnd): void;
}

/** Streams whose numbers and revisions are kept in memory. */
const streamsKeptMax = 10_000;

/** Writes events through a connection; the caller opens and ends the transactions. */
export function createWriterLog(sql: Statements): WriterLog {
  let end = readEnd(sql);
  let written = 0;
  const streams = new Map<string, { readonly id: number; readonly revision: number }>();
  const types = new Map<string, number>();

  const findStream = (name: string) => {
    const kept = streams.get(name);
    if (kept !== undefined) return kept;
    const row = sql.get(
      `SELECT s.id, (SELECT max(revision) FROM event e WHERE e.stream = s.id) AS revision FROM stream s WHERE s.name = ?`,
      name,
    );
    return row === undefined ? undefined : { id: numberIn(row, 'id'), revision: numberIn(row, 'revision') };
  };
  const streamId = (name: string) =>
    findStream(name)?.id ??
    numberIn(sql.get('INSERT INTO stream (name) VALUES (?) RETURNING id', name) ?? {}, 'id');
  const typeId = (name: string) =>
    types.get(name) ??
    numberOf(sql.get('SELECT id FROM event_type WHERE name = ?', name)) ??
    numberIn(sql.get('INSERT INTO event_type (name) VALUES (?) RETURNING id', name) ?? {}, 'id');

  return {
    end: () => end,
    written: () => written,
    event(id) {
      const row = sql.get(`SELECT ${eventColumns} FROM ${eventTables} WHERE e.id = ?`, id);
      return row === undefined ? undefined : eventOfRow(row);
    },
    eventAt(position) {
      const row = sql.get(`SELECT ${eventColumns} FROM ${eventTables} WHERE e.position = ?`, position);
      assert(row !== undefined, `position ${position} is in the log`);
      return eventOfRow(row);
    },
    dataAt(places) {
      const pairs = places.map(({ fact, dataPosition }) => [fact, dataPosition]);
      const rows = sql.lists(dataSql, JSON.stringify(pairs));
      assert(rows.length === places.length, 'every reading has its events in the log');
      return rows.map(heldDataOf);
    },
    revisionOf: (stream) => findStream(stream)?.revision,
    insert(event, dataText) {
      const hash = chainHash(end.hash, { ...event, dataText });
      const [id, type] = [streamId(event.stream), typeId(event.type)];
      sql.run(
        'INSERT INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
        event.position,
        event.id,
        id,
        event.revision,
        type,
        event.schemaVersion,
        event.occurred,
        event.recordedAt,
        event.causationId ?? null,
        event.correlationId ?? null,
        dataText,
        hash,
      );
      // What failed before this is taken back, and so are the numbers that it was given.
      written += dataText.length;
      types.set(event.type, type);
      if (streams.size >= streamsKeptMax) streams.clear();
      streams.set(event.stream, { id, revision: event.revision });
      end = { position: event.position, recordedAt: event.recordedAt, hash };
    },
    restore(before) {
      if (before.position === end.position) return;
      end = before;
      streams.clear();
      types.clear();
    },
  };
}

/** Of pairs of a fact and the position that its data is at. */
const dataSql = `SELECT (SELECT t.name FROM event f JOIN event_type t ON t.id = f.type WHERE f.position = j.value ->> 0),
  t.name, e.schema_version, e.data
  FROM json_each(?) j CROSS JOIN event e ON e.position = j.value ->> 1 CROSS JOIN event_type t ON t.id = e.type`;

function heldDataOf([factType, type, schemaVersion, data]: readonly unknown[]): HeldData {
  assert(typeof factType === 'string' && typeof type === 'string', 'types have names');
  assert(typeof schemaVersion === 'number' && typeof data === 'string', 'versions are numbers, data is text');
  // Only checked JSON objects are ever written to this column.
  return { factType, holder: { type, schemaVersion, data: JSON.parse(data) as JsonObject } };
}

function readEnd(sql: Statements): LogEnd {
  const last = sql.get('SELECT position, recorded_at, hash FROM event ORDER BY position DESC LIMIT 1');
  if (last === undefined) return { position: 0, recordedAt: null, hash: chainStart };
  return {
    position: numberIn(last, 'position'),
    recordedAt: numberIn(last, 'recorded_at'),
    hash: bytesIn(last, 'hash'),
  };
}

function numberOf(row: Record<string, unknown> | undefined): number | undefined {
  return row === undefined ? undefined : numberIn(row, 'id');
}
