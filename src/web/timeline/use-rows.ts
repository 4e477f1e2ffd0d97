import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** A long list of which only what is in sight is in the document; all of it is equally tall. */
export interface Rows {
  readonly count: number;
  /** How tall one is, in CSS pixels. */
  readonly tall: number;
  /** One that is always in the document, wherever it stands, and that is brought into sight when it changes; -1 for none. */
  readonly kept: number;
  readonly scroller: RefObject<HTMLElement | null>;
}

/** How many are kept in the document above and below what is in sight. */
const beyond = 6;

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
    if (kept * tall < box.scrollTop) box.scrollTop = kept * tall;
    else if ((kept + 1) * tall > box.scrollTop + box.clientHeight)
      box.scrollTop = (kept + 1) * tall - box.clientHeight;
  }, [kept, count]);
  return rowsInSight(count, tall, kept, sight);
}

/** Works out which rows are in sight, with some beyond them and the one that is kept. */
export function rowsInSight(
  count: number,
  tall: number,
  kept: number,
  { top, height }: { readonly top: number; readonly height: number },
): readonly number[] {
  const first = Math.max(0, Math.min(Math.floor(top / tall) - beyond, count - 1));
  const end = Math.min(count, Math.ceil((top + height) / tall) + beyond);
  const shown = Array.from({ length: Math.max(0, end - first) }, (_, place) => first + place);
  return kept >= 0 && kept < count && (kept < first || kept >= end) ? [...shown, kept] : shown;
}
