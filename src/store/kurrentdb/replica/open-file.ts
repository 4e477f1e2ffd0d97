import { closeSync, existsSync, openSync, readSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

import { TimelineError } from '../../../domain/errors.ts';
import { sqliteCodeOf, storeError } from '../../sqlite/errors.ts';
import { create, markOf, openFile } from '../../sqlite/open-file.ts';
import { attachIndex, indexPathOf, removeFile } from '../../sqlite/open-index.ts';
import { noteHolder } from '../../sqlite/open.ts';
import { createStatements } from '../../sqlite/statements.ts';
import type { ReplicaOptions } from '../parts.ts';
import { readScope } from './progress.ts';
import { replicaMark, replicaSchema } from './schema.ts';
import { scopeText } from './scope.ts';

/** Result codes of SQLite that mean a damaged file: an error in what it says is in it, pages that do not fit, no database at all. */
const damages: readonly (number | undefined)[] = [1, 11, 26];

/**
 * Opens the file of a replica to write, whose lock is held: WAL, `synchronous=NORMAL`, for what a crash takes is taken in again.
 *
 * A replica of another format or of another scope is emptied. Throws `store-foreign` for a file that is no replica of Asof.
 */
export function openReplicaFile(options: ReplicaOptions): DatabaseSync {
  const { path, name, scope, clock } = options;
  const database = openFile(path, { timeout: 5000, defensive: true });
  try {
    const mark = markOf(database);
    if (mark !== undefined && mark.application !== replicaMark.application) throw foreign(name, path);
    const isFit = mark?.version === replicaMark.version && scopeOf(database) === scopeText(scope);
    if (mark !== undefined && !isFit) {
      database.close();
      emptyFiles(path);
      return openReplicaFile(options);
    }
    // Whatever SQLite would do by itself after a commit, it would keep to itself when it failed.
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0');
    if (mark === undefined) makeTables(database, scopeText(scope));
    noteHolder(database, clock());
    return database;
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

/** Removes the log of a replica and its index; its lock stays. */
export function emptyFiles(path: string): void {
  removeFile(path);
  removeFile(indexPathOf(path));
}

/** Returns whether an error means that a file is damaged, and that file is a replica of Asof by what its first bytes say. */
export function isDamagedReplica(error: unknown, path: string): boolean {
  const cause = error instanceof TimelineError ? error.cause : error;
  if (!damages.includes(sqliteCodeOf(cause))) return false;
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  // https://www.sqlite.org/fileformat.html: 68 is the place of the application id.
  return header.readUInt32BE(68) === replicaMark.application;
}

/**
 * Opens a connection that reads a replica and its index, and sees only what was committed.
 *
 * Throws `unknown-file`, `store-foreign`, or `store-unreachable` for one that whoever follows has to fill first.
 */
export function openReplicaReader({ path, name, scope }: ReplicaOptions): DatabaseSync {
  if (!existsSync(path))
    throw new TimelineError('unknown-file', `There is no replica of ${name} at ${path}`, { store: name });
  let reader: DatabaseSync | undefined;
  try {
    reader = openFile(path, { readOnly: true, timeout: 5000 });
    const mark = markOf(reader);
    if (mark?.application !== replicaMark.application) throw foreign(name, path);
    if (mark.version !== replicaMark.version || scopeOf(reader) !== scopeText(scope))
      throw new TimelineError(
        'store-unreachable',
        `The replica at ${path} is of another format or of another log than ${name}; open it once to write`,
        { store: name },
      );
    attachIndex(reader, path, name);
    return reader;
  } catch (error) {
    reader?.close();
    throw storeError(error, name);
  }
}

/** What the file says it is stands in the file itself from the beginning, so that it is known again when it is damaged. */
function makeTables(database: DatabaseSync, scope: string): void {
  create(database, replicaSchema, replicaMark);
  database.prepare('INSERT INTO follow VALUES (1, NULL, ?, NULL, NULL, NULL, NULL, 0, 0, 0, 0)').run(scope);
  database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
}

function scopeOf(database: DatabaseSync): string {
  return readScope(createStatements(database));
}

function foreign(name: string, path: string): TimelineError {
  return new TimelineError('store-foreign', `The file ${path} is not a replica of Asof`, {
    store: name,
    file: path,
  });
}
