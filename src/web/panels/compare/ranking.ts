import type { Difference } from '../shared/differences.ts';

/** Values that two states differ in, by how much a reader asks for them. */
export interface Ranked {
  /** The numbers of the situation. */
  readonly figures: readonly Difference[];
  /** What else is told on its cards. */
  readonly others: readonly Difference[];
  /** What those are worked out from: claims, sources, ids, attacks one by one. */
  readonly workings: readonly Difference[];
}

const numbers = new Set(['casualties', 'munitions']);
const workedFrom = new Set(['claims', 'fact', 'facts', 'inferred', 'parts', 'sources']);

/** Puts what differs in an order for reading; where all of it is workings, that is what there is to show. */
export function ranked(differences: readonly Difference[]): Ranked {
  const workings = differences.filter(isWorking);
  if (workings.length === differences.length) return { figures: [], others: differences, workings: [] };
  const shown = differences.filter((difference) => !isWorking(difference));
  return {
    figures: shown.filter(isNumber),
    others: shown.filter((difference) => !isNumber(difference)),
    workings,
  };
}

function isNumber({ steps }: Difference): boolean {
  return numbers.has(steps[0] ?? '');
}

function isWorking({ steps }: Difference): boolean {
  return steps[0] === 'attacks' || steps.slice(1).some((step) => workedFrom.has(step));
}
