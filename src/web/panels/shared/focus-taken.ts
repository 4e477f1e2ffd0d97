import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Gives a heading the focus when what it heads was not there yet as it was opened: then the panel holds the focus for it.
 *
 * The heading is `[data-focus]`, which takes it at once where it is there.
 */
export function useFocusTaken<Heading extends HTMLElement>(): RefObject<Heading | null> {
  const heading = useRef<Heading>(null);
  useLayoutEffect(() => {
    const { activeElement } = document;
    if (activeElement !== null && activeElement === heading.current?.closest('[role=tabpanel]'))
      heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
