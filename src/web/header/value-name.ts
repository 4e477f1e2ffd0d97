import type { Filter } from '../model.ts';
import { capitalised, tagName, wordsOf } from '../panels/shared/names.ts';

/** Returns a value that facts are filtered by as it is said where its kind stands beside: `AttackReported` is Attack reported, `place:kyiv` Kyiv. */
export function valueName(field: Exclude<keyof Filter, 'text'>, value: string): string {
  if (field === 'types') return capitalised(wordsOf(value));
  return field === 'about' ? tagName(value) : value;
}
