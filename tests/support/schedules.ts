import * as fc from 'fast-check';

import type { Certainty } from '../../src/domain/moment.ts';
import type { Script } from './arbitraries.ts';
import { scriptArbitrary, tags } from './arbitraries.ts';
import type { Checkpointing } from './checkpointing.ts';
import { checkpointingArbitrary } from './checkpointing.ts';
import type { Question } from './compare.ts';
import type { MomentSeed } from './moments.ts';
import { momentArbitrary } from './moments.ts';
import { seenByTag, seenInOrder, seenWithRetracted } from './projections.ts';
import { questionArbitrary } from './questions.ts';

/** What a generated subscriber subscribes to; without a key to all keys of a keyed projection. */
export type SubscribedTo =
  | { readonly what: 'projection'; readonly name: string; readonly key?: string | undefined }
  | { readonly what: 'timeline'; readonly filter: Omit<Question['filter'], 'order' | 'limit'> };

/** How one subscriber behaves. */
export interface Schedule {
  readonly to: SubscribedTo;
  readonly asOf: MomentSeed['asOf'];
  readonly certainty: Certainty | undefined;
  /** Before which step of the script it comes; taken modulo. */
  readonly joinsAt: number;
  /** The position that it begins after, modulo; from nothing when undefined. */
  readonly after: number | undefined;
  /** Takes what it is told at once, or one thing every so many steps. */
  readonly takes: 'at-once' | number;
  /** After how many things told it is cut off, in turn; never when empty. */
  readonly cuts: readonly number[];
  /** What it goes on after when it was cut off. */
  readonly resumesBy: 'id' | 'position';
}

/** A log that is written step by step, and subscribers beside it. */
export interface Scheduled {
  readonly script: Script;
  readonly schedules: readonly Schedule[];
  readonly checkpointing: Checkpointing;
  readonly isInFile: boolean;
  /** After which steps subscribers have the time to take everything; taken in turn. */
  readonly rests: readonly boolean[];
  /** After which steps the timeline is closed and opened again, where it is in a file; taken modulo. */
  readonly restarts: readonly number[];
  /** After which steps a projection is rebuilt; taken modulo. */
  readonly rebuilds: readonly number[];
  /** How much is kept for those who are behind. */
  readonly keptMax: number;
}

/** How many subscribers stand beside each log. */
export const schedulesPerLog = 10;

const toProjection = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ what: 'projection' as const, name: seenInOrder.name }) },
  { weight: 2, arbitrary: fc.constant({ what: 'projection' as const, name: seenWithRetracted.name }) },
  {
    weight: 4,
    arbitrary: fc.record({
      what: fc.constant('projection' as const),
      name: fc.constant(seenByTag.name),
      key: fc.constantFrom(...tags, undefined, undefined),
    }),
  },
);

const toTimeline = questionArbitrary.map(
  ({ filter: { from, to, about, types, streams, publishers, text, withRetracted } }) => ({
    what: 'timeline' as const,
    filter: { from, to, about, types, streams, publishers, text, withRetracted },
  }),
);

const schedule: fc.Arbitrary<Schedule> = fc.record({
  to: fc.oneof({ weight: 3, arbitrary: toProjection }, { weight: 2, arbitrary: toTimeline }),
  asOf: fc.oneof(
    { weight: 1, arbitrary: fc.constant({ by: 'now' as const }) },
    { weight: 1, arbitrary: momentArbitrary.map(({ asOf }) => asOf) },
  ),
  certainty: fc.constantFrom(undefined, 'possible', 'certain'),
  joinsAt: fc.nat(24),
  after: fc.option(fc.nat(60), { nil: undefined, freq: 2 }),
  takes: fc.oneof(
    { weight: 3, arbitrary: fc.constant('at-once' as const) },
    { weight: 2, arbitrary: fc.constantFrom(1, 2, 5, 100) },
  ),
  cuts: fc.array(fc.constantFrom(1, 1, 2, 3, 7), { maxLength: 3 }),
  resumesBy: fc.constantFrom('id', 'id', 'id', 'position'),
});

/** Generates logs with subscribers beside them; one log in `inFileEvery` is in a file. */
export function scheduledArbitrary(inFileEvery: number, stepsMax = 20): fc.Arbitrary<Scheduled> {
  return fc.record({
    script: scriptArbitrary(stepsMax),
    schedules: fc.array(schedule, { minLength: schedulesPerLog, maxLength: schedulesPerLog }),
    checkpointing: checkpointingArbitrary,
    isInFile: fc.nat(inFileEvery - 1).map((number) => number === inFileEvery - 1),
    rests: fc.array(fc.constantFrom(true, true, false), { minLength: 1, maxLength: 4 }),
    restarts: fc.array(fc.nat(24), { maxLength: 2 }),
    rebuilds: fc.array(fc.nat(24), { maxLength: 1 }),
    keptMax: fc.constantFrom(1, 2, 64),
  });
}
