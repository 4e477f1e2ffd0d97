import { AssertionError } from 'node:assert';

import type { ErrorCode } from '../domain/errors.ts';
import { TimelineError } from '../domain/errors.ts';
import { maxInstantMs } from '../domain/instant.ts';
import { stepsOfPointer, valueAt } from '../domain/json-pointer.ts';
import type { Moment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { Timeline } from '../engine/timeline.ts';
import type { Vocabulary } from '../open.ts';
import { assertSame } from './differences.ts';
import { withRecorded } from './recording.ts';
import type { GivenStep } from './steps.ts';

/** A projection, or its name. */
export type ProjectionGiven<State> = string | Pick<Projection<State>, 'name' | 'initial'>;

/**
 * What was recorded, and the moment at which it is looked at: all of it, and all of its future, until `asOf` or `knownAt` say less.
 *
 * It is never changed: each word gives another one. What begins with `then` throws an `AssertionError` that shows what differs.
 */
export interface Given {
  /** Also records these, after the others. */
  and(...steps: readonly GivenStep[]): Given;
  /** Looks at what had occurred by an instant, RFC 3339. */
  asOf(instant: string): Given;
  /** Looks at what was known by an instant, RFC 3339, or by a position: 1 is the first step. */
  knownAt(instant: string | number): Given;
  /** Leaves out what may not have happened yet. */
  forCertain(): Given;
  /** Looks at the state of a key. */
  ofKey(key: string): Given;
  /** Checks the state of a projection. */
  thenState<State>(projection: ProjectionGiven<State>, expected: NoInfer<State>): Promise<void>;
  /** Checks the value at a JSON Pointer into the state of a projection; undefined where there is to be nothing. */
  thenValue<State>(projection: ProjectionGiven<State>, path: string, expected: unknown): Promise<void>;
  /** Checks the keys of a keyed projection; their order has no meaning. */
  thenKeys<State>(projection: ProjectionGiven<State>, expected: readonly string[]): Promise<void>;
  /** Checks which facts, by id, may not have happened yet; their order has no meaning. */
  thenUncertain(ids: readonly string[]): Promise<void>;
  /** Checks that one of the steps is refused with an error of this code. */
  thenRefused(code: ErrorCode): Promise<void>;
  /** Gives the state of a projection, to look at it oneself. */
  state<State>(projection: ProjectionGiven<State>): Promise<State>;
}

/**
 * Begins a test of projections or event types: given these events, then this state.
 *
 * @example await given(timeline, [{ type: 'CallHeld', occurred: '2025-07-03' }]).asOf('2025-07-04T00:00:00Z').thenState('calls', { held: 1 })
 */
export function given(vocabulary: Vocabulary, steps: readonly GivenStep[] = []): Given {
  return lookedAt(vocabulary, steps, { asOf: maxInstantMs }, undefined);
}

function lookedAt(
  vocabulary: Vocabulary,
  steps: readonly GivenStep[],
  moment: Moment,
  key: string | undefined,
): Given {
  const at = (more: Moment): Given => lookedAt(vocabulary, steps, { ...moment, ...more }, key);
  const asked = async <Result>(ask: (timeline: Timeline) => Promise<Result>): Promise<Result> =>
    withRecorded(vocabulary, steps, ask);
  const stateOf = async <State>(projection: ProjectionGiven<State>): Promise<State> => {
    const query = { ...moment, ...(key === undefined ? {} : { key }) };
    // The projection says what its states are; by its name alone nobody knows.
    return asked(async (timeline) => (await timeline.state(nameOf(projection), query)).state as State);
  };
  const where = (projection: ProjectionGiven<unknown>): string =>
    `${nameOf(projection)}${key === undefined ? '' : ` of ${key}`}${sentenceOf(moment)}`;
  return {
    and: (...more) => lookedAt(vocabulary, [...steps, ...more], moment, key),
    asOf: (instant) => at({ asOf: instant }),
    knownAt: (instant) => at({ knownAt: String(instant) }),
    forCertain: () => at({ certainty: 'certain' }),
    ofKey: (one) => lookedAt(vocabulary, steps, moment, one),
    state: stateOf,
    async thenState(projection, expected) {
      const state = await stateOf(projection);
      assertSame(state, expected, () => `The state of ${where(projection)} is not the expected one:`);
    },
    async thenValue(projection, path, expected) {
      const value = valueAt(await stateOf<unknown>(nameOf(projection)), stepsOfPointer(path));
      assertSame(
        value,
        expected,
        () => `The value at ${path} in ${where(projection)} is not the expected one:`,
      );
    },
    async thenKeys(projection, expected) {
      const { keys } = await asked(async (timeline) => timeline.keys(nameOf(projection), moment));
      const names = keys.map((one) => one.key);
      assertSame(names.toSorted(), expected.toSorted(), () => `The keys of ${where(projection)} are others:`);
    },
    async thenUncertain(ids) {
      const { uncertain } = await asked(async (timeline) => timeline.timeline(moment));
      const found = uncertain.map(({ id }) => id).toSorted();
      assertSame(found, ids.toSorted(), () => `What is uncertain${sentenceOf(moment)} is something else:`);
    },
    thenRefused: async (code) => assertRefused(async () => asked(async () => undefined), code),
  };
}

async function assertRefused(record: () => Promise<void>, expected: ErrorCode): Promise<void> {
  try {
    await record();
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    const sentence = (): string => `What was given is refused for another reason: ${error.message}`;
    return assertSame(error.code, expected, sentence);
  }
  throw new AssertionError({ message: `What was given is recorded, and not refused as ${expected}` });
}

function nameOf(projection: ProjectionGiven<unknown>): string {
  return typeof projection === 'string' ? projection : projection.name;
}

function sentenceOf({ asOf, knownAt, certainty }: Moment): string {
  const parts = [
    typeof asOf === 'string' ? [`as of ${asOf}`] : [],
    knownAt === undefined ? [] : [`known at ${knownAt}`],
    certainty === 'certain' ? ['for certain'] : [],
  ].flat();
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}
