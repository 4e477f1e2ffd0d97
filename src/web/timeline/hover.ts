import type { Signal } from '@preact/signals';

/** What the pointer is on. It stays for a moment after the pointer has left, so that one can go over to the card and read it there. */
export interface Hover {
  enter(entry: number): void;
  leave(): void;
  /** Keeps it while the pointer is on the card. */
  keep(): void;
  end(): void;
}

/** How long it stays, in milliseconds. */
const lingerMs = 220;

/** Makes what keeps an entry under the pointer in a signal. */
export function createHover(hovered: Signal<number>): Hover {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = (): void => {
    clearTimeout(timer);
    timer = undefined;
    hovered.value = -1;
  };
  return {
    enter(entry) {
      clearTimeout(timer);
      timer = undefined;
      hovered.value = entry;
    },
    leave() {
      if (hovered.peek() >= 0) timer ??= setTimeout(end, lingerMs);
    },
    keep() {
      clearTimeout(timer);
      timer = undefined;
    },
    end,
  };
}
