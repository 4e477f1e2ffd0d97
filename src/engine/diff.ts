import type { Moment, ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import type { Asked } from './asked.ts';
import { checkKey, isNow, numberAsked } from './asked.ts';
import { differencesBetween } from './differences.ts';
import { keysOf } from './evolving.ts';
import type { Faults } from './faults.ts';
import { patchBetween } from './patch-between.ts';
import type { Timeline } from './timeline.ts';

/** What telling two moments apart needs. */
export interface DiffingOptions {
  readonly store: EventLog;
  readonly faults: Faults;
  readonly asked: Asked;
}

/** Most facts that a diff lists. */
export const differingFactsMax = 1000;
const differingFactsUsual = 100;

/**
 * Returns the second moment of a diff for callers who give its parts one by one.
 *
 * What is left out is that of the first; but without an `asOf` of its own it is known at the head: what changed since?
 */
export function secondMoment(
  first: Moment,
  { toAsOf, toKnownAt }: { readonly toAsOf?: string | undefined; readonly toKnownAt?: string | undefined },
): Moment {
  return {
    ...first,
    asOf: toAsOf ?? first.asOf,
    knownAt: toKnownAt ?? (toAsOf === undefined ? undefined : first.knownAt),
  };
}

/** The part of a timeline that tells what two moments differ in. */
export function createDiffing({ store, faults, asked }: DiffingOptions): Pick<Timeline, 'diff'> {
  /** What both leave open is the same for both. */
  const resolveBoth = async (
    from: Moment,
    to: Moment,
  ): Promise<readonly [ResolvedMoment, ResolvedMoment]> => {
    const resolved = await asked.resolve(from);
    const second = await asked.resolve(to);
    const { position, knownAt } = second;
    return [
      isNow(from.knownAt) && isNow(to.knownAt) ? { ...resolved, position, knownAt } : resolved,
      isNow(from.asOf) && isNow(to.asOf) ? { ...second, asOf: resolved.asOf } : second,
    ];
  };

  return {
    async diff(name, from, to, { key, limit } = {}) {
      const projection = asked.projectionOf(name);
      checkKey(projection, key);
      const facts = numberAsked('limit', limit, {
        min: 0,
        max: differingFactsMax,
        usual: differingFactsUsual,
      });
      const [before, after] = await resolveBoth(from, to);
      return faults.watch(projection, after, async () => {
        // A key that only one of them knows is no slip.
        const later = before.position > after.position ? before : after;
        if (key !== undefined) await asked.stateAt(projection, later, key);
        const { state: stateBefore } = await asked.stateOrNone(projection, before, key);
        const { state: stateAfter } = await asked.stateOrNone(projection, after, key);
        const { changes, more } = await differencesBetween(store, before, after, {
          ...concerning(projection, key),
          limit: facts,
        });
        return {
          projection: name,
          version: projection.version,
          ...(key === undefined ? {} : { key }),
          from: before,
          to: after,
          patch: patchBetween(stateBefore, stateAfter),
          events: changes.map(({ change }) => change),
          more,
        };
      });
    },
  };
}

/** Returns which facts matter to a state of a projection; to all states of a keyed one, those that have a key. */
export function concerning(
  projection: Projection,
  key: string | undefined,
): { readonly withRetracted: boolean; readonly concerns: (fact: FactRead) => boolean } {
  // Which keys there are depends on every fact that has one.
  const isAllKeys = projection.key !== undefined && key === undefined;
  const types = isAllKeys ? undefined : typesOf(projection);
  return {
    withRetracted: projection.seesRetracted ?? false,
    concerns: (fact) => {
      if (types?.includes(fact.type) === false) return false;
      if (projection.key === undefined) return true;
      const keys = keysOf(projection, fact);
      return key === undefined ? keys.length > 0 : keys.includes(key);
    },
  };
}

/** Returns the types of the facts that a projection's states are made of, where it says so; one that fails to say is asked when it folds. */
function typesOf(projection: Projection): readonly string[] | undefined {
  try {
    return projection.dependsOn?.([])?.types;
  } catch {
    return undefined;
  }
}
