import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import type { Catalogue } from '../../domain/catalogue.ts';
import { TimelineError } from '../../domain/errors.ts';
import { realPathOf } from '../../real-path.ts';
import type { CheckedCopy } from './backup.ts';
import { checkedCopy, checkIsFree, copyError, makePart, moveInto, removePart, syncFile } from './backup.ts';
import { isBusy, sqliteCodeOf } from './errors.ts';
import { lockPathOf, takeLock } from './lock.ts';
import { indexPathOf, removeFile } from './open-index.ts';
import { holderOf, openLog } from './open.ts';

/** Which backup becomes which store. */
export interface RestoreRequest {
  readonly backup: string;
  /** The path of the store's file. */
  readonly path: string;
  readonly catalogue: Catalogue;
  /** Whether it may take the place of a store that is there. */
  readonly force: boolean;
}

/**
 * Puts a backup in the place of a store, after the copy was read whole and found to hold.
 *
 * The store is the old one or the new one at every instant. Its index is removed, for it is made anew out of the log. Throws
 * `file-exists`, `store-in-use`, `store-full`, and for the backup `unknown-file`, `store-foreign`, `store-newer` or `store-corrupt`.
 */
export function restore(request: RestoreRequest): CheckedCopy {
  const { backup, catalogue, force } = request;
  // A link to the store stays one.
  const path = realPathOf(request.path);
  if (realPathOf(backup) === path)
    throw new TimelineError('invalid-request', `${backup} is the store itself`, { file: backup });
  // What is no backup is told before anything is touched.
  openLog(backup, backup).close();
  checkIsAlone(backup);
  checkIsFree(path, force);
  const part = `${path}.part-${process.pid}`;
  mkdirSync(dirname(path), { recursive: true });
  closeSync(openSync(lockPathOf(path), 'a', 0o600));
  const lock = takeLock(path, () => (existsSync(path) ? holderOf(path) : undefined));
  try {
    checkIsFree(path, force);
    copy(backup, part);
    const restored = checkedCopy(part, backup, catalogue);
    closeOld(path);
    moveInto(part, path);
    return restored;
  } catch (error) {
    throw copyError(error, path, `sqlite:${path}`);
  } finally {
    removePart(part);
    lock.release();
  }
}

/** What a file has in a log of SQLite beside it would be left out, and a backup has none: it is one file. */
function checkIsAlone(backup: string): void {
  const { size } = statSync(`${backup}-wal`, { throwIfNoEntry: false }) ?? { size: 0 };
  if (size === 0) return;
  throw new TimelineError(
    'invalid-request',
    `${backup} is a store rather than a backup, with more of it in ${backup}-wal: back it up first`,
    { file: backup },
  );
}

function copy(from: string, to: string): void {
  makePart(to);
  copyFileSync(from, to);
  syncFile(to);
}

/**
 * Brings what a store has beside its file into it, so that the file alone is the old store until the new one stands there; nobody may have
 * it open. A store that is damaged is replaced as it is.
 */
function closeOld(path: string): void {
  if (existsSync(path)) {
    const old = new DatabaseSync(path, { timeout: 1000 });
    try {
      old.exec('PRAGMA journal_mode = DELETE');
    } catch (error) {
      if (isBusy(error) || sqliteCodeOf(error) === undefined) throw error;
    } finally {
      old.close();
    }
  }
  removeFile(indexPathOf(path));
  for (const ending of ['-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
}
