import { TimelineError } from '../../src/domain/errors.ts';
import { momentOf } from './moments.ts';
import type { Schedule } from './schedules.ts';
import { createChecks, subjectOf } from './told-checks.ts';
import type { Surroundings, Told } from './told-checks.ts';

/** A generated subscriber, which checks everything that it is told against the oracle. */
export interface Subscriber {
  readonly schedule: Schedule;
  /** Begins to take what it is told. */
  join(): void;
  /** Lets one more thing be taken by who takes slowly. */
  permit(): void;
  /** From now on it takes everything at once and is not cut off any more. */
  hurry(): void;
  /** Says that all that there is to take can have been taken; `isSteady` when the clock stood since the last time, and never went back. */
  rested(isSteady: boolean): void;
  /** Whether what it has is what the oracle has; always while it is slow. */
  isSettled(): boolean;
  leave(): Promise<void>;
  /** How many things it was told, and how often it was cut off. */
  readonly counts: { told: number; cuts: number; patches: number };
  readonly failure: () => Error | undefined;
}

/** How often one is cut off before something changes: who is always cut off when it has begun would never come to an end. */
const idleCutsMax = 3;
const cutsMax = 60;

/** Creates a subscriber that is not there yet. */
export function createSubscriber(schedule: Schedule, around: Surroundings): Subscriber {
  const { log } = around;
  const subject = subjectOf(schedule, around);
  const checks = createChecks(schedule, subject, around);
  const taking = createTaking(schedule.takes === 'at-once');
  const counts = { told: 0, cuts: 0, patches: 0 };
  let failure: Error | undefined;
  let isCutNoMore = false;
  let isOver = false;
  let stopping = new AbortController();
  let running: Promise<void> | undefined;
  let asOf: number | undefined;
  let idleCuts = 0;
  let untilCut = schedule.cuts[0] ?? Number.POSITIVE_INFINITY;

  const noteFailure = (error: unknown): void => {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    failure ??= new Error(`${JSON.stringify(schedule)} at ${JSON.stringify(checks.moment())}: ${why}`);
  };

  function take(told: Told): void {
    const isChange = checks.take(told);
    counts.told += 1;
    untilCut -= 1;
    if (!isChange) return;
    counts.patches += 1;
    idleCuts = 0;
  }

  function isToBeCut(): boolean {
    return untilCut <= 0 && !isCutNoMore && idleCuts < idleCutsMax && counts.cuts < cutsMax;
  }

  async function cut(stream: AsyncGenerator<Told, void, undefined>): Promise<void> {
    counts.cuts += 1;
    idleCuts += 1;
    untilCut = schedule.cuts[counts.cuts % schedule.cuts.length] ?? Number.POSITIVE_INFINITY;
    if (counts.cuts % 2 === 0) {
      await stream.return();
      return;
    }
    stopping.abort();
    const { done } = await stream.next();
    if (done !== true) throw new Error('it goes on although it was aborted');
  }

  /** Takes what it is told until it is cut off, or the timeline is closed. */
  async function takeFrom(stream: AsyncGenerator<Told, void, undefined>, opened: number): Promise<void> {
    for (;;) {
      await taking.turn();
      const { done, value } = await stream.next();
      if (done === true) {
        if (stopping.signal.aborted || around.opened() !== opened) return;
        throw new Error('it ended by itself');
      }
      take(value);
      if (isToBeCut()) return cut(stream);
    }
  }

  async function subscribeOnce(): Promise<void> {
    for (let reopened; reopened !== around.reopened();) {
      reopened = around.reopened();
      await reopened;
    }
    const opened = around.opened();
    const known = log.length;
    stopping = new AbortController();
    const after = checks.subscribe();
    try {
      await takeFrom(around.told(subject.open({ asOf, after, signal: stopping.signal })), opened);
    } catch (error) {
      const code = error instanceof TimelineError ? error.code : undefined;
      if (code === 'store-closed' && around.opened() !== opened) return;
      if (code !== 'unknown-key' || subject.isKnownAt(known)) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }

  async function run(): Promise<void> {
    try {
      for (;;) {
        await subscribeOnce();
        if (isOver) return;
      }
    } catch (error) {
      noteFailure(error);
    }
  }

  return {
    schedule,
    counts,
    failure: () => failure,
    join() {
      ({ asOf } = momentOf({ asOf: schedule.asOf, knownAt: { by: 'head' }, certainty: undefined }, log) as {
        readonly asOf: number | undefined;
      });
      checks.begin(asOf);
      running = run();
    },
    permit: taking.permit,
    hurry() {
      isCutNoMore = true;
      taking.hurry();
    },
    rested(isSteady) {
      try {
        checks.rested(isSteady);
      } catch (error) {
        noteFailure(error);
      }
    },
    isSettled: () => !taking.isHurried() || isOver || running === undefined || checks.isSettled(),
    async leave() {
      isOver = true;
      stopping.abort();
      taking.hurry();
      await running;
    },
  };
}

/** Says when the next thing may be taken: at once, or when it is permitted. */
function createTaking(isAtOnce: boolean) {
  let isHurried = isAtOnce;
  let permits = 0;
  let next = Promise.withResolvers<void>();
  const wake = (): void => {
    next.resolve();
    next = Promise.withResolvers();
  };
  return {
    isHurried: () => isHurried,
    async turn() {
      for (;;) {
        if (isHurried) return;
        if (permits > 0) break;
        await next.promise;
      }
      permits -= 1;
    },
    permit() {
      permits += 1;
      wake();
    },
    hurry() {
      isHurried = true;
      wake();
    },
  };
}
