import type { ChangedFactOut, FactChange } from '../../client/index.ts';
import type { PastChanged } from '../model.ts';
import { lateAfterMs } from '../timeline/sizes.ts';

/** Adds to a notice what changed the past further; of a fact that changed twice the last change is told. */
export function mentioned(
  before: PastChanged | undefined,
  causes: readonly FactChange[],
  position: number,
): PastChanged {
  const told = new Map((before?.causes ?? []).map((cause) => [cause.id, cause]));
  for (const { id, title, type, why, reason } of causes) {
    told.delete(id);
    told.set(id, { id, title, type, why, reason });
  }
  return { causes: [...told.values()], position };
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
    const over = Math.max(
      Date.parse(entry.occurredfromlatest),
      Date.parse(entry.occurredtolatest ?? entry.occurredfromlatest),
    );
    return Date.parse(entry.recordedtime) > over + lateAfterMs;
  });
}
