import { closeSync, existsSync, openSync, rmSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';

import { TimelineError } from '../../domain/errors.ts';
import { realPathOf } from '../../real-path.ts';
import { chainStart } from '../chain.ts';
import { sqliteCodeOf } from './errors.ts';
import { create, markOf, openFile } from './open-file.ts';
import { indexApplicationId, indexFormatVersion, indexSchema, selectionSchema } from './schema.ts';

/** Returns the path of the index that belongs to a log. */
export function indexPathOf(path: string): string {
  return `${realPathOf(path)}-index`;
}

/** Opens the index of a log to write. One of format 3 gets the table that it lacks; one that cannot be read, or is of another format, is made anew: it holds nothing that the log does not. */
export function openIndex(path: string): DatabaseSync {
  try {
    return openIndexFile(path);
  } catch (error) {
    if (sqliteCodeOf(error) === undefined) throw error;
    removeFile(path);
    return openIndexFile(path);
  }
}

/** Empties the index of a log, so that it follows the log from its beginning again. */
export function emptyIndex(index: DatabaseSync, path: string): DatabaseSync {
  if (index.isOpen) index.close();
  removeFile(indexPathOf(path));
  return openIndex(indexPathOf(path));
}

/** Lets a connection that reads a log read its index too; throws `store-unreachable` where there is none. */
export function attachIndex(reader: DatabaseSync, path: string, name: string): void {
  if (!existsSync(indexPathOf(path)))
    throw new TimelineError('store-unreachable', `${name} has no index yet; open it once to write`, {
      store: name,
    });
  reader.prepare('ATTACH ? AS store_index').run(indexPathOf(path));
}

/** Removes a file of SQLite with what stands beside it, such as an index: what it holds is made anew out of the log. */
export function removeFile(path: string): void {
  for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
}

const indexMark = { application: indexApplicationId, version: indexFormatVersion };
/** This version, and the one before: all it lacks is a table. */
const readableVersions = [indexFormatVersion, 3];

function openIndexFile(path: string): DatabaseSync {
  closeSync(openSync(path, 'a', 0o600));
  const index = openFile(path, { timeout: 5000 });
  try {
    const mark = markOf(index);
    const isOurs = mark?.application === indexMark.application;
    if (statSync(path).size > 0 && !(isOurs && readableVersions.includes(mark.version))) {
      index.close();
      removeFile(path);
      return openIndexFile(path);
    }
    index.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000');
    if (mark === undefined) {
      const start = Buffer.from(chainStart).toString('hex');
      create(index, `${indexSchema} INSERT INTO followed VALUES (1, 0, x'${start}', 0);`, indexMark);
    } else if (mark.version < indexMark.version) create(index, selectionSchema, indexMark);
    return index;
  } catch (error) {
    if (index.isOpen) index.close();
    throw error;
  }
}
