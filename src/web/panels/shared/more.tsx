import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

import { panelTexts } from '../../texts/panels.ts';

/** What a list that may be long is given. */
export interface SomeProps<Item> {
  readonly items: readonly Item[];
  /** How many are shown at first. */
  readonly first: number;
  /** Names the list for those who hear it. */
  readonly name: string;
  readonly class?: string;
  readonly children: (item: Item, index: number) => ComponentChildren;
}

/** How many more a press of the button shows. */
const atOnce = 100;

/** Shows the first items of a list, with a button for more. `children` gives list items. */
export function Some<Item>({ items, first, name, class: className, children }: SomeProps<Item>) {
  const [shown, setShown] = useState(first);
  const left = items.length - shown;
  return (
    <>
      <ul class={className}>{items.slice(0, shown).map(children)}</ul>
      {items.length > first && (
        // One button for both: it keeps the focus of who pressed it.
        <button
          type="button"
          class="more"
          aria-label={left > 0 ? panelTexts.moreNamed(Math.min(left, atOnce), name) : undefined}
          onClick={() => setShown(left > 0 ? shown + atOnce : first)}
        >
          {left > 0 ? panelTexts.more(Math.min(left, atOnce)) : panelTexts.fewer}
        </button>
      )}
    </>
  );
}
