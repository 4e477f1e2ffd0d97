import { closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

import { TimelineError } from '../../domain/errors.ts';
import { storeError } from './errors.ts';
import { describeHolder, lockPathOf, takeLock } from './lock.ts';
import type { StoreLock } from './lock.ts';
import { create, markOf, openFile } from './open-file.ts';
import { attachIndex, indexPathOf, openIndex } from './open-index.ts';
import { applicationId, formatVersion, logSchema, requestSchema } from './schema.ts';

/** The connections that write to a store, under its lock. */
export interface Writers {
  readonly log: DatabaseSync;
  readonly index: DatabaseSync;
  readonly lock: StoreLock;
}

const logMark = { application: applicationId, version: formatVersion };

/**
 * Opens the file of a store to write, or makes it: WAL, `synchronous=FULL`, defensive, mode 0600, its lock taken.
 *
 * Throws `store-in-use`, `store-foreign`, `store-newer`, `store-corrupt` or `store-unreachable`.
 */
export function openWriters(path: string, now: number): Writers {
  const name = `sqlite:${path}`;
  const opened: { close(): void }[] = [];
  try {
    const lock = lockFile(path, name);
    opened.push({ close: () => lock.release() });
    const log = openFile(path, { timeout: 5000, defensive: true });
    opened.push(log);
    const isNew = !checkFormat(log, name);
    // Whatever SQLite would do by itself after a commit, it would keep to itself when it failed.
    log.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0');
    if (isNew) create(log, logSchema, logMark);
    else upgrade(log);
    noteHolder(log, now);
    return { log, index: openIndex(indexPathOf(path)), lock };
  } catch (error) {
    for (const one of opened.toReversed()) one.close();
    throw storeError(error, name);
  }
}

/** Takes the lock of a file, and makes both where they are not there; throws `store-in-use` as `takeLock` does. */
export function lockFile(path: string, name: string): StoreLock {
  mkdirSync(dirname(path), { recursive: true });
  for (const file of [path, lockPathOf(path)]) closeSync(openSync(file, 'a', 0o600));
  return takeLock(path, () => holderOf(path), name);
}

/** Writes down who holds a file, for those who find it in use. */
export function noteHolder(log: DatabaseSync, now: number): void {
  log
    .prepare("INSERT INTO meta VALUES ('holder', ?) ON CONFLICT DO UPDATE SET value = excluded.value")
    .run(describeHolder(now));
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
    attachIndex(reader, path, name);
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

/** Returns false for a file with nothing in it yet; throws when it is of another program or of a newer format. */
function checkFormat(database: DatabaseSync, name: string): boolean {
  const mark = markOf(database);
  if (mark === undefined) return false;
  if (mark.application !== applicationId)
    throw new TimelineError('store-foreign', `The file of ${name} is a database, but not a store of Asof`, {
      store: name,
    });
  if (mark.version > formatVersion)
    throw new TimelineError(
      'store-newer',
      `The file of ${name} has format ${mark.version}; this version of Asof reads up to ${formatVersion}`,
      { store: name, format: mark.version, formatMax: formatVersion },
    );
  return true;
}

/** Brings a file of an older format to this one, in one transaction: until then it can be read as it is. */
function upgrade(log: DatabaseSync): void {
  if (markOf(log)?.version === 1) create(log, requestSchema, logMark);
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
