import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';

import { TimelineError } from '../../src/domain/errors.ts';
import { valueAt } from '../../src/domain/json-pointer.ts';
import type { Projection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import type { Explanation } from '../../src/engine/change-answers.ts';
import type { Timeline } from '../../src/engine/timeline.ts';
import { historyArbitrary } from '../projections/arbitrary-facts.ts';
import { evolvedByHand } from './evolved.ts';
import { pointerOf } from './paths.ts';

/** States as plain data, each with the fact that it came after; the first came before every fact. */
export type States = readonly { readonly fact?: FactRead; readonly state: unknown }[];

/** Folds a history fact by fact and keeps every state on the way. */
export function statesOf(projection: Projection, facts: readonly FactRead[], key?: string): States {
  let state: unknown = projection.initial;
  return [
    { state },
    ...facts
      .filter((fact) => key === undefined || projection.key?.(fact).includes(key) === true)
      .map((fact) => {
        state = evolvedByHand(projection, state, fact, key);
        return { fact, state };
      }),
  ];
}

/** What an explanation says beside what was asked. */
export type Explained = Omit<Explanation, 'projection' | 'version' | 'key' | 'moment'>;

/** Returns the sources that an event names itself. */
type SourcesOf = (eventId: string) => Explanation['steps'][number]['sources'];

/** Explains a value by comparing it before and after every fact; `sourcesOf` is for corrections. */
export function explainNaively(
  states: States,
  path: readonly string[],
  limit = 200,
  sourcesOf: SourcesOf = () => [],
): Explained {
  const values = states.map(({ fact, state }) => ({ fact, value: valueAt(state, path) }));
  const steps = values.flatMap(({ fact, value }, index) => {
    const before = values[index - 1]?.value;
    return fact === undefined || isDeepStrictEqual(before, value) ? [] : [{ fact, before, value }];
  });
  const value = values.at(-1)?.value;
  const initial = values[0]?.value;
  const listed = steps.slice(-limit);
  const [first] = listed;
  return {
    path: pointerOf(path),
    standing: value !== undefined ? 'present' : steps.length > 0 || initial !== undefined ? 'gone' : 'never',
    ...named('value', value),
    ...named('initial', initial),
    steps: listed.map((step) => stepOf(step, sourcesOf)),
    ...(first !== undefined && steps.length > limit ? { earlier: named('value', first.before) } : {}),
  };
}

function stepOf(
  { fact, before, value }: { fact: FactRead; before: unknown; value: unknown },
  sourcesOf: SourcesOf,
) {
  const { id, position, stream, type, occurred, data, reading } = fact;
  const numbers = [before, value].map((one) => (typeof one === 'number' ? one : undefined));
  const isNumber = numbers.some((one) => one !== undefined);
  return {
    id,
    position,
    stream,
    type,
    occurred,
    recordedAt: reading.recordedAt,
    title: String(data['title']),
    status: reading.status,
    by: reading.by,
    byPosition: reading.recordedFrom,
    ...(reading.reason === undefined ? {} : { reason: reading.reason }),
    sources: data['sources'] as Explanation['steps'][number]['sources'],
    ...(reading.number === 0 ? {} : { correctedFrom: sourcesOf(reading.by) }),
    ...named('value', value),
    ...(isNumber ? { contribution: (numbers[1] ?? 0) - (numbers[0] ?? 0) } : {}),
  };
}

function named(name: string, value: unknown) {
  return value === undefined ? {} : { [name]: value };
}

/** Returns what an explanation says beside what was asked. */
export function saidIn({ path, standing, steps, ...rest }: Explanation): Explained {
  const { value, initial, earlier } = rest;
  return {
    path,
    standing,
    ...named('value', value),
    ...named('initial', initial),
    steps,
    ...(earlier === undefined ? {} : { earlier }),
  };
}

/** Adds up what an explanation says of a number: it must come to the value. */
export function addedUp({ initial, earlier, steps }: Explained): number {
  const before = earlier === undefined ? initial : earlier.value;
  const start = typeof before === 'number' ? before : 0;
  return steps.reduce((sum, { contribution = 0 }) => sum + contribution, start);
}

/** Something that is done to a timeline of news: a fact is stated, corrected or retracted. */
type NewsStep =
  | { readonly does: 'states'; readonly fact: FactRead }
  | { readonly does: 'corrects'; readonly target: number; readonly occurred: string; readonly what: number }
  | { readonly does: 'retracts'; readonly target: number };

/** Generates timelines of news: every event type, told late and early, corrected, retracted and reinstated. */
export const newsArbitrary: fc.Arbitrary<readonly NewsStep[]> = historyArbitrary.chain((facts) =>
  fc
    .tuple(
      fc.shuffledSubarray([...facts], { minLength: facts.length }),
      fc.array(
        fc.record({
          target: fc.nat(30),
          at: fc.nat(30),
          occurred: fc.constantFrom('2025-07-03', '2025-07-04T12:00:00Z', '2025-07', '2025-07-04/..'),
          what: fc.nat(3),
        }),
        { maxLength: 8 },
      ),
    )
    .map(([told, aims]) => {
      const steps: NewsStep[] = told.map((fact) => ({ does: 'states', fact }));
      for (const { target, at, occurred, what } of aims)
        steps.splice(
          at % (steps.length + 1),
          0,
          what === 0 ? { does: 'retracts', target } : { does: 'corrects', target, occurred, what },
        );
      return steps;
    }),
);

/** Tells a timeline generated news; what it refuses is left out. */
export async function tellNews(
  timeline: Pick<Timeline, 'append' | 'correct' | 'retract'>,
  steps: readonly NewsStep[],
): Promise<void> {
  const told: FactRead[] = [];
  for (const [index, step] of steps.entries())
    try {
      if (step.does === 'states') {
        const { type, occurred, data } = step.fact;
        const id = `news-${index}`;
        await timeline.append('told-news', [{ id, type, occurred, data: structuredClone(data) }]);
        told.push({ ...step.fact, id });
        continue;
      }
      const aimed = told.at(step.target % told.length);
      if (aimed === undefined) continue;
      const id = `aim-${index}`;
      if (step.does === 'retracts') await timeline.retract(aimed.id, { id, reason: 'it was not so' });
      else {
        const like = told.findLast(({ type, id: other }) => type === aimed.type && other !== aimed.id);
        await timeline.correct(aimed.id, {
          id,
          reason: 'it was otherwise',
          ...(step.what === 1 ? {} : { occurred: step.occurred }),
          ...(step.what === 2 || like === undefined ? {} : { data: structuredClone(like.data) }),
        });
      }
    } catch (error) {
      if (!(error instanceof TimelineError)) throw error;
    }
}
