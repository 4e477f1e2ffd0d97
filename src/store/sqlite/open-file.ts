import { resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DatabaseSyncOptions } from 'node:sqlite';

/** What a file of SQLite holds, as its header says. */
export interface FileMark {
  /** `PRAGMA application_id`. */
  readonly application: number;
  /** `PRAGMA user_version`. */
  readonly version: number;
}

/** By its absolute path: SQLite would take a name that begins with `file:`, or is `:memory:`, for something else. */
export function openFile(path: string, options: DatabaseSyncOptions): DatabaseSync {
  return new DatabaseSync(resolve(path), options);
}

/** Returns how a file is marked; undefined for one with nothing in it yet. */
export function markOf(database: DatabaseSync): FileMark | undefined {
  const mark = { application: pragma(database, 'application_id'), version: pragma(database, 'user_version') };
  return mark.application === 0 && mark.version === 0 && tableCount(database) === 0 ? undefined : mark;
}

/** Makes tables and marks the file as theirs, in one transaction. */
export function create(database: DatabaseSync, schema: string, { application, version }: FileMark): void {
  database.exec(`BEGIN IMMEDIATE; ${schema}
    PRAGMA application_id = ${application}; PRAGMA user_version = ${version}; COMMIT`);
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function tableCount(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'] ?? 0);
}
