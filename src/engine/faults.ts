import { TimelineError } from '../domain/errors.ts';
import type { ResolvedMoment } from '../domain/moment.ts';
import type { Projection } from '../domain/projection.ts';
import type { FaultPlace } from './chores.ts';

/** Keeps that a projection's own code failed, until it answers for that place or one beyond. */
export interface Faults {
  note(projection: Projection, error: TimelineError, at: FaultPlace): void;
  /** Returns what went wrong with a projection, `projection-faulted`. */
  of(projection: Projection): TimelineError | undefined;
  /** Runs work that answers for a moment; keeps what it throws, when it is the projection's own fault. */
  watch<Result>(projection: Projection, moment: ResolvedMoment, work: () => Promise<Result>): Promise<Result>;
  forget(projection: Projection): void;
}

/** Keeps the faults of projections, each the last. */
export function createFaults(): Faults {
  const faults = new Map<Projection, { readonly error: TimelineError; readonly at: FaultPlace }>();
  const note: Faults['note'] = (projection, error, at) => void faults.set(projection, { error, at });
  return {
    note,
    of: (projection) => faults.get(projection)?.error,
    forget: (projection) => void faults.delete(projection),
    async watch(projection, moment, work) {
      try {
        const result = await work();
        const at = faults.get(projection)?.at;
        if (at !== undefined && at.position <= moment.position && at.asOf <= moment.asOf)
          faults.delete(projection);
        return result;
      } catch (error) {
        if (error instanceof TimelineError && error.code === 'projection-faulted')
          note(projection, error, moment);
        throw error;
      }
    },
  };
}
