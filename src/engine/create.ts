import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import { createAsking } from './ask.ts';
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
}

/** How many events `export` reads at a time. */
const exportedAtATime = 1000;

/** Puts a timeline together over an open store; throws `invalid-module` for two projections of one name. */
export function createTimeline(options: TimelineOptions): Timeline {
  const { store, catalogue } = options;
  const projections = projectionsByName(options.projections);
  return {
    name: store.name,
    catalogue,
    ...createRecording(store, catalogue, options),
    ...createAsking(store, projections, { clock: options.clock, waitMsMax: options.waitMsMax ?? 2000 }),
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
    close: async () => store.close(),
  };
}

function projectionsByName(projections: readonly Projection[]): ReadonlyMap<string, Projection> {
  const byName = new Map<string, Projection>();
  for (const projection of projections) {
    const refuse = (why: string) =>
      new TimelineError('invalid-module', `Projection ${projection.name} ${why}`, {
        projection: projection.name,
      });
    if (!/^[a-z][a-z0-9-]{0,79}$/.test(projection.name))
      throw refuse('is not named in lower-case letters, digits and hyphens');
    if (!Number.isInteger(projection.version) || projection.version < 1)
      throw refuse('has no version from 1');
    if (byName.has(projection.name)) throw refuse('is there twice');
    byName.set(projection.name, projection);
  }
  return byName;
}
