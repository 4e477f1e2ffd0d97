import { randomUUIDv7 } from 'node:crypto';

import { createCatalogue } from './domain/catalogue.ts';
import type { EventType } from './domain/event-type.ts';
import type { Projection } from './domain/projection.ts';
import { invalidStore, pathOfStore } from './domain/store-name.ts';
import { createTimeline } from './engine/create.ts';
import type { CheckpointOptions } from './engine/projecting.ts';
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
  /** `memory:`, or `sqlite:` and the path of a file, which is made when it is not there. */
  readonly store: string;
  /** Opens a file that another process writes to; whatever would write throws `store-read-only`. */
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
 * Opens a timeline on the store that a connection string names.
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
  const store = openStore(options.store, { catalogue, clock }, options.readOnly ?? false);
  try {
    const timeline = createTimeline({
      store,
      catalogue,
      projections: options.projections,
      clock,
      newId,
      checkpoints: options.checkpoints ?? {},
      sources: hashOfSources(options.sources ?? []),
      ...(waitMsMax === undefined ? {} : { waitMsMax }),
    });
    return { timeline, store };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Returns the vocabulary as given, with its types checked: what a module of one's own exports. */
export function defineTimeline(vocabulary: Vocabulary): Vocabulary {
  return vocabulary;
}

function openStore(name: string, options: StoreOptions, readOnly: boolean): EventLog {
  if (name === 'memory:') return openMemoryStore(options);
  const path = pathOfStore(name);
  if (path !== undefined) return openSqliteStore({ ...options, path, readOnly });
  throw invalidStore(name);
}
