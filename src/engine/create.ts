import type { Catalogue } from '../domain/catalogue.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog, FollowingStatus, ParkedRange } from '../store/port.ts';
import { createAsking } from './ask.ts';
import { createAsked, numberAsked, unknownProjection } from './asked.ts';
import { createAxes } from './axes.ts';
import { countersOf } from './counters.ts';
import { createDiffing } from './diff.ts';
import { createExplaining } from './explain.ts';
import { createFaults } from './faults.ts';
import { createLive } from './live.ts';
import { createPreviewing } from './preview.ts';
import { createProjecting } from './projecting.ts';
import type { CheckpointOptions } from './projecting.ts';
import { createPulse } from './pulse.ts';
import { createReadings } from './readings.ts';
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
  /** How often subscriptions look at the clock while an event that is dated ahead is awaited, in milliseconds; 1000 when left out. */
  readonly lookEveryMs?: number;
  /** How many changes are kept at most for subscriptions that are a little behind; 64 when left out. */
  readonly keptMax?: number;
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
  const pulse = createPulse(store);
  const projecting = createProjecting({
    store,
    catalogue,
    projections: options.projections,
    checkpoints: options.checkpoints ?? {},
    sources: options.sources ?? '',
    onFault: faults.note,
    onComplete: pulse.beat,
  });
  const asked = createAsked({ store, projecting, clock, waitMsMax: options.waitMsMax ?? 2000 });
  const { end, ...live } = createLive({
    store,
    projecting,
    asked,
    pulse,
    clock,
    lookEveryMs: options.lookEveryMs ?? 1000,
    keptMax: options.keptMax ?? 64,
  });
  const rebuilding = createRebuilding({ store, projecting, faults, clock });
  return {
    name: store.name,
    catalogue,
    ...createRecording(store, catalogue, options),
    ...createAsking({ store, projecting, faults, asked }),
    ...createDiffing({ store, faults, asked }),
    ...createPreviewing({ store, catalogue, faults, asked, clock }),
    ...createExplaining({ store, projecting, faults, asked }),
    ...createAxes({ store, asked }),
    ...createReadings({ store, asked }),
    ...live,
    ...rebuilding,
    versionOf: (name) => projecting.served.answering(name)?.version,
    schemaOf(name) {
      const projection = projecting.served.answering(name);
      if (projection === undefined) throw unknownProjection(name);
      return projection.schema;
    },
    async resume(name) {
      await rebuilding.resume(name).finally(pulse.beat);
    },
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
    streams: (range) => store.streams(range),
    audit: ({ after, limit } = {}) =>
      store.audit({
        after: numberAsked('after', after, { min: 0, max: Number.MAX_SAFE_INTEGER, usual: 0 }),
        limit: numberAsked('limit', limit, { min: 1, max: 1000, usual: 100 }),
      }),
    head: () => store.head(),
    counters: () => countersOf(store),
    wordsLag: () => store.wordsLag(),
    health: () => store.health(),
    following: () => followingOf(store),
    ready: async (signal) => store.ready?.(signal),
    parked({ after, limit } = {}) {
      const range = parkedRange(after, limit);
      return store.parked?.(range) ?? [];
    },
    verify: async () => store.verify(),
    async close() {
      end();
      await projecting.upkeep?.close();
      await store.close();
    },
  };
}

function followingOf({ following, refills }: EventLog): FollowingStatus | undefined {
  const status = following?.();
  return status === undefined ? undefined : { ...status, refills: refills?.() ?? 0 };
}

function parkedRange(after: string | undefined, limit: number | undefined): ParkedRange {
  if (after !== undefined && !/^\d{1,20}\/\d{1,20}$/.test(after))
    throw new TimelineError(
      'invalid-query',
      `after ${JSON.stringify(after)} is no position in a cluster: two numbers with a slash between`,
      { parameter: 'after' },
    );
  return { after, limit: numberAsked('limit', limit, { min: 1, max: 1000, usual: 100 }) };
}
