import { setImmediate, setTimeout } from 'node:timers/promises';

import { TimelineError } from '../../src/domain/errors.ts';
import type { RecordedEvent } from '../../src/domain/event.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { actBetween, openCheckpointing } from './checkpointing.ts';
import type { OpenedTimeline } from './checkpointing.ts';
import { createKnownOracle } from './known-oracle.ts';
import { rightRules } from './oracle.ts';
import type { OracleRules } from './oracle.ts';
import { testProjections } from './projections.ts';
import { createWorld, runScript } from './run-script.ts';
import type { Scheduled } from './schedules.ts';
import { createSubscriber } from './subscriber.ts';
import type { Subscriber } from './subscriber.ts';
import type { Told } from './told-checks.ts';
import { upcastTest } from './upcasting.ts';

/** What came of running a log with its subscribers. */
export interface Ran {
  readonly failure: Error | undefined;
  readonly told: number;
  readonly patches: number;
  readonly cuts: number;
  readonly restarts: number;
}

/** How a canary breaks what is told, or what it is compared with. */
export interface Breaking {
  readonly told?: (stream: AsyncGenerator<Told, void, undefined>) => AsyncGenerator<Told, void, undefined>;
  readonly resumed?: (id: string) => string;
  readonly rules?: Partial<OracleRules>;
}

/** How often it is looked whether subscribers have what they must have, before it counts as a fault. */
const looksMax = 1000;

/** Writes a log step by step while subscribers follow it, each of which is checked against the oracle. */
export async function runScheduled(
  one: Scheduled,
  newPath: () => string,
  { told = (stream) => stream, resumed = (id) => id, rules = {} }: Breaking = {},
): Promise<Ran> {
  const world = createWorld();
  const log: RecordedEvent[] = [];
  const ends = new Set<number>();
  const clockSeen = [world.nowMs];
  const path = one.isInFile ? newPath() : undefined;
  const open = (): OpenedTimeline =>
    openCheckpointing(world, path, one.checkpointing.options, { lookEveryMs: 1, keptMax: one.keptMax });
  let current = open();
  let opened = 0;
  let reopened = Promise.resolve();
  const oracle = createKnownOracle(log, upcastTest, { ...rightRules, ...rules });
  const subscribers = one.schedules.map((schedule) =>
    createSubscriber(schedule, {
      timeline: () => current.timeline,
      opened: () => opened,
      reopened: () => reopened,
      log,
      oracle,
      told,
      resumed,
      clockSeen,
      ends,
      isAllKept: one.keptMax >= 64,
    }),
  );
  const steps = one.script.length;
  const joinedAt = (step: number) =>
    subscribers.filter(({ schedule }) => schedule.joinsAt % (steps + 1) === step);
  const firstFailure = () =>
    subscribers.map(({ failure }) => failure()).find((failure) => failure !== undefined);
  let isSteady = true;

  const rest = async (): Promise<void> => {
    await settled(subscribers, firstFailure);
    for (const subscriber of subscribers) subscriber.rested(isSteady);
    isSteady = clockSeen.at(-1) === Math.max(...clockSeen);
  };
  const restart = async (): Promise<void> => {
    const { promise, resolve } = Promise.withResolvers<void>();
    reopened = promise;
    opened += 1;
    await current.timeline.close();
    current = open();
    resolve();
  };
  /** What is written goes to the timeline as it is then. */
  const writing = new Proxy({} as Timeline, {
    get: (__, name) => Reflect.get(current.timeline, name) as unknown,
  });

  const afterStep = async (step: number): Promise<void> => {
    log.push(...current.timeline.log({ after: log.length, limit: 1000 }));
    if (log.length > 0) ends.add(log.length);
    if (world.nowMs !== clockSeen.at(-1)) {
      isSteady = false;
      clockSeen.push(world.nowMs);
    }
    await actBetween(current, one.checkpointing, step);
    if (one.rebuilds.some((at) => at % steps === step)) rebuildAll(current.timeline);
    for (const subscriber of subscribers)
      if (typeof subscriber.schedule.takes === 'number' && step % subscriber.schedule.takes === 0)
        subscriber.permit();
    if (path !== undefined && one.restarts.some((at) => at % steps === step)) await restart();
    for (const subscriber of joinedAt(step + 1)) subscriber.join();
    if (one.rests[step % one.rests.length] === true) await rest();
  };

  for (const subscriber of joinedAt(0)) subscriber.join();
  await rest();
  await runScript(writing, one.script, world, afterStep);
  world.nowMs = Math.max(...clockSeen) + 1;
  clockSeen.push(world.nowMs);
  isSteady = false;
  for (const subscriber of subscribers) subscriber.hurry();
  await settled(subscribers, firstFailure);
  await Promise.all(subscribers.map(async (subscriber) => subscriber.leave()));
  await current.timeline.close();
  const sum = (count: 'told' | 'patches' | 'cuts') =>
    subscribers.reduce((all, { counts }) => all + counts[count], 0);
  return {
    failure: firstFailure(),
    told: sum('told'),
    patches: sum('patches'),
    cuts: sum('cuts'),
    restarts: opened,
  };
}

/** Waits until every subscriber that takes at once has what it must have. */
async function settled(subscribers: readonly Subscriber[], failed: () => Error | undefined): Promise<void> {
  const told = () => subscribers.reduce((sum, { counts }) => sum + counts.told, 0);
  let [before, quiet] = [-1, 0];
  for (let looks = 0; failed() === undefined; looks += 1) {
    await (looks < 200 ? setImmediate() : setTimeout(1));
    quiet = told() === before ? quiet + 1 : 0;
    before = told();
    if (quiet < 3) continue;
    const unsettled = subscribers.find((subscriber) => !subscriber.isSettled());
    if (unsettled === undefined) return;
    if (looks > looksMax)
      throw new Error(`never has what it must have: ${JSON.stringify(unsettled.schedule)}`);
  }
}

/** It goes on in the background, and may be cut off. */
function rebuildAll(timeline: Timeline): void {
  for (const { name } of testProjections)
    timeline.rebuild(name).catch((error: unknown) => {
      if (!(error instanceof TimelineError)) throw error;
    });
}
