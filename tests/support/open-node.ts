import { randomUUIDv7 } from 'node:crypto';

import { createCatalogue } from '../../src/domain/catalogue.ts';
import type { Catalogue } from '../../src/domain/catalogue.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { createTimeline } from '../../src/engine/create.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { openKurrentStore } from '../../src/store/kurrentdb/index.ts';
import type { EventLog } from '../../src/store/port.ts';
import { digesting } from './bad-days.ts';
import { testEvents } from './vocabulary.ts';

/** How a node of a log in a cluster is opened. */
export interface NodeOptions {
  /** The connection string of the log. */
  readonly url: string;
  /** Where its replica stands. */
  readonly path: string;
  /** Returns milliseconds of the Unix epoch; the system's clock when left out. */
  readonly clock?: () => number;
  /** Those of the test events when left out. */
  readonly catalogue?: Catalogue;
}

/** Opens the store of a node. */
export function openNodeStore(options: NodeOptions): EventLog {
  const { url, path, clock = Date.now, catalogue = createCatalogue(testEvents) } = options;
  return openKurrentStore({ connection: url, index: path, clock, catalogue });
}

/** Opens a node: a timeline of test events over a log in a cluster, which closes the store. */
export function openNode(
  options: NodeOptions,
  projections: readonly Projection[] = [digesting()],
): { readonly timeline: Timeline; readonly store: EventLog } {
  const { clock = Date.now, catalogue = createCatalogue(testEvents) } = options;
  const store = openNodeStore({ ...options, clock, catalogue });
  const timeline = createTimeline({ store, catalogue, projections, clock, newId: randomUUIDv7 });
  return { timeline, store };
}
