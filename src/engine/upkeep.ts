import { setImmediate as nextTurn, setTimeout as delay } from 'node:timers/promises';

import { TimelineError } from '../domain/errors.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Build } from '../store/projection-index.ts';
import { createChores } from './chores.ts';
import type { ChoresOptions } from './chores.ts';
import type { Lateness } from './lateness.ts';

/** Keeps what is saved of projections up to date, little by little, while nothing else is to do. */
export interface Upkeep {
  /** Returns the build of a projection after it has followed the log up to a position; undefined when there is none that can. */
  bring(projection: Projection, position: number): Promise<Build | undefined>;
  /** Resolves when nothing is left to do, or nothing can be done for now, because the file takes nothing. */
  caughtUp(): Promise<void>;
  /** Returns the share of a build that is done, from 0 to 1. */
  shareOf(build: Build): number;
  /** Tries builds of a projection again that its own code had stopped. */
  resume(projection: Projection): void;
  /** Gives a build up: it is removed little by little. */
  giveUp(build: Build): void;
  isClosed(): boolean;
  close(): Promise<void>;
}

/** An incomplete build that is behind by more readings than this is not waited for. */
const broughtAtOnceMax = 2048;
/** Readings that are followed at a time while somebody waits for it. */
const broughtAtATime = 256;
const restMs = 25;
/** Who opens a timeline has other things to do first. */
const firstRestMs = 100;
const troubleRestMs = 1000;

/** Begins to keep projections up to date in the background. */
export function createUpkeep(options: ChoresOptions): Upkeep {
  const { store, builds, lateness } = options;
  const index = store.projections;
  const chores = createChores(options);
  const closing = new AbortController();
  let wakeUp = Promise.withResolvers<void>();
  let idle = Promise.withResolvers<void>();
  let isSeeded = false;
  /** Whether the file took nothing the last time. */
  let isInTrouble = false;

  async function rest(ms: number): Promise<void> {
    wakeUp = Promise.withResolvers<void>();
    idle.resolve();
    idle = Promise.withResolvers<void>();
    const rested = new AbortController();
    const signal = AbortSignal.any([closing.signal, rested.signal]);
    const appended = async () => {
      await store.reached(store.head().position + 1, signal);
      await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
    };
    await Promise.race([wakeUp.promise, appended()]);
    rested.abort();
  }

  /** What was recorded last tells how late events come; it is read when it is first needed, so that opening costs nothing. */
  function seed(): void {
    if (isSeeded) return;
    isSeeded = true;
    seedLateness(store, lateness);
  }

  function isLeft(): boolean {
    return chores.isBehind() && !isInTrouble;
  }

  /** What there is to build is to be seen at once, although it is built later. */
  function begin(): void {
    try {
      chores.begin();
    } catch (error) {
      if (!(error instanceof TimelineError)) throw error;
    }
  }

  async function run(): Promise<void> {
    begin();
    await Promise.race([
      wakeUp.promise,
      delay(firstRestMs, undefined, { signal: closing.signal, ref: false }),
    ]).catch(() => undefined);
    while (!closing.signal.aborted)
      try {
        seed();
        const isBusy = chores.step();
        isInTrouble = false;
        if (isBusy) await nextTurn();
        else await rest(restMs);
      } catch (error) {
        if (closing.signal.aborted) return;
        // What is saved is only there to be fast: what the file does not take now is tried again later.
        if (!(error instanceof TimelineError)) throw error;
        isInTrouble = true;
        idle.resolve();
        idle = Promise.withResolvers<void>();
        await delay(troubleRestMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
      }
  }

  /** Takes a build on to a position; returns it as it is then, or undefined when it does not get there. */
  async function broughtTo(
    projection: Projection,
    build: Build,
    position: number,
  ): Promise<Build | undefined> {
    let now: Build | undefined = build;
    while (now !== undefined && now.position < position) {
      const left: number = position - now.position;
      if (!index.isWritable() || chores.isHalted(now.id) || (!now.isComplete && left > broughtAtOnceMax))
        return undefined;
      chores.follow(projection, now, position, broughtAtATime);
      now = builds.all(projection).find(({ id }) => id === build.id);
      if (left > broughtAtOnceMax) await nextTurn();
    }
    return now;
  }

  const running = run();

  return {
    async bring(projection, position) {
      chores.served();
      try {
        seed();
        const build = builds.of(projection) ?? (index.isWritable() ? builds.begin(projection) : undefined);
        return build === undefined ? undefined : await broughtTo(projection, build, position);
      } catch (error) {
        // Whatever is wrong with what is saved, the answer can be had without it.
        if (error instanceof TimelineError && error.code !== 'projection-faulted') return undefined;
        throw error;
      }
    },
    async caughtUp() {
      for (;;) {
        const { promise } = idle;
        wakeUp.resolve();
        await promise;
        if (!isLeft() || closing.signal.aborted) return;
        // An import is under way: it needs its turns.
        await delay(restMs);
      }
    },
    shareOf: ({ isComplete, position }) =>
      isComplete ? 1 : Math.min(0.99, position / Math.max(1, store.head().position)),
    resume(projection) {
      chores.resume(projection);
      wakeUp.resolve();
    },
    giveUp(build) {
      chores.giveUp(build);
      wakeUp.resolve();
    },
    isClosed: () => closing.signal.aborted,
    async close() {
      closing.abort();
      wakeUp.resolve();
      await running;
      idle.resolve();
    },
  };
}

/** How late events come is told by those recorded last. */
function seedLateness(store: EventLog, lateness: Lateness): void {
  const seeded = 4096;
  const limit = 512;
  const head = store.head().position;
  for (let after = Math.max(0, head - seeded); after < head; after += limit)
    lateness.note(store.touches({ after, through: head, limit }));
}
