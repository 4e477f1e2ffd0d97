import type { DatabaseSync } from 'node:sqlite';

/** Moves what was committed from the write-ahead log into the file, now and then. */
export interface Moving {
  /** Notes a commit, after which the head of the log is at a position. */
  committed(position: number): void;
  /** Moves when enough was committed since the last time; what readers still need stays where it is. Throws what SQLite throws. */
  moveIfDue(): void;
}

/** Commits and events between two moves: a few thousand pages of 4 KiB. */
const commitsBetween = 500;
const eventsBetween = 8000;

/** SQLite would do this by itself after a commit, but keep to itself that it failed. */
export function createMoving(database: DatabaseSync, head: number): Moving {
  let commits = 0;
  let position = head;
  let movedAt = head;
  return {
    committed(at) {
      commits += 1;
      position = at;
    },
    moveIfDue() {
      if (commits < commitsBetween && position - movedAt < eventsBetween) return;
      commits = 0;
      movedAt = position;
      database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    },
  };
}
