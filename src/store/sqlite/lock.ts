import { hostname } from 'node:os';
import { DatabaseSync } from 'node:sqlite';

import { TimelineError } from '../../domain/errors.ts';
import { formatInstant } from '../../domain/instant.ts';
import { realPathOf } from '../../real-path.ts';
import { isBusy } from './errors.ts';

/** The right to write to a store's file; the operating system takes it back when the process ends, however it ends. */
export interface StoreLock {
  release(): void;
}

/** Returns the path of the lock that belongs to a store's file. */
export function lockPathOf(path: string): string {
  return `${realPathOf(path)}-lock`;
}

/**
 * Takes the lock of a store's file: an exclusive transaction held open on a small database beside it.
 *
 * Throws `store-in-use` at once when another process holds it, with `holder`, what that process wrote into `meta`.
 */
export function takeLock(path: string, holder: () => string | undefined, name = `sqlite:${path}`): StoreLock {
  const lock = new DatabaseSync(lockPathOf(path), { timeout: 0 });
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (!isBusy(error)) throw error;
    const by = holder() ?? 'another process';
    throw new TimelineError('store-in-use', `${name} is in use by ${by}`, { store: name, holder: by }, error);
  }
  return { release: () => lock.close() };
}

/** Describes this process to those who find the store in use. */
export function describeHolder(now: number): string {
  return `process ${process.pid} on ${hostname()} since ${formatInstant(now)}`;
}
