import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, linkSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

import { TimelineError } from '../domain/errors.ts';
import { accessApplicationId, accessFormatVersion, accessSchema } from './schema.ts';

/**
 * Opens the file of tokens, which must be there, and checks that it is whole: WAL, `synchronous=FULL`, defensive.
 *
 * Throws `store-foreign`, `store-newer`, `store-corrupt` or `store-unreachable`. An empty file is damaged, and not one without tokens:
 * whoever took it for that would let everybody in.
 */
export function openAccessFile(path: string): DatabaseSync {
  let file: DatabaseSync | undefined;
  try {
    file = new DatabaseSync(path, { timeout: 5000, defensive: true });
    checkFormat(file, path);
    if (file.prepare('PRAGMA quick_check').get()?.['quick_check'] !== 'ok') throw damaged(path);
    file.exec('PRAGMA synchronous = FULL');
    return file;
  } catch (error) {
    file?.close();
    throw error instanceof TimelineError ? error : fileError(path, error);
  }
}

/**
 * Makes the file of tokens, with mode 0600, unless it is there.
 *
 * It is made under another name and then given its own, so that nobody ever finds half of it.
 */
export function makeAccessFile(path: string): void {
  const making = `${path}-${randomBytes(6).toString('hex')}`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    remove(making);
    closeSync(openSync(making, 'wx', 0o600));
    const file = new DatabaseSync(making, { defensive: true });
    file.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; BEGIN IMMEDIATE; ${accessSchema}
      PRAGMA application_id = ${accessApplicationId}; PRAGMA user_version = ${accessFormatVersion}; COMMIT`);
    file.close();
    // What is left of a file that was taken away is no part of the new one.
    if (!existsSync(path)) for (const ending of ['-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
    linkSync(making, path);
  } catch (error) {
    if (!isThere(error)) throw fileError(path, error);
  } finally {
    remove(making);
  }
}

/** Returns the error of the catalogue for what the file system or SQLite says about the file of tokens. */
export function fileError(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('errcode' in error || 'syscall' in error)) return error;
  const code = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
  if (code === sqliteCodes.corrupt) return damaged(path, error);
  if (code === sqliteCodes.notADatabase) return foreign(path, error);
  const sentence = `The file of tokens ${path} could not be read or written: ${error.message}`;
  return new TimelineError('store-unreachable', sentence, { file: path }, error);
}

/** Result codes of SQLite (https://www.sqlite.org/rescode.html). */
const sqliteCodes = { corrupt: 11, notADatabase: 26 };

function checkFormat(file: DatabaseSync, path: string): void {
  const application = pragma(file, 'application_id');
  const version = pragma(file, 'user_version');
  if (application === 0 && version === 0) throw damaged(path);
  if (application !== accessApplicationId) throw foreign(path);
  if (version <= accessFormatVersion) return;
  const sentence = `The file of tokens ${path} has format ${version}; this version of Asof reads up to ${accessFormatVersion}`;
  throw new TimelineError('store-newer', sentence, { file: path, format: version });
}

function pragma(file: DatabaseSync, name: 'application_id' | 'user_version'): number {
  return Number(file.prepare(`PRAGMA ${name}`).get()?.[name] ?? 0);
}

function damaged(path: string, cause?: unknown): TimelineError {
  const sentence = `The file of tokens ${path} is damaged: without it nobody can be let in`;
  return new TimelineError('store-corrupt', sentence, { file: path }, cause);
}

function foreign(path: string, cause?: unknown): TimelineError {
  const sentence = `${path} is where the tokens of the store are kept, but it is no such file`;
  return new TimelineError('store-foreign', sentence, { file: path }, cause);
}

function isThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EEXIST';
}

function remove(path: string): void {
  for (const ending of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${ending}`, { force: true });
}
