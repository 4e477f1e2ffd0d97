import type { ReadonlySignal } from '@preact/signals';
import { signal } from '@preact/signals';

/** Whether everything stands below each other: what is inline where there is room then opens from a button. */
export const isNarrow: ReadonlySignal<boolean> = follow('(max-width: 1099.9px)');

function follow(query: string): ReadonlySignal<boolean> {
  const list = matchMedia(query);
  const matches = signal(list.matches);
  list.addEventListener('change', () => (matches.value = list.matches));
  return matches;
}
