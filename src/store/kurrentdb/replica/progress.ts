import { bytesIn, numberIn } from '../../sqlite/rows.ts';
import type { Row } from '../../sqlite/rows.ts';
import type { Statements } from '../../sqlite/statements.ts';
import type { ClusterPosition } from '../parts.ts';
import { positionBytes, positionOf } from './position.ts';

/** A cluster event to follow on from. */
export interface ResumePlace {
  readonly position: ClusterPosition;
  readonly wireId: string;
}

/** How far a replica follows, and what it counted on the way. */
export interface Progress {
  /** The log it is bound to. */
  readonly identity: string | undefined;
  readonly resume: ResumePlace | undefined;
  /** The last event of the log itself, not counting those of others. */
  readonly anchor: ResumePlace | undefined;
  readonly wasCaughtUp: boolean;
  readonly parked: number;
  readonly leftOut: number;
  readonly staged: number;
}

/** Reads how far a replica follows. */
export function readProgress(sql: Statements): Progress {
  const row = sql.get('SELECT * FROM follow') ?? {};
  const identity = row['identity'];
  return {
    identity: typeof identity === 'string' ? identity : undefined,
    resume: placeIn(row, 'resume'),
    anchor: placeIn(row, 'anchor'),
    wasCaughtUp: numberIn(row, 'was_caught_up') === 1,
    parked: numberIn(row, 'parked'),
    leftOut: numberIn(row, 'left_out'),
    staged: numberIn(row, 'staged'),
  };
}

/** Keeps how far a replica follows; it belongs into the transaction of what it took in. */
export function writeProgress(sql: Statements, progress: Progress): void {
  const { identity, resume, anchor, wasCaughtUp, parked, leftOut, staged } = progress;
  sql.run(
    `UPDATE follow SET identity = ?, resume_at = ?, resume_wire_id = ?, anchor_at = ?, anchor_wire_id = ?, was_caught_up = ?,
       parked = ?, left_out = ?, staged = ?`,
    identity ?? null,
    resume === undefined ? null : positionBytes(resume.position),
    resume?.wireId ?? null,
    anchor === undefined ? null : positionBytes(anchor.position),
    anchor?.wireId ?? null,
    wasCaughtUp ? 1 : 0,
    parked,
    leftOut,
    staged,
  );
}

/** Returns which events a replica keeps, as `scopeText` wrote it. */
export function readScope(sql: Statements): string {
  return String(sql.get('SELECT scope FROM follow')?.['scope']);
}

function placeIn(row: Row, name: 'resume' | 'anchor'): ResumePlace | undefined {
  const wireId = row[`${name}_wire_id`];
  return typeof wireId === 'string'
    ? { position: positionOf(bytesIn(row, `${name}_at`)), wireId }
    : undefined;
}
