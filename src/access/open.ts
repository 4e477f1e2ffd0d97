import { invalidStore, isClusterStore, pathOfStore, usualIndexPath } from '../domain/store-name.ts';
import { realPathOf } from '../real-path.ts';
import { openFileAccess } from './file.ts';
import { openMemoryAccess } from './memory.ts';
import type { AccessControl } from './port.ts';

/** Returns the path of the file that holds the tokens of a store in a file. */
export function accessPathOf(storePath: string): string {
  return `${realPathOf(storePath)}-access`;
}

/**
 * Opens the access control of the store that a connection string names: for `sqlite:PATH` in the file `PATH-access`, which is made
 * with the first token; for a log in a cluster in a file beside this node's replica, `INDEX-access`; for `memory:` in memory.
 *
 * Throws `invalid-store`, and what opening the file throws: `store-foreign`, `store-newer`, `store-corrupt`, `store-unreachable`.
 */
export function openAccess(
  store: string,
  clock: () => number = Date.now,
  index: string = usualIndexPath,
): AccessControl {
  if (store === 'memory:') return openMemoryAccess(clock);
  const path = isClusterStore(store) ? index : pathOfStore(store);
  if (path !== undefined) return openFileAccess(accessPathOf(path), clock);
  throw invalidStore(store);
}
