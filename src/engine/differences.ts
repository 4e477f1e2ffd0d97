import { setImmediate } from 'node:timers/promises';

import { assert } from '../domain/assert.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { FactRead } from '../domain/reading.ts';
import { compareHistory } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import { mentionOf } from './answers.ts';
import type { ChangedFact, ChangeReason, FactChange } from './change-answers.ts';
import { nextDueAt } from './due.ts';
import { mayConcern } from './touched.ts';

/** Which differences are wanted. */
export interface DifferencesOptions {
  /** Whether histories hold retracted facts, too. */
  readonly withRetracted?: boolean | undefined;
  /** Whether a fact, as read, concerns whoever asks; every one does when left out. */
  readonly concerns?: (fact: FactRead) => boolean;
  readonly limit: number;
}

/** Facts in which two histories differ. */
export interface Differences {
  readonly changes: readonly ChangedFact[];
  /** Whether there are more than are listed. */
  readonly more: boolean;
}

/** Readings that are looked at in one go. */
const readingsAtATime = 512;

/**
 * Lists the facts in which the histories as of two moments differ: first those that an event between their positions concerns,
 * by the position of the last such event, then those that only lie between the two on the occurred axis, in history order.
 *
 * It costs what lies between the two moments, up to the limit.
 */
export async function differencesBetween(
  store: EventLog,
  from: ResolvedMoment,
  to: ResolvedMoment,
  options: DifferencesOptions,
): Promise<Differences> {
  const sides = sidesOf(from, to, options);
  const known = await knownOtherwise(store, sides, options.limit);
  if (known.more) return known;
  const cut = await cutOtherwise(store, sides, options.limit - known.changes.length);
  return { changes: [...known.changes, ...cut.changes], more: cut.more };
}

interface Sides {
  readonly from: ResolvedMoment;
  readonly to: ResolvedMoment;
  readonly withRetracted: boolean;
  concerns(fact: FactRead): boolean;
  /** Whether a fact, as read, belongs to the history as of a moment and concerns whoever asks. */
  isIn(fact: FactRead | undefined, moment: ResolvedMoment): boolean;
}

function sidesOf(
  from: ResolvedMoment,
  to: ResolvedMoment,
  { withRetracted = false, concerns = () => true }: DifferencesOptions,
): Sides {
  return {
    from,
    to,
    withRetracted,
    concerns,
    isIn: (fact, { asOf, certainty }) =>
      fact !== undefined &&
      (withRetracted || fact.reading.status !== 'retracted') &&
      (certainty === 'certain' ? fact.when.fromLatest : fact.when.from) <= asOf &&
      concerns(fact),
  };
}

/** A fact as it read at the earlier and at the later of two positions. */
interface Reread {
  readonly earlier: FactRead | undefined;
  readonly later: FactRead;
}

/** Facts that an event between the two positions stated, corrected or retracted. */
async function knownOtherwise(store: EventLog, sides: Sides, limit: number): Promise<Differences> {
  const { from, to } = sides;
  const [after, through] = [from.position, to.position].toSorted((a, b) => a - b) as [number, number];
  const reread = new Map<number, Reread>();
  /** With more facts than this it is looked whether so many of them differ in the end. */
  let lookAt = limit;
  for (let position = after; position < through;) {
    const made = store.readingsMade({ after: position, through, limit: readingsAtATime });
    for (const { fact, before } of made) {
      const earlier = reread.get(fact.position);
      // A reading that gave way to another may be one that a projection fails on.
      const isOfConcern = [fact, before].some((one) => one !== undefined && mayConcern(sides.concerns, one));
      if (earlier === undefined && !isOfConcern) continue;
      // What changed last stands last.
      reread.delete(fact.position);
      reread.set(fact.position, { earlier: earlier === undefined ? before : earlier.earlier, later: fact });
    }
    position = made.at(-1)?.position ?? through;
    if (position < through && reread.size > lookAt) {
      const found = changesOf(readAt(store, reread, through), sides);
      if (found.length > limit) return { changes: found.slice(0, limit), more: true };
      lookAt = 2 * reread.size;
    }
    if (position < through) await setImmediate();
  }
  const changes = changesOf(reread, sides);
  return { changes: changes.slice(0, limit), more: changes.length > limit };
}

/** Where not all events were looked at, facts may have changed once more. */
function readAt(
  store: EventLog,
  reread: ReadonlyMap<number, Reread>,
  position: number,
): ReadonlyMap<number, Reread> {
  const now = [...reread].map(
    ([fact, { earlier, later }]) => [fact, { earlier, later: factAt(store, later, position) }] as const,
  );
  const madeAt = ([, { later }]: (typeof now)[number]) => later.reading.recordedFrom;
  return new Map(now.toSorted((a, b) => madeAt(a) - madeAt(b)));
}

function factAt(store: EventLog, fact: FactRead, position: number): FactRead {
  const last = store.fact(fact.id, position)?.readings.at(-1);
  assert(last !== undefined, 'a fact that was read is known');
  if (last.number === fact.reading.number) return fact;
  const [made] = store.readingsMade({ after: last.recordedFrom - 1, through: last.recordedFrom, limit: 1 });
  assert(made !== undefined, 'every event made a reading');
  return made.fact;
}

function changesOf(reread: ReadonlyMap<number, Reread>, sides: Sides): readonly ChangedFact[] {
  const { from, to } = sides;
  const isForward = from.position <= to.position;
  return [...reread.values()].flatMap(({ earlier, later }) => {
    const [before, after] = isForward ? [earlier, later] : [later, earlier];
    return changeOf(before, after, sides, later, later.reading.status);
  });
}

function changeOf(
  before: FactRead | undefined,
  after: FactRead | undefined,
  { from, to, isIn }: Sides,
  { reading: { by, recordedFrom, reason } }: FactRead,
  why: ChangeReason,
): readonly ChangedFact[] {
  const there = {
    before: isIn(before, from) ? before : undefined,
    after: isIn(after, to) ? after : undefined,
  };
  const named = there.after ?? there.before;
  if (named === undefined) return [];
  const change: FactChange = {
    ...mentionOf(named),
    change: kindOf(there.before, there.after),
    why,
    by,
    byPosition: recordedFrom,
    ...(reason === undefined ? {} : { reason }),
  };
  return [
    {
      change,
      ...(there.before === undefined ? {} : { before: there.before }),
      ...(there.after === undefined ? {} : { after: there.after }),
    },
  ];
}

function kindOf(before: FactRead | undefined, after: FactRead | undefined): FactChange['change'] {
  if (before === undefined) return 'added';
  return after === undefined ? 'removed' : 'reread';
}

/** Facts that read the same at both positions, but belong to one of the histories only, by when they occurred. */
async function cutOtherwise(store: EventLog, sides: Sides, limit: number): Promise<Differences> {
  const { from, to } = sides;
  const changes: ChangedFact[] = [];
  if (from.asOf === to.asOf && from.certainty === to.certainty) return { changes, more: false };
  const positions = [from.position, to.position];
  const [earlier, later] = [Math.min(...positions), Math.max(...positions)];
  if (isNothingBetween(store, sides, earlier)) return { changes, more: false };
  for await (const facts of candidates(store, sides, later))
    for (const fact of facts) {
      // What an event between the positions concerns was listed with it.
      if (fact.reading.recordedFrom > earlier) continue;
      const isBefore = sides.isIn(fact, from);
      if (isBefore === sides.isIn(fact, to)) continue;
      if (changes.length === limit) return { changes, more: true };
      changes.push(...changeOf(fact, fact, sides, fact, reasonOf(fact, sides)));
    }
  return { changes, more: false };
}

/** Whether nothing that was known at a position begins between the two moments: what follows a log knows that without looking. */
function isNothingBetween(store: EventLog, { from, to }: Sides, position: number): boolean {
  if (from.certainty !== to.certainty) return false;
  const [first, last] = from.asOf < to.asOf ? [from, to] : [to, from];
  return nextDueAt(store, { ...first, position }, true) > last.asOf;
}

function reasonOf({ when }: FactRead, { from, to }: Sides): ChangeReason {
  return when.from <= from.asOf === when.from <= to.asOf ? 'certainty' : 'occurred';
}

/** Facts that may belong to one history only: those that begin between, and, with only what is certain, those that may begin there. */
async function* candidates(
  store: EventLog,
  { from, to, withRetracted }: Sides,
  position: number,
): AsyncGenerator<readonly FactRead[]> {
  const [fromMs, toMs] = [from.asOf, to.asOf].toSorted((a, b) => a - b) as [number, number];
  if (from.certainty === 'certain' || to.certainty === 'certain') {
    const spanning = [fromMs, toMs].flatMap((asOf) => store.spanning(position, asOf, withRetracted));
    const byPosition = new Map(
      spanning.filter(({ when }) => when.from <= fromMs).map((fact) => [fact.position, fact]),
    );
    yield [...byPosition.values()].toSorted(compareHistory);
  }
  let after = { from: fromMs, position: Number.MAX_SAFE_INTEGER };
  for (;;) {
    const facts = store.history({
      position,
      asOf: toMs,
      certainty: 'possible',
      withRetracted,
      order: 'oldest-first',
      after,
      limit: readingsAtATime,
    });
    yield facts;
    const last = facts.at(-1);
    if (last === undefined || facts.length < readingsAtATime) return;
    await setImmediate();
    after = { from: last.when.from, position: last.position };
  }
}
