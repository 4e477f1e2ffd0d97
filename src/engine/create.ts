import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import { createAsking } from './ask.ts';
import { createFaults } from './faults.ts';
import { createProjecting } from './projecting.ts';
import type { CheckpointOptions } from './projecting.ts';
import { createRebuilding } from './rebuild.ts';
import { createRecording } from './record.ts';
import type { Timeline } from './timeline.ts';

/** What a timeline is made of. */
export interface TimelineOptions {
  readonly store: EventLog;
  readonly catalogue: Catalogue;
  readonly projections: readonly Projection[];
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  readonly newId: () => string;
  /** How long an answer waits for a position that the log has not reached, in milliseconds; 2000 when left out. */
  readonly waitMsMax?: number;
  /** How much is saved of projections; with `false` nothing is, and every answer is folded from nothing. */
  readonly checkpoints?: CheckpointOptions | false;
  /** A hash of the files that the vocabulary comes from: when it changes, nothing that was saved before is used. */
  readonly sources?: string;
}

/** How many events `export` reads at a time. */
const exportedAtATime = 1000;

/** Puts a timeline together over an open store; throws `invalid-module` for projections that contradict each other. */
export function createTimeline(options: TimelineOptions): Timeline {
  const { store, catalogue, clock } = options;
  const faults = createFaults();
  const projecting = createProjecting({
    store,
    catalogue,
    projections: options.projections,
    checkpoints: options.checkpoints ?? {},
    sources: options.sources ?? '',
    onFault: faults.note,
  });
  return {
    name: store.name,
    catalogue,
    ...createRecording(store, catalogue, options),
    ...createAsking({ store, projecting, faults, clock, waitMsMax: options.waitMsMax ?? 2000 }),
    ...createRebuilding({ store, projecting, faults, clock }),
    async *export() {
      const { position: through } = store.head();
      let after = 0;
      while (after < through) {
        const events = store.readLog({ after, through, limit: exportedAtATime });
        yield* events;
        after = events.at(-1)?.position ?? through;
      }
    },
    log: (range) => store.readLog(range),
    stream(name, range) {
      const events = store.readStream(name, range);
      if (events.length === 0 && store.readStream(name, { from: 0, limit: 1 }).length === 0)
        throw new TimelineError('unknown-stream', `There is no stream ${name}`, { stream: name });
      return events;
    },
    streams: () => store.streams(),
    head: () => store.head(),
    verify: async () => store.verify(),
    async close() {
      await projecting.upkeep?.close();
      await store.close();
    },
  };
}
