import { setTimeout as wait } from 'node:timers/promises';

import type { Entry } from './entries.ts';
import type { Follower } from './follower.ts';
import type { PlannedAppend, Replica } from './parts.ts';
import { createPauses } from './pauses.ts';
import { checkAppendBytes, proposedAppend } from './propose.ts';
import type { Turns } from './turns.ts';
import { createUnderWay } from './under-way.ts';
import type { OnItsWay, UnderWay } from './under-way.ts';
import type { WriteOutcome } from './write-outcome.ts';
import type { ClusterWrites } from './writes.ts';

/** What writing groups of appends needs. */
export interface GroupsOptions {
  readonly replica: Replica;
  /** Turns with the replica. */
  readonly turns: Turns;
  readonly follower: Pick<Follower, 'ready'>;
  readonly writes: ClusterWrites;
  readonly newId: () => string;
  readonly random: () => number;
  /** Returns milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** Hears of the cluster's clock less ours, in milliseconds. */
  readonly skew: (ms: number) => void;
  /** Gives the log its identity. */
  readonly ensureIdentity: (signal: AbortSignal) => Promise<void>;
}

/** Writes appends to the cluster; who waits for one is told how it came out when the replica has taken it in. */
export interface Groups extends Pick<UnderWay, 'coming' | 'taken'> {
  /**
   * Writes a group; resolves with those that are to be planned again, in order, when all others are told. Throws what makes the
   * rest of the group useless.
   */
  write(group: readonly Entry[]): Promise<readonly Entry[]>;
}

/** Longest pause between two tries, in milliseconds: an append has not long. */
const pauseMsMax = 1000;

/** How long what was written takes to come back at most, in milliseconds, before it is looked for. */
const backMs = 200;

/** Creates what writes groups, one at a time. */
export function createGroups(options: GroupsOptions): Groups {
  const { replica, turns, follower, writes, clock } = options;
  const pauses = createPauses(options.random, pauseMsMax);
  const underWay = createUnderWay(options.skew);

  /** Tells what is known before anything is written, and returns the rest as it is to be written. */
  function begin(entry: Entry, planned: PlannedAppend | undefined, recordedAt: number): readonly OnItsWay[] {
    if (planned?.kind === 'refused') entry.reject(planned.error);
    if (planned?.kind === 'repeated') entry.resolve(planned.result);
    if (planned?.kind !== 'to-write') return [];
    const { events, expected } = planned;
    if (events.length === 0) {
      entry.resolve({ events: [], repeated: false });
      return [];
    }
    const append = options.newId();
    const isAnew = entry.surprise === 'known' || entry.surprise === expected;
    const proposed = proposedAppend(events, { append, recordedAt, note: entry.request.note, isAnew });
    try {
      checkAppendBytes(proposed);
    } catch (error) {
      entry.reject(error);
      return [];
    }
    const one = { entry, proposed: { stream: entry.stream, expected, events: proposed }, writtenAt: clock() };
    underWay.add(append, one);
    return [one];
  }

  async function writeOne({ entry, proposed }: OnItsWay): Promise<WriteOutcome['kind'] | undefined> {
    const writing = writes.write(proposed, () => {
      entry.wasSent = true;
    });
    const outcome = await Promise.race([writing, entry.told]);
    if (outcome?.kind === 'refused') entry.reject(outcome.error);
    if (outcome?.kind === 'not-as-expected') {
      entry.surprise = proposed.expected;
      entry.misses += 1;
    }
    return outcome?.kind;
  }

  /** Writes all in order, many under way at a time. What nobody knows of is written again as it was, after it was looked for. */
  async function carryOut(all: readonly OnItsWay[], signal: AbortSignal): Promise<void> {
    let left = all;
    while (left.length > 0) {
      const outcomes = await Promise.all(left.map(writeOne));
      const those = (kind: WriteOutcome['kind']) =>
        left.filter(({ entry }, index) => outcomes[index] === kind && !entry.isTold);
      await comeBack(those('written'), signal);
      left = those('unknown');
      if (left.length > 0) await lookAround(signal);
      left = left.filter(({ entry }) => !entry.isTold);
    }
  }

  /** What was written and does not come back is in the log as another append: the cluster knew its ids. */
  async function comeBack(written: readonly OnItsWay[], signal: AbortSignal): Promise<void> {
    if (written.length === 0) return;
    const back = Promise.all(written.map(async ({ entry }) => entry.told));
    const late = new AbortController();
    await Promise.race([back, wait(backMs, undefined, { signal: late.signal })]).finally(() => late.abort());
    if (written.some(({ entry }) => !entry.isTold)) await Promise.race([back, follower.ready(signal)]);
    for (const { entry } of written) if (!entry.isTold) entry.surprise = 'known';
  }

  async function lookAround(signal: AbortSignal): Promise<void> {
    await pauses.next(signal);
    await follower.ready(signal);
  }

  /** What the cluster has of a stream that was elsewhere is taken in before it is planned again. */
  async function makeUpFor(misses: readonly Entry[], signal: AbortSignal): Promise<void> {
    if (misses.some((entry) => entry.misses > 1)) await lookAround(signal);
    else if (misses.length > 0) await follower.ready(signal);
    else pauses.reset();
  }

  async function writeAll(group: readonly Entry[], signal: AbortSignal): Promise<void> {
    await options.ensureIdentity(signal);
    const planned = await turns.run(() => replica.plan(group.map(({ request }) => request)));
    const stamp = replica.stamp();
    underWay.begin(stamp);
    try {
      await carryOut(
        group.flatMap((entry, index) => begin(entry, planned[index], stamp.at)),
        signal,
      );
      await makeUpFor(
        group.filter(({ isTold, misses }) => !isTold && misses > 0),
        signal,
      );
    } finally {
      underWay.end();
    }
  }

  return {
    async write(group) {
      const all = new AbortController();
      void Promise.all(group.map(async ({ told }) => told)).then(() => all.abort());
      try {
        await writeAll(group, all.signal);
      } catch (error) {
        if (!all.signal.aborted) throw error;
      }
      return group.filter(({ isTold }) => !isTold);
    },
    coming: underWay.coming,
    taken: underWay.taken,
  };
}
