import type { ChangedFactOut, FactChange } from '../../client/index.ts';
import type { PastChanged } from '../model.ts';
import { isLate } from './late.ts';

/** Most causes that a notice names: those that came last. */
const causesMax = 50;

/** Adds to a notice what changed the past further; of a fact that changed twice the last change is told, and of very many the last ones are named. */
export function mentioned(
  before: PastChanged | undefined,
  causes: readonly FactChange[],
  position: number,
): PastChanged {
  const told = new Map((before?.causes ?? []).map((cause) => [cause.id, cause]));
  let inAll = before?.inAll ?? 0;
  for (const { id, title, type, why, reason } of causes) {
    if (!told.delete(id)) inAll += 1;
    told.set(id, { id, title, type, why, reason });
  }
  return { causes: [...told.values()].slice(-causesMax), inAll, position };
}

/** Returns which changes of what is live correct something that was on the screen before: the rest is new and no surprise. */
export function correctionsOf(changes: readonly FactChange[]): readonly FactChange[] {
  return changes.filter(({ why }) => why === 'corrected' || why === 'retracted' || why === 'reinstated');
}

/**
 * Returns which of what is live was reported late: recorded later than a day after it was over, as the timeline marks it. It belongs to a past
 * that was on the screen without it.
 */
export function lateOf(changes: readonly ChangedFactOut[]): readonly ChangedFactOut[] {
  return changes.filter(({ why, entry }) => {
    if (why !== 'stated' || entry === undefined) return false;
    const { occurredfromlatest, occurredto, occurredtolatest, recordedtime } = entry;
    return isLate(timeOf(recordedtime), {
      fromLatest: timeOf(occurredfromlatest),
      to: timeOf(occurredto),
      toLatest: timeOf(occurredtolatest),
    });
  });
}

function timeOf(instant: string | undefined): number {
  return instant === undefined ? Number.NaN : Date.parse(instant);
}
