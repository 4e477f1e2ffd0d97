import { open } from './opening.ts';
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
  const next = placeAfter(key, active, items.length);
  if (next !== undefined && items.length > 0) {
    painting.focus.value = items[Math.min(items.length - 1, Math.max(0, next))] ?? -1;
    return true;
  }
  if ((key !== 'Enter' && key !== ' ') || active < 0) return false;
  void open(painting, items[active] ?? 0);
  return true;
}

function placeAfter(key: string, active: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return active + 1;
    case 'ArrowUp':
      return active - 1;
    case 'PageDown':
      return active + page;
    case 'PageUp':
      return active - page;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}
