import type { RecordedEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { Moment, ResolvedMoment } from '../../src/domain/moment.ts';
import type { Occurrence } from '../../src/domain/occurred.ts';
import { resolveOccurred } from '../../src/domain/occurred.ts';
import type { Projection } from '../../src/domain/projection.ts';
import type { FactRead, Reading } from '../../src/domain/reading.ts';
import type { FactAnswer, FactMention } from '../../src/engine/answers.ts';
import { evolvedByHand } from './evolved.ts';

type Log = readonly RecordedEvent[];

/** The rules that the oracle goes by; a canary breaks one of them. */
export interface OracleRules {
  isKnown(event: RecordedEvent, position: number): boolean;
  isPast(when: Occurrence, moment: ResolvedMoment): boolean;
  isListed(status: Reading['status']): boolean;
  compare(a: FactRead, b: FactRead): number;
}

/** The rules as they are: DESIGN.md, section 2. */
export const rightRules: OracleRules = {
  isKnown: (event, position) => event.position <= position,
  isPast: (when, { asOf, certainty }) => (certainty === 'certain' ? when.fromLatest : when.from) <= asOf,
  isListed: (status) => status !== 'retracted',
  compare: (a, b) => (a.when.from === b.when.from ? a.position - b.position : a.when.from - b.when.from),
};

/**
 * Answers from a plain list of events by doing everything each time: filter, read, drop, sort, fold.
 *
 * It shares no code with the stores and the engine but the resolving of occurred times.
 */
export interface Oracle {
  resolve(moment: Moment, clock: { readonly nowMs: number; readonly askedMs: number }): ResolvedMoment;
  history(moment: ResolvedMoment, withRetracted?: boolean): readonly FactRead[];
  state(projection: Projection, moment: ResolvedMoment, key?: string): unknown;
  uncertain(facts: readonly FactRead[], moment: ResolvedMoment): readonly FactMention[];
  underWay(facts: readonly FactRead[], moment: ResolvedMoment): readonly FactMention[];
  fact(id: string, moment: ResolvedMoment): Omit<FactAnswer, 'moment'> | undefined;
}

/** Makes an oracle over a log; `upcast` turns data of a version of a type into that of its newest. */
export function createOracle(
  log: Log,
  upcast: (type: string, version: number, data: JsonObject) => JsonObject,
  rules: OracleRules = rightRules,
): Oracle {
  const knownBy = (position: number): Log => log.filter((event) => rules.isKnown(event, position));

  const readingsOf = (known: Log, fact: RecordedEvent): Reading[] => {
    const readings: Reading[] = [];
    for (const event of known) {
      if (factOf(known, event).id !== fact.id) continue;
      const before = readings.pop();
      if (before !== undefined) readings.push({ ...before, recordedTo: event.position });
      readings.push(readingAfter(before, event, fact));
    }
    return readings;
  };

  const readingAfter = (before: Reading | undefined, event: RecordedEvent, fact: RecordedEvent): Reading => {
    const { id: by, position: recordedFrom, recordedAt, data, occurred } = event;
    if (before === undefined)
      return {
        number: 0,
        status: 'stated',
        by,
        recordedFrom,
        recordedAt,
        occurred,
        when: whenOf(occurred),
        data: upcast(fact.type, fact.schemaVersion, data),
      };
    const corrected = before.status === 'retracted' ? 'reinstated' : 'corrected';
    const isCorrection = event.type === 'FactCorrected';
    const text = (isCorrection ? textOf(data['occurred']) : undefined) ?? before.occurred;
    return {
      number: before.number + 1,
      status: event.type === 'FactRetracted' ? 'retracted' : corrected,
      by,
      recordedFrom,
      recordedAt,
      occurred: text,
      when: whenOf(text),
      data:
        isCorrection && data['data'] !== undefined
          ? upcast(fact.type, Number(data['dataVersion']), data['data'] as JsonObject)
          : before.data,
      reason: textOf(data['reason']) ?? '',
    };
  };

  const readAt = (known: Log, fact: RecordedEvent): FactRead => {
    const earlier = readingsOf(known, fact);
    const last = earlier.pop();
    if (last === undefined) throw new Error(`fact ${fact.id} has no reading`);
    const { occurred, when, data, ...reading } = last;
    const { schemaVersion: _, ...own } = fact;
    return { ...own, occurred, when, data, reading, earlier };
  };

  const history = (moment: ResolvedMoment, withRetracted = false): readonly FactRead[] => {
    const known = knownBy(moment.position);
    return known
      .filter((event) => !isAimed(event))
      .map((event) => readAt(known, event))
      .filter((fact) => withRetracted || rules.isListed(fact.reading.status))
      .filter((fact) => rules.isPast(fact.when, moment))
      .toSorted(rules.compare);
  };

  return {
    resolve({ asOf, knownAt, certainty = 'possible' }, { nowMs, askedMs }) {
      const at = asOf === undefined ? nowMs : Number(asOf);
      if (typeof knownAt === 'string' && knownAt.includes('T')) {
        const head = log.at(-1)?.recordedAt ?? nowMs;
        const instant = Math.min(Date.parse(knownAt), Math.max(nowMs, askedMs, head));
        const position = log.filter((event) => event.recordedAt <= instant).length;
        return { asOf: at, knownAt: instant, position, certainty };
      }
      const position = knownAt === undefined ? log.length : Number(knownAt);
      const last = log.find((event) => event.position === position);
      return { asOf: at, knownAt: last?.recordedAt ?? null, position, certainty };
    },
    history,
    state: (projection, moment, key) =>
      history(moment, projection.seesRetracted)
        .filter((fact) => key === undefined || projection.key?.(fact).includes(key) === true)
        .reduce((state, fact) => evolvedByHand(projection, state, fact), projection.initial),
    uncertain: (facts, moment) =>
      facts
        .filter(({ when }) => moment.certainty === 'possible' && isUncertain(when, moment.asOf))
        .map(mentioned),
    underWay: (facts, { asOf }) =>
      facts
        .filter(({ when, occurred }) => when.fromLatest <= asOf && asOf < endOf(when, occurred))
        .map(mentioned),
    fact(id, moment) {
      const known = knownBy(moment.position);
      const named = known.find((one) => one.id === id);
      if (named === undefined) return undefined;
      const event = factOf(known, named);
      const readings = readingsOf(known, event);
      const reading = readings.at(-1);
      if (reading === undefined) throw new Error(`fact ${id} has no reading`);
      const { causationId } = event;
      return {
        event,
        reading,
        readings,
        standing: standingOf(reading, moment.asOf),
        causes: known.filter((one) => one.id === causationId).map(mentioned),
        effects: known.filter((one) => one.causationId === event.id).map(mentioned),
      };
    },
  };
}

function isAimed({ type }: RecordedEvent): boolean {
  return type === 'FactCorrected' || type === 'FactRetracted';
}

/** Follows targets to the event that states the fact. */
function factOf(known: Log, event: RecordedEvent): RecordedEvent {
  if (!isAimed(event)) return event;
  const target = known.find(({ id }) => id === event.data['target']);
  if (target === undefined) throw new Error(`${event.id} aims at nothing`);
  return factOf(known, target);
}

const resolved = new Map<string, Occurrence>();

function whenOf(text: string): Occurrence {
  const when = resolved.get(text) ?? resolveOccurred(text);
  resolved.set(text, when);
  return when;
}

function isUncertain(when: Occurrence, asOf: number): boolean {
  return when.from <= asOf && asOf < when.fromLatest;
}

/** The latest that a fact was over: a point when it began, an interval without a known end never. */
function endOf(when: Occurrence, occurred: string): number {
  const [body = ''] = occurred.split('[');
  return when.toLatest ?? (body.includes('/') ? 8.64e15 : when.fromLatest);
}

function standingOf({ status, when }: Reading, asOf: number): FactAnswer['standing'] {
  if (status === 'retracted') return 'retracted';
  if (when.from > asOf) return 'future';
  return isUncertain(when, asOf) ? 'uncertain' : 'past';
}

function mentioned(fact: RecordedEvent | FactRead): FactMention {
  const { id, position, stream, type, occurred, data } = fact;
  return { id, position, stream, type, occurred, title: textOf(data['title']) ?? '' };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
