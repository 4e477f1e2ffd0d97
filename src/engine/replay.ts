import { setImmediate } from 'node:timers/promises';

import { TimelineError } from '../domain/errors.ts';
import { minInstantMs } from '../domain/instant.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Patch } from '../domain/patch.ts';
import type { Projection } from '../domain/projection.ts';
import type { EventLog } from '../store/port.ts';
import type { Asked } from './asked.ts';
import { checkKey } from './asked.ts';
import type { ChangedFact } from './change-answers.ts';
import { concerning } from './diff.ts';
import { differencesBetween } from './differences.ts';
import { nextDueAt } from './due.ts';
import type { ReplayOptions, ReplayStart, ReplayStep, ReplayUpdate } from './live-answers.ts';
import { patchBetween } from './patch-between.ts';
import type { Timeline } from './timeline.ts';
import { createIdWriter, writeUpdateId } from './update-id.ts';

/** What replaying needs. */
export interface ReplayingOptions {
  readonly store: EventLog;
  readonly asked: Asked;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  readonly changes: Timeline['changes'];
}

/** One replay that was understood. */
interface Replaying {
  readonly axis: 'occurred' | 'recorded';
  readonly start: ResolvedMoment;
  /** Absent before everything. */
  readonly startsAt: number | undefined;
  readonly end: ResolvedMoment;
  readonly isOpen: boolean;
  /** Absent where only the timeline is played. */
  readonly projection: Projection | undefined;
  readonly key: string | undefined;
  readonly options: ReplayOptions;
}

/** Events that a step on the recorded axis is looked for in. */
const touchesAtATime = 512;

/** Creates replays. */
export function createReplay(given: ReplayingOptions): Timeline['replay'] {
  const { store } = given;
  return async function* replay(options = {}) {
    const { signal } = options;
    const isAborted = () => signal?.aborted === true;
    const replaying = await understood(given, options);
    const idOf = createIdWriter(store, replaying.axis === 'occurred');
    let now = replaying.start;
    let state = await stateAt(given, replaying, now);
    // Before the earliest instant there is none that could be written.
    const shown = { ...now, asOf: Math.max(now.asOf, minInstantMs) };
    yield startOf(replaying, shown, state, idOf(shown, 1));
    for await (const [to, at] of momentsOf(store, replaying)) {
      if (isAborted()) return;
      const { step, after } = await stepTo(given, replaying, { from: now, to, at, before: state });
      now = to;
      state = after;
      if (step !== undefined) yield { ...step, id: idOf(now, 1) };
      if (isAborted()) return;
    }
    const { end, isOpen } = replaying;
    if (isAborted()) return;
    if (!isOpen) {
      yield { kind: 'end', id: idOf(end, 1), moment: end };
      return;
    }
    yield { kind: 'caught-up', id: idOf(end, 1), moment: end };
    yield* goOn(given, replaying, { moment: { ...now, asOf: end.asOf, position: end.position }, state });
  };
}

async function understood({ store, asked }: ReplayingOptions, options: ReplayOptions): Promise<Replaying> {
  const { axis = 'occurred', from, to, asOf, knownAt, certainty, projection: name, key } = options;
  if (axis !== 'occurred' && axis !== 'recorded') throw refused('axis', 'is neither occurred nor recorded');
  const projection = name === undefined ? undefined : asked.projectionOf(name);
  if (projection !== undefined) checkKey(projection, key);
  else if (key !== undefined) throw refused('key', 'goes with a projection');
  const both = { certainty, ...(axis === 'occurred' ? { knownAt } : { asOf }) };
  const end = await asked.resolve({ ...both, ...(axis === 'occurred' ? { asOf: to } : { knownAt: to }) });
  const isOpen = to === undefined && (axis === 'recorded' || knownAt === undefined);
  const start =
    axis === 'occurred'
      ? await startOnOccurred(store, asked, end, from)
      : await startOnRecorded(asked, end, from);
  const isBackwards = axis === 'occurred' ? start.asOf > end.asOf : start.position > end.position;
  if (isBackwards && from !== undefined) throw refused('from', 'lies after the end of the replay');
  const startsAt =
    from === undefined ? undefined : ((axis === 'occurred' ? start.asOf : start.knownAt) ?? undefined);
  return { axis, start, startsAt, end, isOpen, projection, key, options };
}

async function startOnOccurred(
  store: EventLog,
  asked: Asked,
  end: ResolvedMoment,
  from: string | number | undefined,
): Promise<ResolvedMoment> {
  if (from !== undefined) return { ...end, asOf: (await asked.resolve({ asOf: from })).asOf };
  const firstAt = nextDueAt(store, { ...end, asOf: Number.MIN_SAFE_INTEGER, certainty: 'possible' }, true);
  return { ...end, asOf: Math.min(firstAt - 1, end.asOf) };
}

async function startOnRecorded(
  asked: Asked,
  end: ResolvedMoment,
  from: string | number | undefined,
): Promise<ResolvedMoment> {
  const { position, knownAt } = await asked.resolve({ knownAt: from ?? 0 });
  return { ...end, position, knownAt };
}

/** Gives the moments of the steps, each with its place on the axis, up to the end. */
async function* momentsOf(
  store: EventLog,
  { axis, start, end, projection }: Replaying,
): AsyncGenerator<readonly [ResolvedMoment, number]> {
  if (axis === 'recorded') return yield* commitsBetween(store, start, end);
  const withRetracted = projection?.seesRetracted ?? false;
  let now = start;
  for (;;) {
    const dueAt = nextDueAt(store, now, withRetracted);
    if (dueAt > end.asOf) return;
    now = { ...now, asOf: dueAt };
    yield [now, dueAt];
    await setImmediate();
  }
}

async function* commitsBetween(
  store: EventLog,
  start: ResolvedMoment,
  end: ResolvedMoment,
): AsyncGenerator<readonly [ResolvedMoment, number]> {
  let last: { readonly position: number; readonly recordedAt: number } | undefined;
  const momentOf = ({ position, recordedAt }: NonNullable<typeof last>): ResolvedMoment => ({
    ...end,
    position,
    knownAt: recordedAt,
  });
  for (let after = start.position; after < end.position;) {
    const touches = store.touches({ after, through: end.position, limit: touchesAtATime });
    for (const touch of touches) {
      if (last !== undefined && last.recordedAt !== touch.recordedAt) yield [momentOf(last), last.recordedAt];
      last = touch;
    }
    after = touches.at(-1)?.position ?? end.position;
  }
  if (last !== undefined) yield [momentOf(last), last.recordedAt];
}

async function stateAt(
  { asked }: ReplayingOptions,
  { projection, key }: Replaying,
  moment: ResolvedMoment,
): Promise<unknown> {
  return projection === undefined ? undefined : (await asked.stateOrNone(projection, moment, key)).state;
}

function startOf(
  { projection, startsAt }: Replaying,
  moment: ResolvedMoment,
  state: unknown,
  id: string,
): ReplayStart {
  return {
    kind: 'start',
    id,
    moment,
    ...(startsAt === undefined ? {} : { at: startsAt }),
    ...(projection === undefined ? {} : { state }),
  };
}

interface Stepping {
  readonly from: ResolvedMoment;
  readonly to: ResolvedMoment;
  readonly at: number;
  readonly before: unknown;
}

/** Works out one step; there is none where nothing changed that is played. */
async function stepTo(
  given: ReplayingOptions,
  replaying: Replaying,
  { from, to, at, before }: Stepping,
): Promise<{ readonly step: Omit<ReplayStep, 'id'> | undefined; readonly after: unknown }> {
  const { projection, key } = replaying;
  const { changes } = await differencesBetween(given.store, from, to, {
    ...(projection === undefined ? {} : concerning(projection, key)),
    limit: Number.POSITIVE_INFINITY,
  });
  const after = await stateAt(given, replaying, to);
  return { step: stepOf(replaying, { to, at, changes, patch: patchBetween(before, after) }), after };
}

function stepOf(
  { projection }: Replaying,
  {
    to,
    at,
    changes,
    patch,
  }: Pick<Stepping, 'to' | 'at'> & {
    readonly changes: readonly ChangedFact[];
    readonly patch: Patch;
  },
): Omit<ReplayStep, 'id'> | undefined {
  if (changes.length === 0 && patch.length === 0) return undefined;
  return { kind: 'step', moment: to, at, changes, ...(projection === undefined ? {} : { patch }) };
}

/** What comes after the past is told as it comes. */
async function* goOn(
  given: ReplayingOptions,
  replaying: Replaying,
  last: { readonly moment: ResolvedMoment; readonly state: unknown },
): AsyncGenerator<ReplayUpdate, void, undefined> {
  const { axis, options, projection } = replaying;
  const { asOf, certainty, signal } = options;
  const { position, asOf: lastAsOf } = last.moment;
  let { state } = last;
  const live = given.changes({
    certainty,
    signal,
    asOf: axis === 'recorded' ? asOf : undefined,
    after: writeUpdateId({ position, asOf: lastAsOf }),
    withRetracted: projection?.seesRetracted,
  });
  for await (const change of live) {
    if (change.kind !== 'changes') continue;
    const { from, moment: to, id } = change;
    const at = axis === 'occurred' ? to.asOf : (to.knownAt ?? given.clock());
    // What a key gained or lost the timeline does not know.
    const { step, after } = await stepTo(given, replaying, { from, to, at, before: state });
    state = after;
    if (step !== undefined) yield { ...step, id };
  }
}

function refused(parameter: string, why: string): TimelineError {
  return new TimelineError('invalid-query', `${parameter} ${why}`, { parameter });
}
