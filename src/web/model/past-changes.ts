import type { FactChange } from '../../client/index.ts';
import type { PastChanged } from '../model.ts';

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
