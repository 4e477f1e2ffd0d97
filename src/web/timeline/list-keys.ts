import { rowAfterKey } from '../parts/rows.ts';
import { select } from './opening.ts';
import type { Painting } from './painting.ts';

/** A list, and which of it has the focus; -1 for none. */
export interface ListPlace {
  readonly items: Uint32Array;
  readonly active: number;
}

/** How many one goes on by a page. */
const page = 10;

/** Does what a key means in the list that stands in place of the drawing; tells whether it means anything. */
export function pressListKey(
  painting: Painting,
  { key }: KeyboardEvent,
  { items, active }: ListPlace,
): boolean {
  const next = rowAfterKey(key, active, items.length, page);
  if (next !== undefined) {
    painting.focus.value = items[next] ?? -1;
    return true;
  }
  if ((key !== 'Enter' && key !== ' ') || active < 0) return false;
  void select(painting, items[active] ?? 0);
  return true;
}
