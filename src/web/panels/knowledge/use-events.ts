import { useEffect, useRef, useState } from 'preact/hooks';

import type { PageModel } from '../../model.ts';
import type { EventAt } from './events-at.ts';
import { eventsAt } from './events-at.ts';

/** How long rows have to stay in view before their events are asked for, in milliseconds. */
const restMs = 120;

/** Asks for what the events at some positions are called, once they stay in view. */
export function useEvents(model: PageModel, positions: readonly number[]): ReadonlyMap<number, EventAt> {
  const known = useRef(new Map<number, EventAt>());
  const [, setCount] = useState(0);
  const key = positions.join(' ');
  useEffect(() => {
    if (positions.every((position) => known.current.has(position))) return undefined;
    const abort = new AbortController();
    const wait = setTimeout(() => {
      eventsAt(model.client, positions, known.current, abort.signal).then(
        () => setCount(known.current.size),
        // Rows without their titles still have their times; the next scroll asks again.
        () => undefined,
      );
    }, restMs);
    return () => {
      clearTimeout(wait);
      abort.abort();
    };
  }, [key]);
  return known.current;
}
