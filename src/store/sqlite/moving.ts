import type { DatabaseSync } from 'node:sqlite';

/** Moves what was committed from the write-ahead log into the file, now and then. */
export interface Moving {
  /** Notes a commit, and how much data was written in all by then: UTF-16 code units of JSON text. */
  committed(written: number): void;
  /** Moves when enough was committed since the last time; what readers still need stays where it is. Throws what SQLite throws. */
  moveIfDue(): void;
}

/** Commits, and data in UTF-16 code units, between two moves: either makes a few thousand pages of 4 KiB. */
const commitsBetween = 500;
const dataBetween = 4 * 2 ** 20;

/**
 * SQLite would do this by itself after a commit, but keep to itself that it failed.
 *
 * What a process that was killed left in the write-ahead log is moved with the first commit.
 */
export function createMoving(database: DatabaseSync): Moving {
  let commits = commitsBetween - 1;
  let written = 0;
  let movedAt = 0;
  return {
    committed(inAll) {
      commits += 1;
      written = inAll;
    },
    moveIfDue() {
      if (commits < commitsBetween && written - movedAt < dataBetween) return;
      commits = 0;
      movedAt = written;
      database.exec('PRAGMA wal_checkpoint(PASSIVE)');
    },
  };
}
