import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';

import type { Catalogue } from '../../domain/catalogue.ts';
import { TimelineError } from '../../domain/errors.ts';
import { realPathOf } from '../../real-path.ts';
import type { Head } from '../port.ts';
import { isFull, storeError } from './errors.ts';
import { openLog } from './open.ts';
import { verifyFile } from './verify-file.ts';

/** What is backed up, and where to. */
export interface BackupRequest {
  /** The path of the store's file; another process may be writing to it. */
  readonly path: string;
  /** The file that the backup becomes; it is there when all of it is. */
  readonly target: string;
  readonly catalogue: Catalogue;
  /** Whether it may take the place of a file that is there. */
  readonly force: boolean;
  /** Hears the share that is copied, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** A copy of a log that was read whole and found to hold. */
export interface CheckedCopy {
  readonly events: number;
  readonly head: Head;
  /** The hash that the chain over all events ends in, in hexadecimal. */
  readonly hash: string;
  readonly bytes: number;
}

/** Pages of 4 KiB that are copied between two looks at the progress. */
const pagesAtATime = 500;

/**
 * Copies a log as it is at this moment into a file, beside whoever writes to it, and verifies the copy.
 *
 * Throws `file-exists`, `unknown-file`, `store-full` when there is no room, `store-corrupt` when the copy does not hold what it should, and
 * what opening a store throws. Whatever it throws, nothing is left at the target that was not there before.
 */
export async function backUp(request: BackupRequest): Promise<CheckedCopy> {
  const { path, target, catalogue, force } = request;
  if (isOfStore(target, path))
    throw new TimelineError('invalid-request', `${target} is a file of the store itself`, { file: target });
  checkIsFree(target, force);
  const part = resolve(`${target}.part-${process.pid}`);
  const log = openLog(path);
  try {
    makePart(part);
    await copyAsItIs(log, part, request.onProgress);
    makeWhole(part);
    const copy = checkedCopy(part, `the backup of sqlite:${path}`, catalogue);
    checkIsFree(target, force);
    moveInto(part, target);
    return copy;
  } catch (error) {
    throw copyError(error, target, target);
  } finally {
    log.close();
    removePart(part);
  }
}

/** Verifies a log that stands alone in a file; throws `store-corrupt` with what `name` says it is. */
export function checkedCopy(path: string, name: string, catalogue: Catalogue): CheckedCopy {
  const log = openLog(path, name);
  try {
    const { events, hash, faults } = verifyFile(log, catalogue, name, { withIndex: false });
    const [fault] = faults;
    if (fault !== undefined) {
      const place = fault.position === undefined ? '' : `position ${fault.position}: `;
      throw new TimelineError('store-corrupt', `In ${name} there are faults, such as ${place}${fault.what}`, {
        faults: faults.length,
      });
    }
    const last = log.prepare('SELECT position, recorded_at FROM event ORDER BY position DESC LIMIT 1').get();
    const head = { position: Number(last?.['position'] ?? 0), recordedAt: recordedIn(last) };
    return { events, head, hash, bytes: statSync(path).size };
  } finally {
    log.close();
  }
}

/** Throws `file-exists` for a file that may not be taken the place of. */
export function checkIsFree(path: string, force: boolean): void {
  if (force || !existsSync(path)) return;
  throw new TimelineError('file-exists', `${path} is there already; --force puts another in its place`, {
    file: path,
  });
}

/** Makes a new file that only its owner may read: what others may have put at its name, such as a link, is not written to. */
export function makePart(part: string): void {
  removePart(part);
  closeSync(openSync(part, 'wx', 0o600));
}

/** Removes a file that was on its way to its place, and what SQLite put beside it. */
export function removePart(part: string): void {
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${part}${ending}`, { force: true });
}

/** Puts a file in a place in one step, and makes that durable. */
export function moveInto(part: string, target: string): void {
  renameSync(part, target);
  syncFile(dirname(resolve(target)));
}

/** Makes durable what a file, or a folder, holds. */
export function syncFile(path: string): void {
  const file = openSync(path, 'r');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Whether a file is that of a store, or one of those that stand beside it. A link there would be replaced, and not followed. */
function isOfStore(file: string, path: string): boolean {
  const [name, own] = [join(realPathOf(dirname(file)), basename(file)), realPathOf(path)];
  return name.startsWith(own) && besides.test(name.slice(own.length));
}

const besides = /^(?:-(?:index|lock|access))?(?:-(?:wal|shm|journal))?$/;

/**
 * Within a transaction that reads, the source stays as it is: without one, every commit of another process would make the copy begin
 * again, and it would never end beside a busy writer.
 */
async function copyAsItIs(
  log: DatabaseSync,
  part: string,
  onProgress: BackupRequest['onProgress'],
): Promise<void> {
  log.exec('BEGIN');
  log.prepare('SELECT max(position) FROM event').get();
  await backup(log, part, {
    rate: pagesAtATime,
    progress: ({ totalPages, remainingPages }) => onProgress?.(1 - remainingPages / Math.max(1, totalPages)),
  });
  log.exec('COMMIT');
}

/** One file holds all of it, and can be read where nothing can be written beside it. */
function makeWhole(part: string): void {
  const copy = new DatabaseSync(part);
  try {
    copy.exec('PRAGMA journal_mode = DELETE');
  } finally {
    copy.close();
  }
  syncFile(part);
}

function recordedIn(row: Readonly<Record<string, unknown>> | undefined): number | null {
  const recordedAt = row?.['recorded_at'];
  return typeof recordedAt === 'number' ? recordedAt : null;
}

/** Returns the error of the catalogue for what went wrong while a copy was made at a path; `name` is what it becomes. */
export function copyError(error: unknown, path: string, name: string): unknown {
  if (error instanceof TimelineError) return error;
  if (isFull(error) || (error instanceof Error && 'code' in error && error.code === 'ENOSPC'))
    return new TimelineError('store-full', `There is no room for ${path}`, { file: path }, error);
  return storeError(error, name);
}
