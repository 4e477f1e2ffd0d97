import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { DatabaseSyncOptions } from 'node:sqlite';

import { TimelineError } from '../../domain/errors.ts';
import { realPathOf } from '../../real-path.ts';
import { chainStart } from '../chain.ts';
import { sqliteCodeOf, storeError } from './errors.ts';
import { describeHolder, lockPathOf, takeLock } from './lock.ts';
import type { StoreLock } from './lock.ts';
import {
  applicationId,
  formatVersion,
  indexApplicationId,
  indexFormatVersion,
  indexSchema,
  logSchema,
  requestSchema,
} from './schema.ts';

/** The connections that write to a store, under its lock. */
export interface Writers {
  readonly log: DatabaseSync;
  readonly index: DatabaseSync;
  readonly lock: StoreLock;
}

/** Returns the path of the index that belongs to a log. */
export function indexPathOf(path: string): string {
  return `${realPathOf(path)}-index`;
}

/**
 * Opens the file of a store to write, or makes it: WAL, `synchronous=FULL`, defensive, mode 0600, its lock taken.
 *
 * Throws `store-in-use`, `store-foreign`, `store-newer`, `store-corrupt` or `store-unreachable`.
 */
export function openWriters(path: string, now: number): Writers {
  const name = `sqlite:${path}`;
  const opened: { close(): void }[] = [];
  try {
    mkdirSync(dirname(path), { recursive: true });
    for (const file of [path, lockPathOf(path)]) closeSync(openSync(file, 'a', 0o600));
    const lock = takeLock(path, () => holderOf(path));
    opened.push({ close: () => lock.release() });
    const log = openFile(path, { timeout: 5000, defensive: true });
    opened.push(log);
    const isNew = !checkFormat(log, name);
    // Whatever SQLite would do by itself after a commit, it would keep to itself when it failed.
    log.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
    if (isNew) create(log, logSchema, applicationId, formatVersion);
    else upgrade(log);
    log
      .prepare("INSERT INTO meta VALUES ('holder', ?) ON CONFLICT DO UPDATE SET value = excluded.value")
      .run(describeHolder(now));
    return { log, index: openIndex(indexPathOf(path)), lock };
  } catch (error) {
    for (const one of opened.toReversed()) one.close();
    throw storeError(error, name);
  }
}

/**
 * Opens a connection that reads a store and its index, and sees only what was committed.
 *
 * Throws `unknown-file`, `store-foreign`, `store-newer`, `store-corrupt` or `store-unreachable`.
 */
export function openReader(path: string): DatabaseSync {
  const name = `sqlite:${path}`;
  if (!existsSync(path))
    throw new TimelineError('unknown-file', `There is no store at ${path}`, { store: name });
  let reader: DatabaseSync | undefined;
  try {
    reader = openFile(path, { readOnly: true, timeout: 5000 });
    if (!checkFormat(reader, name))
      throw new TimelineError('store-foreign', `The file of ${name} is not a store of Asof`, { store: name });
    if (!existsSync(indexPathOf(path)))
      throw new TimelineError('store-unreachable', `${name} has no index yet; open it once to write`, {
        store: name,
      });
    reader.prepare('ATTACH ? AS store_index').run(indexPathOf(path));
    return reader;
  } catch (error) {
    reader?.close();
    throw storeError(error, name);
  }
}

/**
 * Opens a connection that reads a log without its index: a copy has none.
 *
 * Throws `unknown-file`, `store-foreign`, `store-newer`, `store-corrupt` or `store-unreachable`.
 */
export function openLog(path: string, name = `sqlite:${path}`): DatabaseSync {
  if (!existsSync(path)) throw new TimelineError('unknown-file', `There is no file ${path}`, { store: name });
  let log: DatabaseSync | undefined;
  try {
    log = openFile(path, { readOnly: true, timeout: 5000 });
    if (checkFormat(log, name)) return log;
    throw new TimelineError('store-foreign', `The file of ${name} is not a store of Asof`, { store: name });
  } catch (error) {
    log?.close();
    throw storeError(error, name);
  }
}

/** Empties the index, so that it follows the log from its beginning again. */
export function emptyIndex(index: DatabaseSync, path: string): DatabaseSync {
  if (index.isOpen) index.close();
  removeIndex(indexPathOf(path));
  return openIndex(indexPathOf(path));
}

/** An index that cannot be read, or is of another format, is made anew: it holds nothing that the log does not. */
function openIndex(path: string): DatabaseSync {
  try {
    return openIndexFile(path);
  } catch (error) {
    if (sqliteCodeOf(error) === undefined) throw error;
    removeIndex(path);
    return openIndexFile(path);
  }
}

function openIndexFile(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  const index = openFile(path, { timeout: 5000 });
  try {
    const [application, version] = [pragma(index, 'application_id'), pragma(index, 'user_version')];
    if (statSync(path).size > 0 && (application !== indexApplicationId || version !== indexFormatVersion)) {
      index.close();
      removeIndex(path);
      return openIndexFile(path);
    }
    index.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    if (application === 0) {
      const start = Buffer.from(chainStart).toString('hex');
      const schema = `${indexSchema} INSERT INTO followed VALUES (1, 0, x'${start}', 0);`;
      create(index, schema, indexApplicationId, indexFormatVersion);
    }
    return index;
  } catch (error) {
    if (index.isOpen) index.close();
    throw error;
  }
}

/** Removes the file of an index; what it holds is made anew out of the log. */
export function removeIndex(path: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
}

/** Returns false for a file with nothing in it yet; throws when it is of another program or of a newer format. */
function checkFormat(database: DatabaseSync, name: string): boolean {
  const application = pragma(database, 'application_id');
  const version = pragma(database, 'user_version');
  if (application === 0 && version === 0 && tableCount(database) === 0) return false;
  if (application !== applicationId)
    throw new TimelineError('store-foreign', `The file of ${name} is a database, but not a store of Asof`, {
      store: name,
    });
  if (version > formatVersion)
    throw new TimelineError(
      'store-newer',
      `The file of ${name} has format ${version}; this version of Asof reads up to ${formatVersion}`,
      { store: name, format: version, formatMax: formatVersion },
    );
  return true;
}

function create(database: DatabaseSync, schema: string, application: number, version: number): void {
  database.exec(`BEGIN IMMEDIATE; ${schema}
    PRAGMA application_id = ${application}; PRAGMA user_version = ${version}; COMMIT`);
}

/** Brings a file of an older format to this one, in one transaction: until then it can be read as it is. */
function upgrade(log: DatabaseSync): void {
  if (pragma(log, 'user_version') === 1) create(log, requestSchema, applicationId, formatVersion);
}

/** Returns what the process that writes to a store said of itself; undefined when that cannot be read. */
export function holderOf(path: string): string | undefined {
  if (statSync(path).size === 0) return undefined;
  const database = openFile(path, { readOnly: true, timeout: 500 });
  try {
    const holder = database.prepare("SELECT value FROM meta WHERE name = 'holder'").get()?.['value'];
    return typeof holder === 'string' ? holder : undefined;
  } catch {
    // Whoever holds the lock may be making the file at this instant: then there is no name to give yet.
    return undefined;
  } finally {
    database.close();
  }
}

/** By its absolute path: SQLite would take a name that begins with `file:`, or is `:memory:`, for something else. */
function openFile(path: string, options: DatabaseSyncOptions): DatabaseSync {
  return new DatabaseSync(resolve(path), options);
}

function pragma(database: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(database.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function tableCount(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'] ?? 0);
}
