import { createCatalogue } from './domain/catalogue.ts';
import { TimelineError } from './domain/errors.ts';
import type { EventType } from './domain/event-type.ts';
import { pathOfStore, withoutCredentials } from './domain/store-name.ts';
import type { CheckedCopy } from './store/sqlite/backup.ts';
import { backUp } from './store/sqlite/backup.ts';
import { restore } from './store/sqlite/restore.ts';

/** What is copied into which file, or out of which file. */
export interface CopyOptions {
  /** `sqlite:` and the path of the store's file. */
  readonly store: string;
  /** The event types that the copy is verified by. */
  readonly events: readonly EventType[];
  /** The path of the backup. */
  readonly file: string;
  /** Whether the copy may take the place of what is there; it may not when left out. */
  readonly force?: boolean;
  /** Hears the share that is copied, from 0 to 1. */
  readonly onProgress?: ((share: number) => void) | undefined;
}

/**
 * Copies a store as it is now into a file, beside whoever writes to it, and verifies the copy.
 *
 * Throws `file-exists`, `unknown-file`, `store-full` when there is no room, `store-corrupt`, `store-foreign` and `store-newer`.
 *
 * @example await backUpStore({ store: 'sqlite:./data/asof.db', events: news.events, file: 'asof-2025-07-04.db' })
 */
export async function backUpStore(options: CopyOptions): Promise<CheckedCopy> {
  const { store, events, file, force = false, onProgress } = options;
  const catalogue = createCatalogue(events);
  return backUp({ path: pathOf(store), target: file, catalogue, force, onProgress });
}

/**
 * Verifies a backup and puts it in the place of a store that no process has open to write.
 *
 * Throws `file-exists`, `store-in-use`, and for the backup `unknown-file`, `store-foreign`, `store-newer` or `store-corrupt`.
 */
export async function restoreStore({
  store,
  events,
  file,
  force = false,
}: CopyOptions): Promise<CheckedCopy> {
  return restore({ backup: file, path: pathOf(store), catalogue: createCatalogue(events), force });
}

function pathOf(store: string): string {
  const path = pathOfStore(store);
  if (path !== undefined) return path;
  const shown = withoutCredentials(store);
  throw new TimelineError('invalid-store', `Store ${JSON.stringify(shown)} has no file to copy`, {
    store: shown,
  });
}
