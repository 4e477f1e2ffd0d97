import { setTimeout as delay } from 'node:timers/promises';

import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Build } from '../store/projection-index.ts';
import type { BuildProgress } from './answers.ts';
import { unknownProjection } from './asked.ts';
import type { Faults } from './faults.ts';
import type { Projecting } from './projecting.ts';
import type { Timeline } from './timeline.ts';

/** What rebuilding needs. */
export interface RebuildingOptions {
  readonly store: EventLog;
  readonly projecting: Projecting;
  readonly faults: Faults;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
}

const lookedAtEveryMs = 20;

/** The part of a timeline that says how its projections are, and builds what is saved of them anew. */
export function createRebuilding(
  options: RebuildingOptions,
): Pick<Timeline, 'projections' | 'rebuild' | 'resume' | 'caughtUp'> {
  const { store, projecting, faults, clock } = options;
  const { served, builds, upkeep } = projecting;
  const begun = new Map<number, { readonly atMs: number; readonly share: number }>();

  const sizeOf = (build: Build | undefined) => {
    const { checkpoints: count, bytes } =
      build === undefined ? { checkpoints: 0, bytes: 0 } : store.projections.size(build.id);
    return { count, bytes };
  };
  const buildingOf = (projection: Projection): Build | undefined =>
    upkeep === undefined ? undefined : builds.all(projection).findLast(({ isComplete }) => !isComplete);
  const progressOf = (build: Build): BuildProgress => {
    const share = upkeep?.shareOf(build) ?? 0;
    const since = begun.get(build.id) ?? { atMs: clock(), share };
    begun.set(build.id, since);
    const seconds = (clock() - since.atMs) / 1000;
    const done = share - since.share;
    const perSecond = seconds > 0 ? (done * store.head().position) / seconds : 0;
    return {
      version: build.version,
      share,
      eventsPerSecond: Math.round(perSecond),
      ...(done > 0 && seconds > 0 ? { secondsLeft: Math.ceil((seconds * (1 - share)) / done) } : {}),
    };
  };

  return {
    caughtUp: async () => upkeep?.caughtUp(),
    projections: () =>
      [...served.names].flatMap((name) => {
        const [projection, newest] = [served.answering(name), served.newest(name)];
        if (projection === undefined || newest === undefined) return [];
        const build = builds.of(projection);
        const building = buildingOf(newest);
        const fault = faults.of(newest) ?? faults.of(projection);
        const { position } = store.head();
        return {
          name,
          version: projection.version,
          description: projection.description,
          keyed: projection.key !== undefined,
          position,
          lag: build === undefined ? 0 : position - build.position,
          checkpoints: sizeOf(build),
          ...(building === undefined ? {} : { building: progressOf(building) }),
          ...(fault === undefined
            ? { health: 'ok' as const }
            : { health: 'faulted' as const, fault: fault.message }),
        };
      }),
    async resume(name) {
      const projection = served.newest(name);
      if (projection === undefined) throw unknownProjection(name);
      const those = [projection, served.answering(name) ?? projection];
      for (const one of those) {
        faults.forget(one);
        upkeep?.resume(one);
      }
      await upkeep?.caughtUp();
      const fault = those.map(faults.of).find((one) => one !== undefined);
      if (fault !== undefined) throw fault;
    },
    async rebuild(name, { signal, onProgress } = {}) {
      const projection = served.newest(name);
      if (projection === undefined) throw unknownProjection(name);
      if (upkeep === undefined)
        throw new TimelineError('store-read-only', `Nothing is saved of projections of ${store.name} here`, {
          store: store.name,
        });
      const { id } = buildingOf(projection) ?? builds.begin(projection);
      faults.forget(projection);
      upkeep.resume(projection);
      for (;;) {
        if (upkeep.isClosed())
          throw new TimelineError(
            'store-closed',
            `${store.name} was closed; the rebuild of ${name} goes on when it is opened`,
            {
              store: store.name,
            },
          );
        const build = builds.all(projection).find((one) => one.id === id);
        if (build?.isComplete === true)
          return { projection: name, version: projection.version, checkpoints: sizeOf(build) };
        const fault = faults.of(projection);
        if (build === undefined || fault !== undefined || signal?.aborted === true) {
          if (build !== undefined) upkeep.giveUp(build);
          throw (
            fault ??
            new TimelineError('rebuild-cancelled', `The rebuild of ${name} was cancelled`, {
              projection: name,
            })
          );
        }
        onProgress?.(progressOf(build));
        await delay(lookedAtEveryMs);
      }
    },
  };
}
