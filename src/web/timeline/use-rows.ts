import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

import { rowsInView, scrollTopFor } from '../parts/rows.ts';

/** A long list of which only what is in sight is in the document; all of it is equally tall. */
export interface Rows {
  readonly count: number;
  /** How tall one is, in CSS pixels. */
  readonly tall: number;
  /** One that is always in the document, wherever it stands, and that is brought into sight when it changes; -1 for none. */
  readonly kept: number;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** Returns which of a long list are to be in the document. */
export function useRows({ count, tall, kept, scroller }: Rows): readonly number[] {
  const [sight, setSight] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null) return undefined;
    const look = (): void => setSight({ top: box.scrollTop, height: box.clientHeight });
    const observer = new ResizeObserver(look);
    observer.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, []);
  useLayoutEffect(() => {
    const box = scroller.current;
    if (box === null || kept < 0) return;
    box.scrollTop = scrollTopFor(kept, box.scrollTop, box.clientHeight, tall);
  }, [kept, count]);
  const { first, end } = rowsInView(sight.top, sight.height, tall, count);
  const shown = Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place);
  return kept >= 0 && kept < count && (kept < first || kept >= end) ? [...shown, kept] : shown;
}
