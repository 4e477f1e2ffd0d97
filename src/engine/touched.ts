import { TimelineError } from '../domain/errors.ts';
import type { FactRead } from '../domain/reading.ts';
import type { EventLog } from '../store/port.ts';

/** With more events than this it is worked out what changed, and not first whether anything can have. */
const lookedAtMax = 512;

/** Returns whether events of a part of the log may change a history as of an instant; with `concerns`, in facts that it is true of. */
export function isTouched(
  store: EventLog,
  { after, through, asOf }: { readonly after: number; readonly through: number; readonly asOf: number },
  concerns?: (fact: FactRead) => boolean,
): boolean {
  if (through === after) return false;
  const range = { after, through, limit: lookedAtMax };
  const touches = store.touches(range);
  if (touches.length === lookedAtMax) return true;
  if (touches.every(({ touchedMs }) => touchedMs > asOf)) return false;
  if (concerns === undefined) return true;
  return store
    .readingsMade(range)
    .some(
      ({ touchedMs, fact, before }) =>
        touchedMs <= asOf &&
        (mayConcern(concerns, fact) || (before !== undefined && mayConcern(concerns, before))),
    );
}

/** Returns whether a fact concerns whoever asks, as far as can be told: where code fails that tells it, it may. */
export function mayConcern(concerns: (fact: FactRead) => boolean, fact: FactRead): boolean {
  try {
    return concerns(fact);
  } catch (error) {
    if (error instanceof TimelineError && error.code === 'projection-faulted') return true;
    throw error;
  }
}
