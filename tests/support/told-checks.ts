import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

import { applyPatch } from '../../src/domain/apply-patch.ts';
import type { RecordedEvent } from '../../src/domain/event.ts';
import type { Json } from '../../src/domain/json.ts';
import { canonicalJson } from '../../src/domain/json.ts';
import type { ResolvedMoment } from '../../src/domain/moment.ts';
import type { Projection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import { compareHistory } from '../../src/domain/reading.ts';
import type { ChangedFact, FactChange } from '../../src/engine/change-answers.ts';
import type { TimelineChange, Update } from '../../src/engine/live-answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { passes } from './compare.ts';
import type { Concerning, KnownOracle } from './known-oracle.ts';
import { concerning } from './known-oracle.ts';
import { testProjections } from './projections.ts';
import type { Schedule } from './schedules.ts';

/** One thing that a subscription tells, of either kind. */
export type Told = Update | TimelineChange;

/** What subscribers live in. */
export interface Surroundings {
  /** The timeline as it is now: another one after a restart. */
  readonly timeline: () => Timeline;
  /** Resolves when the timeline is not just being opened again. */
  readonly reopened: () => Promise<void>;
  /** Grows by one with each restart. */
  readonly opened: () => number;
  readonly log: readonly RecordedEvent[];
  readonly oracle: KnownOracle;
  /** Changes what is told on its way; a canary breaks it. */
  readonly told: (stream: AsyncGenerator<Told, void, undefined>) => AsyncGenerator<Told, void, undefined>;
  /** Changes the id that a subscriber goes on after. */
  readonly resumed: (id: string) => string;
  /** The instants that the clock stood at, in milliseconds of the Unix epoch. */
  readonly clockSeen: readonly number[];
  /** The positions at which appends end. */
  readonly ends: ReadonlySet<number>;
  /** Whether so much is kept that who keeps up is told of each commit by itself. */
  readonly isAllKept: boolean;
}

/** What a subscriber has of what it is subscribed to: a state, or the facts of a timeline. */
export interface Subject {
  readonly concerning: Concerning;
  expectedAt(moment: ResolvedMoment): unknown;
  open(options: {
    readonly asOf: number | undefined;
    readonly after: string | number | undefined;
    readonly signal: AbortSignal;
  }): AsyncGenerator<Told, void, undefined>;
  /** Whether it can be begun at all: a key that nothing is known of cannot. */
  isKnownAt(position: number): boolean;
}

/** What one subscriber has, checked against the oracle with everything that it is told. */
export interface Checks {
  /** Says where `asOf` is fixed, if it is. */
  begin(asOf: number | undefined): void;
  /** Says that it subscribes, again perhaps; returns what it goes on after. */
  subscribe(): string | number | undefined;
  /** Takes what it is told; throws where that is wrong. Returns whether it is a change. */
  take(told: Told): boolean;
  /** Says that all that there is to take can have been taken; throws when changes were not told one by one. */
  rested(isSteady: boolean): void;
  /** Whether what it has is what the oracle has. */
  isSettled(): boolean;
  /** As of when it has something; undefined while it has nothing. */
  moment(): ResolvedMoment | undefined;
}

/** Creates the checks of a subscriber that has nothing yet. */
export function createChecks(schedule: Schedule, subject: Subject, around: Surroundings): Checks {
  const { oracle, log, clockSeen } = around;
  let asOf: number | undefined;
  let has: { readonly state: unknown; readonly moment: ResolvedMoment } | undefined;
  let lastId: string | undefined;
  /** The position that it said it goes on after. */
  let given: number | undefined;
  let isCaughtUp = false;
  /** Where changes were told since the last rest, to see whether they were told one by one. */
  let toldAt: number[] | undefined;
  let restedAt: ResolvedMoment | undefined;

  /** What a patch begins with is what the subscriber has, or what there was at the position that it gave. */
  function stateBefore(from: ResolvedMoment): unknown {
    if (has !== undefined) {
      if (from.position < has.moment.position) fail('it goes on from an earlier position than it had');
      same(has.state, subject.expectedAt(from), 'what it has is not what there was where the patch begins');
      return has.state;
    }
    same(from.position, given, 'it goes on from another position');
    const recordedAt = log[from.position - 1]?.recordedAt;
    if (recordedAt !== undefined) same(from.asOf, asOf ?? recordedAt, 'it goes on from another instant');
    return subject.expectedAt(from);
  }

  function checkCauses(causes: readonly FactChange[], from: ResolvedMoment, to: ResolvedMoment): void {
    same(causes, oracle.differences(from, to, subject.concerning), 'the causes are others');
    for (const { byPosition, why } of causes) {
      const isBetween = byPosition > from.position && byPosition <= to.position;
      if (!isBetween && why !== 'occurred' && why !== 'certainty') fail(`a cause lies at ${byPosition}`);
    }
  }

  /** Returns what the subscriber has after it was told something. */
  function stateAfter(told: Told): unknown {
    switch (told.kind) {
      case 'fault':
        throw told.error;
      case 'snapshot':
      case 'reset':
      case 'entries':
        if (isCaughtUp || told.kind === 'reset') fail(`there is no reason for ${told.kind}`);
        if (lastId !== undefined && schedule.resumesBy === 'id') fail('an id always leads on');
        return told.kind === 'entries' ? told.entries : told.state;
      case 'patch':
        if (told.patch.length === 0 || told.more) fail('an empty patch, or one with too many causes');
        checkCauses(told.causes, told.from, told.moment);
        return applyPatch(stateBefore(told.from), told.patch);
      case 'changes': {
        const changes = told.changes.map(({ change }) => change);
        if (changes.length === 0) fail('no changes');
        checkCauses(changes, told.from, told.moment);
        return changed(stateBefore(told.from) as readonly FactRead[], told.changes);
      }
      case 'caught-up': {
        if (isCaughtUp) fail('it caught up twice');
        isCaughtUp = true;
        if (has !== undefined) return has.state;
        // Nothing was told, so nothing changed since the position that was given.
        if (given === undefined) return fail('it was told nothing at all');
        const recordedAt = log[given - 1]?.recordedAt ?? told.moment.asOf;
        return stateBefore({ ...told.moment, position: given, asOf: asOf ?? recordedAt });
      }
    }
  }

  /** The instants that its state may be as of: that of what it was told last, or where the clock stood since. */
  function instants(): readonly number[] {
    if (asOf !== undefined || has === undefined) return [asOf ?? 0];
    const last = has.moment.asOf;
    const now = clockSeen.at(-1) ?? 0;
    // Only a clock that went back leaves it open how far it had been seen to have gone.
    if (clockSeen.every((instant) => instant <= now)) return [now];
    return [...new Set([last, ...clockSeen.filter((instant) => instant > last)])];
  }

  return {
    moment: () => has?.moment,
    begin(fixedAt) {
      asOf = fixedAt;
    },
    subscribe() {
      isCaughtUp = false;
      toldAt = undefined;
      if (has !== undefined && lastId !== undefined) {
        given = has.moment.position;
        if (schedule.resumesBy === 'id') return around.resumed(lastId);
        has = undefined;
        return given;
      }
      has = undefined;
      given = schedule.after === undefined ? undefined : schedule.after % (log.length + 1);
      return given !== undefined && given % 2 === 1 ? String(given) : given;
    },
    take(told) {
      const { moment, id, kind } = told;
      if (asOf !== undefined) same(moment.asOf, asOf, 'asOf was fixed');
      if (has !== undefined && moment.position < has.moment.position) fail('positions go back');
      if (id !== undefined) same(Number.parseInt(id, 10), moment.position, 'the id is of another position');
      has = { state: stateAfter(told), moment };
      same(has.state, subject.expectedAt(moment), `${kind} does not lead to the state`);
      if (kind === 'caught-up' && 'hash' in told)
        same(told.hash, hashOf(has.state), 'the hash is of another state');
      lastId = id ?? lastId;
      const isChange = kind === 'patch' || kind === 'changes';
      if (isChange && isCaughtUp) toldAt?.push(moment.position);
      return isChange;
    },
    rested(isSteady) {
      if (toldAt !== undefined && restedAt !== undefined && (asOf !== undefined || isSteady))
        same(toldAt, commitsThatChange(subject, restedAt, around), 'changes were told at other positions');
      const isKeepingUp = isCaughtUp && schedule.takes === 'at-once' && around.isAllKept;
      toldAt = isKeepingUp ? [] : undefined;
      restedAt = has && { ...has.moment, position: log.length, asOf: asOf ?? clockSeen.at(-1) ?? 0 };
    },
    isSettled() {
      if (has === undefined || !isCaughtUp) return !subject.isKnownAt(log.length);
      const { state, moment } = has;
      return instants().some((instant) =>
        isDeepStrictEqual(state, subject.expectedAt({ ...moment, asOf: instant, position: log.length })),
      );
    },
  };
}

function fail(why: string): never {
  throw new Error(why);
}

function same(a: unknown, b: unknown, why: string): void {
  if (!isDeepStrictEqual(a, b)) fail(`${why}: expected ${JSON.stringify(b)}, not ${JSON.stringify(a)}`);
}

function hashOf(state: unknown): string {
  return createHash('sha256')
    .update(canonicalJson(state as Json))
    .digest('hex');
}

/** Returns what a generated subscriber subscribes to. */
export function subjectOf({ to, certainty }: Schedule, { timeline, oracle }: Surroundings): Subject {
  if (to.what === 'timeline') {
    const concerned = {
      withRetracted: to.filter.withRetracted ?? false,
      concerns: (fact: FactRead) => passes(fact, { ...to.filter, order: undefined, limit: 1 }),
    };
    return {
      concerning: concerned,
      isKnownAt: () => true,
      expectedAt: (moment) => oracle.history({ ...moment, certainty: certainty ?? 'possible' }, concerned),
      open: (options) => timeline().changes({ ...to.filter, ...options, certainty }),
    };
  }
  const projection = testProjections.find(({ name }) => name === to.name) as Projection;
  return {
    concerning: concerning(projection, to.key),
    isKnownAt: (position) => to.key === undefined || oracle.isKeyKnown(projection, position, to.key),
    expectedAt: (moment) =>
      oracle.stateOrStates(projection, { ...moment, certainty: certainty ?? 'possible' }, to.key),
    open: (options) => timeline().updates(to.name, { ...options, certainty, key: to.key }),
  };
}

/** Applies what changed to the facts of a timeline; throws where it does not fit. */
function changed(facts: readonly FactRead[], changes: readonly ChangedFact[]): readonly FactRead[] {
  const byId = new Map(facts.map((fact) => [fact.id, fact]));
  for (const { change, before, after } of changes) {
    if (!isDeepStrictEqual(byId.get(change.id), before)) throw new Error(`${change.id} was not so before`);
    const kind = before === undefined ? 'added' : after === undefined ? 'removed' : 'reread';
    if (change.change !== kind) throw new Error(`${change.id} is ${kind}, not ${change.change}`);
    if (after === undefined) byId.delete(change.id);
    else byId.set(change.id, after);
  }
  return [...byId.values()].toSorted(compareHistory);
}

/** Lists where commits after a moment change what somebody is subscribed to, while the clock stands. */
function commitsThatChange(
  subject: Subject,
  since: ResolvedMoment,
  { ends, log }: Surroundings,
): readonly number[] {
  let before = subject.expectedAt(since);
  return log
    .map(({ position }) => position)
    .filter((position) => position > since.position && ends.has(position))
    .filter((position) => {
      const isOther = !isDeepStrictEqual(before, subject.expectedAt({ ...since, position }));
      before = subject.expectedAt({ ...since, position });
      return isOther;
    });
}
