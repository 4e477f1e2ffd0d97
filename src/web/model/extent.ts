import type { ReadonlySignal } from '@preact/signals';
import { computed, effect, signal, untracked } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import { minInstantMs } from '../../domain/instant.ts';
import type { Marks, MarksInView, View } from '../model.ts';
import { isEmptyFilter } from './view.ts';
import type { TimeWindow } from './window.ts';
import type { World } from './world.ts';

/** Returns from when to when things occurred; undefined where there are none. A beginning that is not known at all does not count. */
export function extentOf(marks: Marks): TimeWindow | undefined {
  let from = Infinity;
  let to = -Infinity;
  for (let index = 0; index < marks.count; index += 1) {
    const begins = marks.from[index] ?? Number.NaN;
    const ends = marks.toLatest[index] ?? Number.NaN;
    const latest = Number.isNaN(ends) ? (marks.fromLatest[index] ?? begins) : ends;
    if (begins > minInstantMs) from = Math.min(from, begins);
    to = Math.max(to, latest);
  }
  return to === -Infinity ? undefined : { from: Math.min(from, to), to };
}

/** What the extent is worked out from. */
export interface ExtentOptions {
  readonly client: Pick<Client, 'density'>;
  readonly wait: World['wait'];
  /** Ends what goes on. */
  readonly ending: AbortSignal;
  readonly view: ReadonlySignal<View>;
  readonly marks: ReadonlySignal<MarksInView>;
  /** The last position that is shown; undefined until it is known. */
  readonly shown: ReadonlySignal<number | undefined>;
}

/** How long after one question the next may be asked, as the log goes on, in milliseconds. */
const restMs = 2000;

/** Returns from when to when anything occurred, whatever the filter lets in: the page does not leap while words are looked for. */
export function createExtent({
  client,
  wait,
  ending,
  view,
  marks,
  shown,
}: ExtentOptions): ReadonlySignal<TimeWindow | undefined> {
  const known = signal<TimeWindow | undefined>(undefined);
  /** The position up to which it is known. */
  let reached = -1;
  let isAsking = false;
  const isAll = computed(() => marks.value.isWhole && isEmptyFilter(view.value.filter));
  const hasPart = computed(() => {
    const { kind, marks: some } = marks.value;
    return !isAll.value && (kind !== 'loading' || some.count > 0);
  });

  /** Asks as often as it takes, and no more often than now and then. */
  async function follow(): Promise<void> {
    if (isAsking) return;
    isAsking = true;
    while (!ending.aborted && hasPart.peek() && reached < (shown.peek() ?? 0)) {
      await take(shown.peek() ?? 0);
      await wait(restMs, ending);
    }
    isAsking = false;
  }

  async function take(knownAt: number): Promise<void> {
    try {
      const { from, to } = await client.density({ buckets: 1, knownAt, signal: ending });
      const [begins, ends] = [Date.parse(from), Date.parse(to)];
      reached = Math.max(reached, knownAt);
      if (begins > minInstantMs) known.value = joined(known.peek(), { from: begins, to: ends });
    } catch {
      // Without an answer it is that of what is on the page.
    }
    known.value ??= extentOf(marks.peek().marks);
  }

  effect(() => {
    if (!isAll.value) return;
    known.value = extentOf(marks.value.marks);
    reached = shown.value ?? -1;
  });
  effect(() => {
    if (hasPart.value && shown.value !== undefined) void untracked(follow);
  });
  return computed(() =>
    known.value === undefined ? undefined : joined(known.value, extentOf(marks.value.marks)),
  );
}

function joined(one: TimeWindow | undefined, other: TimeWindow | undefined): TimeWindow | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}
