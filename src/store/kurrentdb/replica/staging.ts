import { bytesIn, numberIn, textIn } from '../../sqlite/rows.ts';
import type { Row } from '../../sqlite/rows.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type { ImportedAs } from '../envelope.ts';
import type { ClusterEvent } from '../parts.ts';
import { positionBytes, positionOf } from './position.ts';

/** What became of an event of an import when it came in: it waits for the end, it waits already, or it came too late or beside another. */
export type Staged = 'staged' | 'repeated' | 'ended' | 'in-use';

/** What is known of an import by its name: its number here, and whether it has ended. */
export interface KnownImport {
  readonly id: number;
  readonly ended?: EndedImport;
}

/** How an import ended: of how many events it was said to be, and what was recorded of it, or why nothing was. */
export type EndedImport = { readonly events: number } & (
  | { readonly recorded: number; readonly repeated: number; readonly position: number }
  | { readonly reason: string; readonly code: string }
);

/** Returns an import that something came in of; undefined for any other. */
export function findImport(sql: Statements, name: string): KnownImport | undefined {
  const row = sql.get('SELECT * FROM import WHERE name = ?', name);
  if (row === undefined) return undefined;
  const ended = endedIn(row);
  return { id: numberIn(row, 'id'), ...(ended === undefined ? {} : { ended }) };
}

/** Keeps an event of an import until that ends. */
export function stage(sql: Statements, { id: name, number }: ImportedAs, event: ClusterEvent): Staged {
  const known = findImport(sql, name);
  if (known?.ended !== undefined) return 'ended';
  const id = known?.id ?? beginImport(sql, name);
  const there = sql.get('SELECT wire_id FROM staged WHERE import = ? AND number = ?', id, number);
  if (there !== undefined) return there['wire_id'] === event.wireId ? 'repeated' : 'in-use';
  sql.run(
    'INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
    id,
    number,
    positionBytes(event.position),
    event.stream,
    event.revision,
    event.wireId,
    event.type,
    JSON.stringify(event.metadata),
    JSON.stringify(event.data),
    event.created,
  );
  return 'staged';
}

/** Returns the number of an import that nothing came in of before. */
export function beginImport(sql: Statements, name: string): number {
  return numberIn(sql.get('INSERT INTO import (name) VALUES (?) RETURNING id', name) ?? {}, 'id');
}

/** Notes how an import ended. */
export function endImport(sql: Statements, id: number, ended: EndedImport): void {
  const [recorded, repeated, position] =
    'recorded' in ended ? [ended.recorded, ended.repeated, ended.position] : [null, null, null];
  const [reason, code] = 'reason' in ended ? [ended.reason, ended.code] : [null, null];
  sql.run(
    'UPDATE import SET events = ?, recorded = ?, repeated = ?, position = ?, reason = ?, code = ? WHERE id = ?',
    ended.events,
    recorded,
    repeated,
    position,
    reason,
    code,
    id,
  );
}

/** Returns how many events of an import wait. */
export function stagedOf(sql: Statements, id: number): number {
  return numberIn(sql.get('SELECT count(*) AS count FROM staged WHERE import = ?', id) ?? {}, 'count');
}

/** Reads the events of an import that wait, in their order, from a number on. */
export function readStaged(
  sql: Statements,
  id: number,
  from: number,
  limit: number,
): readonly ClusterEvent[] {
  return sql
    .all('SELECT * FROM staged WHERE import = ? AND number >= ? ORDER BY number LIMIT ?', id, from, limit)
    .map(stagedEventOf);
}

/** Forgets the events of an import from a number on and before another: they stand in the log now. */
export function unstage(sql: Statements, id: number, from: number, before: number): void {
  sql.run('DELETE FROM staged WHERE import = ? AND number >= ? AND number < ?', id, from, before);
}

/** Parks some events of an import that wait, the first of them first; returns how many. */
export function parkStaged(sql: Statements, id: number, reason: string, code: string, limit: number): number {
  const next = 'SELECT rowid FROM staged WHERE import = ? ORDER BY number LIMIT ?';
  sql.run(
    `INSERT INTO parked SELECT at, stream, revision, wire_id, type, ?, ? FROM staged WHERE rowid IN (${next})`,
    reason,
    code,
    id,
    limit,
  );
  return sql.change(`DELETE FROM staged WHERE rowid IN (${next})`, id, limit);
}

function endedIn(row: Row): EndedImport | undefined {
  if (row['events'] === null) return undefined;
  const events = numberIn(row, 'events');
  if (row['recorded'] !== null)
    return {
      events,
      recorded: numberIn(row, 'recorded'),
      repeated: numberIn(row, 'repeated'),
      position: numberIn(row, 'position'),
    };
  return { events, reason: textIn(row, 'reason'), code: textIn(row, 'code') };
}

function stagedEventOf(row: Row): ClusterEvent {
  return {
    position: positionOf(bytesIn(row, 'at')),
    stream: textIn(row, 'stream'),
    revision: numberIn(row, 'revision'),
    wireId: textIn(row, 'wire_id'),
    type: textIn(row, 'type'),
    metadata: JSON.parse(textIn(row, 'metadata')),
    data: JSON.parse(textIn(row, 'data')),
    created: numberIn(row, 'created'),
  };
}
