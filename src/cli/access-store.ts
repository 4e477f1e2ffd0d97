import type { AccessControl } from '../access/port.ts';
import type { Rebuild } from '../api/rebuilds.ts';
import { createRebuilds, infoOf } from '../api/rebuilds.ts';
import { auditOut } from '../api/wire-audit.ts';
import { parkedOut } from '../api/wire-following.ts';
import type { RebuildOut } from '../api/wire-rebuild.ts';
import { rebuildOut } from '../api/wire-rebuild.ts';
import {
  appendedOut,
  factOut,
  headOut,
  keysOut,
  projectionOut,
  stateOut,
  streamOut,
  timelineOut,
} from '../api/wire.ts';
import { toCloudEvent } from '../domain/cloud-event.ts';
import { TimelineError } from '../domain/errors.ts';
import type { Timeline } from '../engine/timeline.ts';
import { changesOfStore, rangeOf } from './access-store-changes.ts';
import type { Access } from './access.ts';

/** What a timeline that this process has opened is reached with. */
export interface StoreAccessOptions {
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** Who what is recorded is recorded by. */
  readonly by: string;
  /** Opens who may use the store over HTTP. */
  readonly openTokens: () => AccessControl;
}

/** Reaches a timeline that this process has opened; closing it closes the timeline. */
export function accessToStore(timeline: Timeline, { clock, by, openTokens }: StoreAccessOptions): Access {
  const rebuilds = createRebuilds(timeline, { clock });
  const told = (rebuild: Rebuild): RebuildOut => {
    // What nobody foresaw is a bug here, and not somebody else's answer.
    if (rebuild.status === 'failed' && !(rebuild.error instanceof TimelineError)) throw rebuild.error;
    return rebuildOut(rebuild, timeline.name);
  };
  return {
    ...changesOfStore(timeline),
    async append(stream, events, options) {
      const appended = await timeline.append(stream, events, { ...options, by });
      return { answer: appendedOut(appended), repeated: appended.repeated };
    },
    async correct(id, correction) {
      const appended = await timeline.correct(id, { ...correction, by });
      return { answer: appendedOut(appended), repeated: appended.repeated };
    },
    async retract(id, retraction) {
      const appended = await timeline.retract(id, { ...retraction, by });
      return { answer: appendedOut(appended), repeated: appended.repeated };
    },
    async audit(asked) {
      const tokens = openTokens();
      try {
        return auditOut(timeline, asked, tokens);
      } finally {
        tokens.close();
      }
    },
    parked: async (asked) => parkedOut(timeline, asked),
    timeline: async (asked) => timelineOut(await timeline.timeline({ ...asked, ...rangeOf(asked) })),
    fact: async (id, moment) => factOut(await timeline.fact(id, moment), timeline.log),
    state: async (projection, { key, ...moment }) =>
      stateOut(await timeline.state(projection, { ...moment, ...(key === undefined ? {} : { key }) })),
    keys: async (projection, moment) => keysOut(await timeline.keys(projection, moment)),
    streams: async () => ({ streams: timeline.streams().map(streamOut), head: headOut(timeline.head()) }),
    async stream(name, { from, limit }) {
      const events = timeline.stream(name, { from, limit: limit + 1 });
      const next = events[limit]?.revision;
      return { events: events.slice(0, limit).map(toCloudEvent), ...(next === undefined ? {} : { next }) };
    },
    projections: async () => ({
      projections: timeline.projections().map(projectionOut),
      head: headOut(timeline.head()),
    }),
    beginRebuild: async (projection) => told(await rebuilds.begin(projection)),
    rebuild: async (projection) => told(rebuilds.of(projection)),
    cancelRebuild: async (projection) => told(await rebuilds.cancel(projection)),
    async resume(projection) {
      await timeline.resume(projection);
      return projectionOut(infoOf(timeline, projection));
    },
    async *log() {
      for await (const event of timeline.export()) yield toCloudEvent(event);
    },
    close: async () => timeline.close(),
  };
}
