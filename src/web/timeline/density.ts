import { computed, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';

import type { PageModel } from '../model.ts';
import type { TimeWindow } from '../model/window.ts';

/** How many facts there are in equal parts of occurred time. */
export interface Density {
  readonly from: number;
  readonly bucketMs: number;
  readonly counts: readonly number[];
  readonly most: number;
}

/** Counts that are asked for, and how that goes: the last counts stay until the next have come. */
export interface DensityAsked {
  readonly state: 'loading' | 'there' | 'failed';
  readonly density: Density | undefined;
}

/** How long the range and the position must hold still until counts are asked for, in milliseconds. */
const restMs = 200;

/** Counts the facts of a range as known at the moment, and again as either changes. Returns the counts, and what ends it. */
export function followDensity(
  model: PageModel,
  range: ReadonlySignal<TimeWindow | undefined>,
  buckets: ReadonlySignal<number>,
): { readonly asked: ReadonlySignal<DensityAsked>; readonly end: () => void } {
  const asked = signal<DensityAsked>({ state: 'loading', density: undefined });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asking = new AbortController();
  const count = async ({ from, to }: TimeWindow, position: number, parts: number): Promise<void> => {
    asking.abort();
    asking = new AbortController();
    const { signal: ending } = asking;
    try {
      const answer = await model.client.density({
        from: Math.floor(from),
        to: Math.ceil(to),
        buckets: parts,
        signal: ending,
        knownAt: position,
      });
      if (ending.aborted) return;
      const { bucketMs, counts } = answer;
      asked.value = {
        state: 'there',
        density: { from: Date.parse(answer.from), bucketMs, counts, most: Math.max(1, ...counts) },
      };
    } catch {
      if (!ending.aborted) asked.value = { state: 'failed', density: asked.peek().density };
    }
  };
  // The moment moves with the clock, and counts do not: only the position they are of matters.
  const known = computed(() => model.at.value.position);
  const stop = effect(() => {
    const [wanted, parts, position] = [range.value, buckets.value, known.value];
    // It is asked again when the server answers again.
    void model.returns.value;
    clearTimeout(timer);
    if (wanted === undefined || parts < 1) return;
    const wait = asked.peek().density === undefined ? 0 : restMs;
    timer = setTimeout(() => void count(wanted, position, parts), wait);
  });
  return {
    asked,
    end() {
      stop();
      clearTimeout(timer);
      asking.abort();
    },
  };
}
