import { newsEvents } from '../../src/domain/events/news.ts';
import { parseInstant } from '../../src/domain/instant.ts';
import { resolveOccurred } from '../../src/domain/occurred.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { compareHistory } from '../../src/domain/reading.ts';
import type { FactData, FactRead, Reading, ReadingStatus } from '../../src/domain/reading.ts';
import { evolvedByHand } from './evolved.ts';

/** A fact in as few words as a test needs; everything left out is filled in. */
export interface Told {
  readonly type: string;
  readonly id?: string;
  readonly title?: string;
  readonly occurred?: string;
  /** When it was recorded, RFC 3339. */
  readonly recorded?: string;
  /** The publishers of its sources. */
  readonly publishers?: readonly string[];
  /** The Admiralty grade of all its sources. */
  readonly grade?: string;
  readonly about?: readonly string[];
  readonly inferred?: readonly string[];
  /** The data of its type; what stands here wins over all of the above. */
  readonly data?: object;
  readonly causationId?: string;
  readonly status?: ReadingStatus;
  /** How it read when it was first stated, when that was otherwise. */
  readonly was?: Omit<Told, 'type'>;
}

/** Builds facts as a projection is handed them, in history order; data must follow the schema of its type. */
export function factsOf(told: readonly Told[]): readonly FactRead[] {
  return told.map(factOf).toSorted(compareHistory);
}

function factOf(told: Told, position: number): FactRead {
  const id = told.id ?? `fact-${position}`;
  const status = told.status ?? (told.was === undefined ? 'stated' : 'corrected');
  const occurred = told.occurred ?? '2025-07-04';
  const recordedAt = parseInstant(told.recorded ?? '2025-07-06T00:00:00Z');
  const earlier = status === 'stated' ? [] : [firstReading({ ...told, ...told.was }, id, recordedAt)];
  return {
    id,
    stream: 'test-facts',
    revision: position,
    position,
    type: told.type,
    recordedAt,
    ...(told.causationId === undefined ? {} : { causationId: told.causationId }),
    occurred,
    when: resolveOccurred(occurred),
    data: dataOf(told),
    reading: {
      number: earlier.length,
      status,
      by: status === 'stated' ? id : `${id}-${status}`,
      recordedFrom: position,
      recordedAt,
    },
    earlier,
  };
}

function firstReading(told: Told, id: string, recordedAt: number): Reading {
  const occurred = told.occurred ?? '2025-07-04';
  const when = resolveOccurred(occurred);
  const data = dataOf(told);
  return { number: 0, status: 'stated', by: id, recordedFrom: 0, recordedAt, occurred, when, data };
}

function dataOf(told: Told): FactData {
  const { publishers = [], grade } = told;
  const data: FactData = {
    title: told.title ?? `${told.type} happened`,
    about: told.about ?? [],
    sources: publishers.map((publisher) => ({ publisher, ...(grade === undefined ? {} : { grade }) })),
    ...(told.inferred === undefined ? {} : { inferred: told.inferred }),
    ...told.data,
  };
  const schema = newsEvents.find(({ type }) => type === told.type)?.versions.at(-1);
  return schema === undefined ? data : schema.parse(data);
}

/** A projection that is told the key of the state. */
interface KeyedFold<State> extends Omit<Projection<State>, 'evolve'> {
  evolve(state: State, fact: FactRead, key?: string): State;
}

/** Folds facts as the engine does, with every state on the way frozen all through; `key` for a projection with keys. */
export function foldFacts<State>(
  projection: KeyedFold<State>,
  facts: readonly FactRead[],
  key?: string,
): State {
  return facts
    .filter((fact) => projection.seesRetracted === true || fact.reading.status !== 'retracted')
    .filter((fact) => key === undefined || projection.key?.(fact).includes(key))
    .reduce(
      (state, fact) => deepFreeze(evolvedByHand(projection, state, deepFreeze(fact), key)),
      deepFreeze(projection.initial),
    );
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const member of Object.values(value)) deepFreeze(member);
  return value;
}
