import { randomUUIDv7 } from 'node:crypto';

import { createCatalogue } from './domain/catalogue.ts';
import type { EventType } from './domain/event-type.ts';
import type { Projection } from './domain/projection.ts';
import { invalidStore, isClusterStore, pathOfStore, usualIndexPath } from './domain/store-name.ts';
import { createTimeline } from './engine/create.ts';
import type { CheckpointOptions } from './engine/projecting.ts';
import { renewing } from './engine/renewing.ts';
import type { Timeline } from './engine/timeline.ts';
import { hashOfSources } from './sources.ts';
import { openMemoryStore } from './store/memory.ts';
import type { EventLog, StoreOptions } from './store/port.ts';
import { openSqliteStore } from './store/sqlite/index.ts';

/** The words of a timeline: its event types and its projections. */
export interface Vocabulary {
  readonly events: readonly EventType[];
  readonly projections: readonly Projection[];
  /**
   * Where their code stands: `import.meta.url` of the modules. When one of them, or a file that it imports by a relative path,
   * changes, nothing that was saved of projections before is used.
   */
  readonly sources?: readonly string[];
}

/** How a timeline is opened. */
export interface OpenOptions extends Vocabulary {
  /**
   * `memory:`, `sqlite:` and the path of a file, which is made when it is not there, or the log of a KurrentDB or EventStoreDB cluster:
   * `esdb://HOST:PORT`, `esdb+discover://…`, `kurrentdb://…`, `kurrentdb+discover://…`.
   */
  readonly store: string;
  /** The path of this node's replica of the log of a cluster; `./data/asof-index.db` when left out. It is made when it is not there, and disposable. */
  readonly index?: string;
  /** Opens a file, or a replica, that another process writes to; whatever would write throws `store-read-only`. */
  readonly readOnly?: boolean;
  /** Returns milliseconds of the Unix epoch; the system's clock when left out. */
  readonly clock?: () => number;
  /** Gives the ids of new events; UUIDv7 when left out. */
  readonly newId?: () => string;
  /** How long an answer waits for a position that the log has not reached, in milliseconds; 2000 when left out. */
  readonly waitMsMax?: number;
  /** How much is saved of projections; with `false` nothing is, and every answer is folded from nothing. It changes no answer. */
  readonly checkpoints?: CheckpointOptions | false;
}

/**
 * Opens a timeline on the store that a connection string names. The log of a cluster is taken in afterwards: `ready` says when it is there.
 *
 * Throws `invalid-store` for a connection string of no known kind, `invalid-module` for a vocabulary that contradicts
 * itself, and what opening a file throws: `store-in-use`, `store-foreign`, `store-newer`, `store-corrupt`, `unknown-file`.
 *
 * @example const timeline = await openTimeline({ store: 'sqlite:./data/asof.db', ...news })
 */
export async function openTimeline(options: OpenOptions): Promise<Timeline> {
  return (await openStoreAndTimeline(options)).timeline;
}

/** A timeline, and the store that it stands on and closes: for what serves the log itself beside it. */
export interface StoreAndTimeline {
  readonly timeline: Timeline;
  readonly store: EventLog;
}

/** Opens a timeline as `openTimeline` does, and gives its store as well, which closes with the timeline and not by itself. */
export async function openStoreAndTimeline(options: OpenOptions): Promise<StoreAndTimeline> {
  const { clock = Date.now, newId = randomUUIDv7, waitMsMax } = options;
  const catalogue = createCatalogue(options.events);
  const store = await openStore(options, { catalogue, clock });
  try {
    const engine = {
      catalogue,
      projections: options.projections,
      clock,
      newId,
      checkpoints: options.checkpoints ?? {},
      sources: hashOfSources(options.sources ?? []),
      ...(waitMsMax === undefined ? {} : { waitMsMax }),
    };
    return { timeline: renewing(store, (log) => createTimeline({ ...engine, store: log })), store };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Returns the vocabulary as given, with its types checked: what a module of one's own exports. */
export function defineTimeline(vocabulary: Vocabulary): Vocabulary {
  return vocabulary;
}

async function openStore(named: OpenOptions, options: StoreOptions): Promise<EventLog> {
  const { store, index = usualIndexPath, readOnly = false } = named;
  if (store === 'memory:') return openMemoryStore(options);
  const path = pathOfStore(store);
  if (path !== undefined) return openSqliteStore({ ...options, path, readOnly });
  if (!isClusterStore(store)) throw invalidStore(store);
  // Only what follows a cluster pays for loading its protocol.
  const { openKurrentStore } = await import('./store/kurrentdb/index.ts');
  return openKurrentStore({ ...options, connection: store, index, readOnly });
}
