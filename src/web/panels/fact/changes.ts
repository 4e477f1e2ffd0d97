import type { FactOut } from '../../../client/index.ts';
import type { Difference } from '../shared/differences.ts';
import { differencesOf } from '../shared/differences.ts';

/** One reading of a fact. */
export type Reading = FactOut['readings'][number];

/** Lists what a reading changed of the one before: when it occurred, and the values of its data. */
export function changesOf(before: Reading, after: Reading): readonly Difference[] {
  return differencesOf(
    { occurred: before.occurred, ...before.data },
    { occurred: after.occurred, ...after.data },
  );
}
