import { TimelineError } from '../domain/errors.ts';
import type { Moment, ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';
import { resolveMoment } from './moment.ts';
import type { Projecting } from './projecting.ts';
import { uncertainBy } from './standing.ts';
import type { StateAt } from './states.ts';

/** What questions are answered with. */
export interface AskedOptions {
  readonly store: EventLog;
  readonly projecting: Projecting;
  /** Milliseconds of the Unix epoch. */
  readonly clock: () => number;
  /** How long an answer waits for a position, in milliseconds. */
  readonly waitMsMax: number;
}

/** What is common to all questions about projections and moments. */
export interface Asked {
  /** Resolves a moment; throws `invalid-moment` or `position-not-reached`. */
  resolve(moment: Moment): Promise<ResolvedMoment>;
  /** Returns the projection that answers under a name; throws `unknown-projection`. */
  projectionOf(name: string): Projection;
  /** Lists the facts that may not have happened yet by a moment, where that decides what counts. */
  uncertainAt(moment: ResolvedMoment): readonly FactRead[];
  /** Works out a state; throws `projection-faulted`, and `unknown-key` for a key that nothing is known of by then. */
  stateAt(projection: Projection, moment: ResolvedMoment, key: string | undefined): Promise<unknown>;
  /** Works out a state with the number of facts in it: of a key that nothing is known of by then, the initial one. Throws `projection-faulted`. */
  stateOrNone(projection: Projection, moment: ResolvedMoment, key: string | undefined): Promise<StateAt>;
}

/** Creates what is common to all questions. */
export function createAsked(options: AskedOptions): Asked {
  const { store, projecting } = options;
  const at = async (projection: Projection, moment: ResolvedMoment, key: string | undefined) =>
    projecting.states.at(projection, { moment, key, uncertain: uncertainAt(store, moment) });
  return {
    uncertainAt: (moment) => uncertainAt(store, moment),
    resolve: async (moment) => resolveMoment(options, moment),
    projectionOf(name) {
      const projection = projecting.served.answering(name);
      if (projection === undefined) throw unknownProjection(name);
      return projection;
    },
    stateAt: async (projection, moment, key) => (await at(projection, moment, key)).state,
    async stateOrNone(projection, moment, key) {
      try {
        return await at(projection, moment, key);
      } catch (error) {
        if (error instanceof TimelineError && error.code === 'unknown-key')
          return { state: projection.initial, facts: 0 };
        throw error;
      }
    },
  };
}

/** Lists the facts that may not have happened yet by a moment, where that decides what counts. */
function uncertainAt(store: EventLog, moment: ResolvedMoment): readonly FactRead[] {
  return moment.certainty === 'possible' ? [] : uncertainBy(store, moment);
}

/** Returns the error for a projection that is not there. */
export function unknownProjection(name: string): TimelineError {
  const projection = name.slice(0, 80);
  return new TimelineError('unknown-projection', `There is no projection ${JSON.stringify(projection)}`, {
    projection,
  });
}

/** Throws `key-required` for a keyed projection without a key, `invalid-query` for a key where there are none. */
export function checkKey(projection: Projection, key: string | undefined): void {
  const { name } = projection;
  if (projection.key !== undefined && key === undefined)
    throw new TimelineError('key-required', `Projection ${name} has one state a key: name the key`, {
      projection: name,
    });
  if (key !== undefined) checkIsKeyed(projection, key);
}

/** Throws `invalid-query` for a key of a projection that has one state. */
export function checkIsKeyed(projection: Projection, key: string): void {
  if (projection.key !== undefined) return;
  const { name } = projection;
  throw new TimelineError('invalid-query', `Projection ${name} has one state and no keys`, {
    projection: name,
    key,
  });
}

/** Returns whether an `asOf` moves with the clock. */
export function isNow(asOf: string | number | undefined): boolean {
  return asOf === undefined || asOf === 'now';
}

/** Returns a number of the parameters after checking its range; throws `invalid-query`. */
export function numberAsked(
  parameter: string,
  value: number | undefined,
  { min, max, usual }: { readonly min: number; readonly max: number; readonly usual: number },
): number {
  const number = value ?? usual;
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new TimelineError('invalid-query', `${parameter} is not a whole number from ${min} to ${max}`, {
    parameter,
  });
}
