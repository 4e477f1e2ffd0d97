import type { RecordedEvent } from '../../src/domain/event.ts';
import type { JsonObject } from '../../src/domain/json.ts';
import type { ResolvedMoment } from '../../src/domain/moment.ts';
import type { Projection } from '../../src/domain/projection.ts';
import type { FactRead } from '../../src/domain/reading.ts';
import type { FactChange } from '../../src/engine/change-answers.ts';
import { evolvedByHand } from './evolved.ts';
import { createOracle, rightRules } from './oracle.ts';
import type { OracleRules } from './oracle.ts';

/** Which facts a state, or a list of facts, is made of. */
export interface Concerning {
  readonly withRetracted: boolean;
  readonly concerns: (fact: FactRead) => boolean;
}

/** The oracle for a log that grows: what it found out at a position it keeps, for that never changes. */
export interface KnownOracle {
  history(moment: ResolvedMoment, concerned: Concerning): readonly FactRead[];
  state(projection: Projection, moment: ResolvedMoment, key: string | undefined): unknown;
  /** The state of a projection, of a key, or of all keys of it as an object. */
  stateOrStates(projection: Projection, moment: ResolvedMoment, key: string | undefined): unknown;
  /** The facts in which two histories differ, in the order and with the reasons that a diff gives. */
  differences(from: ResolvedMoment, to: ResolvedMoment, concerned: Concerning): readonly FactChange[];
  /** Whether any reading had a key by a position. */
  isKeyKnown(projection: Projection, position: number, key: string): boolean;
}

/** Makes an oracle over a log that events may be added to at its end. */
export function createKnownOracle(
  log: readonly RecordedEvent[],
  upcast: (type: string, version: number, data: JsonObject) => JsonObject,
  rules: OracleRules = rightRules,
): KnownOracle {
  const oracle = createOracle(log, upcast, rules);
  const readAt = new Map<number, readonly FactRead[]>();
  const states = new Map<string, unknown>();
  const everything = { asOf: Number.POSITIVE_INFINITY, knownAt: null, certainty: 'possible' as const };

  /** Every fact as it reads at a position, whenever it occurred. */
  const factsAt = (position: number): readonly FactRead[] => {
    const known = readAt.get(position);
    if (known !== undefined) return known;
    const facts = oracle.history({ ...everything, position }, true);
    readAt.set(position, facts);
    return facts;
  };
  const isIn = (fact: FactRead, moment: ResolvedMoment, { withRetracted, concerns }: Concerning): boolean =>
    (withRetracted || rules.isListed(fact.reading.status)) &&
    rules.isPast(fact.when, moment) &&
    concerns(fact);
  const history: KnownOracle['history'] = (moment, concerned) =>
    factsAt(moment.position).filter((fact) => isIn(fact, moment, concerned));
  const state: KnownOracle['state'] = (projection, moment, key) => {
    const { position, asOf, certainty } = moment;
    const name = JSON.stringify([projection.name, position, asOf, certainty, key ?? null]);
    if (states.has(name)) return states.get(name);
    const folded = history(moment, concerning(projection, key)).reduce<unknown>(
      (before, fact) => evolvedByHand(projection, before, fact, key),
      projection.initial,
    );
    states.set(name, folded);
    return folded;
  };

  return {
    history,
    state,
    stateOrStates(projection, moment, key) {
      if (key !== undefined || projection.key === undefined) return state(projection, moment, key);
      const keys = new Set(
        history(moment, concerning(projection, undefined)).flatMap((fact) => projection.key?.(fact) ?? []),
      );
      return Object.fromEntries([...keys].map((one) => [one, state(projection, moment, one)]));
    },
    differences(from, to, concerned) {
      const [earlier, later] = from.position <= to.position ? [from, to] : [to, from];
      const changes: { readonly change: FactChange; readonly last: number }[] = [];
      for (const atLater of factsAt(later.position)) {
        const atEarlier = factsAt(earlier.position).find(({ id }) => id === atLater.id);
        const [before, after] = earlier === from ? [atEarlier, atLater] : [atLater, atEarlier];
        const there = {
          before: before !== undefined && isIn(before, from, concerned) ? before : undefined,
          after: after !== undefined && isIn(after, to, concerned) ? after : undefined,
        };
        const { reading } = atLater;
        const isKnownOtherwise = reading.recordedFrom > earlier.position;
        if (!isKnownOtherwise && (there.before === undefined) === (there.after === undefined)) continue;
        const named = there.after ?? there.before;
        if (named === undefined) continue;
        const { id, position, stream, type, occurred, data, when } = named;
        const begins = [from, to].map(({ asOf }) => when.from <= asOf);
        const why = begins[0] === begins[1] ? 'certainty' : 'occurred';
        changes.push({
          last: isKnownOtherwise ? reading.recordedFrom : Number.POSITIVE_INFINITY,
          change: {
            id,
            position,
            stream,
            type,
            occurred,
            title: String(data['title']),
            change: there.before === undefined ? 'added' : there.after === undefined ? 'removed' : 'reread',
            why: isKnownOtherwise ? reading.status : why,
            by: reading.by,
            byPosition: reading.recordedFrom,
            ...(reading.reason === undefined ? {} : { reason: reading.reason }),
          },
        });
      }
      // Those that no event concerns keep the order of the history.
      return changes
        .toSorted((a, b) => (a.last === b.last ? 0 : a.last - b.last))
        .map(({ change }) => change);
    },
    isKeyKnown: (projection, position, key) =>
      log.some(
        (event) =>
          event.position <= position &&
          factsAt(event.position).some(
            (fact) => fact.reading.recordedFrom === event.position && projection.key?.(fact).includes(key),
          ),
      ),
  };
}

/** Returns which facts a state of a projection, or of one key of it, is made of; for all keys those that have one. */
export function concerning(
  { key: keysOf, seesRetracted = false }: Projection,
  key: string | undefined,
): Concerning {
  return {
    withRetracted: seesRetracted,
    concerns: (fact) =>
      keysOf === undefined || (key === undefined ? keysOf(fact).length > 0 : keysOf(fact).includes(key)),
  };
}
