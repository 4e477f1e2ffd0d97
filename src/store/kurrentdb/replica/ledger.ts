import type { Statements } from '../../sqlite/statements.ts';
import type { ClusterEvent, ClusterPosition } from '../parts.ts';
import type { ClusterStreams } from './cluster-streams.ts';
import { tombstoneType } from './order.ts';
import type { ParkedReason } from './parked.ts';
import { parkEvent } from './parked.ts';
import type { Progress } from './progress.ts';
import { readProgress, writeProgress } from './progress.ts';

/** How far the log was taken in, and what became of events that are not recorded: kept in memory until it is written. */
export interface Ledger {
  progress(): Progress;
  /** The last event that was given. */
  through(): ClusterPosition | undefined;
  given(position: ClusterPosition): void;
  /** Forgets what was given and not settled. */
  forgetGiven(): void;
  /** Notes that following goes on after an event, whatever became of it. */
  settle(event: ClusterEvent): void;
  /** Settles an event that takes no position. */
  park(event: ClusterEvent, reason: ParkedReason): void;
  count(counted: Partial<Progress>): void;
  /** Writes all of it into the transaction that is open. */
  write(): void;
  mark(): LedgerMark;
  /** Goes back to how it was: what was done since was taken back. */
  restore(mark: LedgerMark): void;
}

/** How a ledger was at one time. */
export interface LedgerMark {
  readonly progress: Progress;
  readonly through: ClusterPosition | undefined;
}

/** Opens the ledger of a replica through the connection that writes to it. */
export function createLedger(sql: Statements, streams: ClusterStreams): Ledger {
  let progress = readProgress(sql);
  let through = progress.resume?.position;
  const count = (counted: Partial<Progress>): void => {
    progress = { ...progress, ...counted };
  };
  /** A tombstone has no revision of its own. */
  const settle = ({ position, wireId, stream, revision, type }: ClusterEvent): void => {
    if (type !== tombstoneType) streams.setRevision(stream, revision);
    const place = { position, wireId };
    count({ resume: place, anchor: place });
  };
  return {
    progress: () => progress,
    through: () => through,
    given(position) {
      through = position;
    },
    forgetGiven() {
      through = progress.resume?.position;
    },
    settle,
    park(event, reason) {
      parkEvent(sql, event, reason);
      count({ parked: progress.parked + 1 });
      settle(event);
    },
    count,
    write() {
      streams.write();
      writeProgress(sql, progress);
    },
    mark: () => ({ progress, through }),
    restore(mark) {
      ({ progress, through } = mark);
      streams.forget();
    },
  };
}
