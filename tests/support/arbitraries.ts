import * as fc from 'fast-check';

import { occurredArbitrary } from './times.ts';
import type { DataSeed, TestEventType } from './vocabulary.ts';

export { startMs } from './times.ts';

/**
 * One event of an append. A target is an index, counted back from the event recorded last and taken modulo how many
 * there are, so that a script that lost some of its steps still makes sense.
 */
export type EventSeed =
  | {
      readonly does: 'states';
      readonly type: TestEventType;
      readonly data: DataSeed;
      readonly occurred: string;
      readonly cause?: number | undefined;
    }
  | {
      readonly does: 'corrects';
      readonly target: number;
      readonly data?: DataSeed | undefined;
      readonly occurred?: string | undefined;
    }
  | { readonly does: 'retracts'; readonly target: number };

/** One step of a script: something is recorded, somebody asks what is known now, or the clock moves. */
export type Step =
  | { readonly do: 'append'; readonly stream: string; readonly events: readonly EventSeed[] }
  | {
      readonly do: 'correct';
      readonly target: number;
      readonly data?: DataSeed | undefined;
      readonly occurred?: string | undefined;
    }
  | { readonly do: 'retract'; readonly target: number }
  | { readonly do: 'repeat'; readonly target: number }
  | { readonly do: 'ask'; readonly aheadMs: number }
  | { readonly do: 'tick'; readonly ms: number };

/** A log as the steps that write it. */
export type Script = readonly Step[];

/** Tags that generated facts are about, and the keys of the keyed projection. */
export const tags = ['place:kyiv', 'place:lviv', 'actor:a', 'system:patriot'] as const;
/** Publishers that generated facts name as sources. */
export const publishers = ['Air Force', 'Post', 'Élysée'] as const;
/** Streams that generated facts are appended to. */
export const streamNames = ['seen-kyiv', 'seen-lviv', 'heard-all'] as const;
/** Titles of generated facts. */
export const titles = ['Drone over Kyiv', 'drone, again', 'Élysée called', 'Сирена', 'x'] as const;

const dayMs = 86_400_000;

const target = fc.oneof({ weight: 3, arbitrary: fc.constantFrom(0, 1, 2) }, fc.nat(30));

const data: fc.Arbitrary<DataSeed> = fc.record({
  title: fc.constantFrom(...titles),
  about: fc.uniqueArray(fc.constantFrom(...tags), { maxLength: 2 }),
  publishers: fc.uniqueArray(fc.constantFrom(...publishers), { maxLength: 2 }),
  amount: fc.nat(9),
  isOld: fc.boolean(),
});

const states = fc.record({
  does: fc.constant('states' as const),
  type: fc.constantFrom<TestEventType>('ThingSeen', 'SoundHeard'),
  data,
  occurred: occurredArbitrary,
  cause: fc.option(target, { nil: undefined, freq: 4 }),
});

/** Of data, of occurred time, of both, and now and then of neither, which only a retracted fact takes. */
const restated = fc
  .record({ data, occurred: occurredArbitrary, what: fc.constantFrom('data', 'time', 'both', 'none') })
  .map(({ data: said, occurred, what }) => ({
    ...(what === 'data' || what === 'both' ? { data: said } : {}),
    ...(what === 'time' || what === 'both' ? { occurred } : {}),
  }));

const corrects = fc
  .tuple(target, restated)
  .map(([aim, what]) => ({ does: 'corrects' as const, target: aim, ...what }));

const retracts = fc.record({ does: fc.constant('retracts' as const), target });

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('append' as const),
      stream: fc.constantFrom(...streamNames),
      events: fc.array(fc.oneof({ weight: 6, arbitrary: states }, corrects, retracts), {
        minLength: 1,
        maxLength: 3,
      }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(target, restated)
      .map(([aim, what]) => ({ do: 'correct' as const, target: aim, ...what })),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('retract' as const), target }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('repeat' as const), target }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('ask' as const), aheadMs: fc.constantFrom(0, 0, -1, 1, dayMs) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('tick' as const),
      ms: fc.constantFrom(0, 1, 1, -1, 999, 60_000, dayMs, -dayMs, 40 * dayMs, -200 * dayMs),
    }),
  },
);

/** Generates logs as scripts: short ones, empty ones among them, and some of up to `stepsMax` steps. */
export function scriptArbitrary(stepsMax = 24): fc.Arbitrary<Script> {
  return fc.array(step, { maxLength: stepsMax, size: 'max' });
}
