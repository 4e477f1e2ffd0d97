import type { ReadonlySignal } from '@preact/signals';
import { effect, signal } from '@preact/signals';

import type { PageModel } from '../model.ts';

/** How long after the last key words are looked for, in milliseconds. */
const settleMs = 250;

/** The words in the field of the search, and the filter that follows them. */
export interface TypedWords {
  readonly typed: ReadonlySignal<string>;
  /** Takes what stands in the field after a key; it is looked for when no other key follows for a while. */
  type(text: string): void;
  /** Looks for words at once. */
  find(text: string): void;
  /** Gives up what was not looked for yet, and follows the filter no more. */
  end(): void;
}

/** Makes the words of the search. Other words that the filter comes to elsewhere replace them; those that they gave it themselves do not. */
export function createTypedWords(model: Pick<PageModel, 'view' | 'change'>): TypedWords {
  let given = model.view.peek().filter.text;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const typed = signal(given);
  const end = effect(() => {
    const { text } = model.view.value.filter;
    if (text === given) return;
    clearTimeout(timer);
    given = text;
    typed.value = text;
  });
  const find = (text: string): void => {
    clearTimeout(timer);
    const { filter } = model.view.peek();
    given = text;
    if (text !== filter.text) model.change({ filter: { ...filter, text } });
  };
  return {
    typed,
    type(text) {
      typed.value = text;
      clearTimeout(timer);
      timer = setTimeout(() => find(text), settleMs);
    },
    find,
    end() {
      clearTimeout(timer);
      end();
    },
  };
}
