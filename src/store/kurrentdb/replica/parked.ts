import type { TimelineError } from '../../../domain/errors.ts';
import { storeError } from '../../sqlite/errors.ts';
import { bytesIn, numberIn, textIn } from '../../sqlite/rows.ts';
import type { Row } from '../../sqlite/rows.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type { ClusterEvent, ParkedEvent, Replica } from '../parts.ts';
import { positionBytes, positionOf } from './position.ts';

/** Longest reason that is kept, in characters. */
const reasonCharactersMax = 500;

/** Why an event takes no position; with the code of the error where recording it failed. */
export interface ParkedReason {
  readonly reason: string;
  readonly code?: string;
}

/** Keeps an event that takes no position. */
export function parkEvent(sql: Statements, event: ClusterEvent, { reason, code }: ParkedReason): void {
  sql.run(
    'INSERT INTO parked VALUES (?, ?, ?, ?, ?, ?, ?)',
    positionBytes(event.position),
    event.stream,
    keptRevision(event.revision),
    event.wireId,
    event.type,
    reason,
    code ?? null,
  );
}

/** Returns why something is parked, as it is kept. */
export function reasonOf(error: TimelineError): string {
  return error.message.slice(0, reasonCharactersMax).toWellFormed();
}

/** Lists parked events in the order of `$all`, as a connection sees them that reads; throws errors of the catalogue. */
export function listParked(
  { sql, name }: { readonly sql: Statements; readonly name: string },
  { after, limit }: Parameters<Replica['parked']>[0],
): readonly ParkedEvent[] {
  const from = after === undefined ? new Uint8Array() : positionBytes(after);
  try {
    return sql.all('SELECT * FROM parked WHERE at > ? ORDER BY at LIMIT ?', from, limit).map(parkedOf);
  } catch (error) {
    throw storeError(error, name);
  }
}

function parkedOf(row: Row): ParkedEvent {
  const code = row['code'];
  return {
    position: positionOf(bytesIn(row, 'at')),
    stream: textIn(row, 'stream'),
    revision: numberIn(row, 'revision'),
    wireId: textIn(row, 'wire_id'),
    type: textIn(row, 'type'),
    reason: textIn(row, 'reason'),
    ...(typeof code === 'string' ? { code } : {}),
  };
}

/** A tombstone has the last revision there can be, which no number of JavaScript is. */
function keptRevision(revision: number): number {
  return Math.min(revision, Number.MAX_SAFE_INTEGER);
}
