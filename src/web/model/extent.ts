import type { ReadonlySignal } from '@preact/signals';
import { computed, effect, signal, untracked } from '@preact/signals';

import type { Client } from '../../client/index.ts';
import { minInstantMs } from '../../domain/instant.ts';
import type { Marks, MarksInView, View } from '../model.ts';
import { isEmptyFilter } from './view.ts';
import type { TimeWindow } from './window.ts';

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
  readonly view: ReadonlySignal<View>;
  readonly marks: ReadonlySignal<MarksInView>;
  /** The last position that is shown; undefined until it is known. */
  readonly shown: ReadonlySignal<number | undefined>;
}

/** Returns from when to when anything occurred, whatever the filter lets in: the page does not leap while words are looked for. */
export function createExtent({
  client,
  view,
  marks,
  shown,
}: ExtentOptions): ReadonlySignal<TimeWindow | undefined> {
  const known = signal<TimeWindow | undefined>(undefined);
  const isAll = computed(() => marks.value.isWhole && isEmptyFilter(view.value.filter));
  const hasPart = computed(() => {
    const { kind, marks: some } = marks.value;
    return !isAll.value && (kind !== 'loading' || some.count > 0);
  });

  async function take(knownAt: number): Promise<void> {
    // Without an answer it is that of what is on the page.
    const asked = await ask(knownAt).catch(() => undefined);
    known.value ??= asked ?? extentOf(marks.peek().marks);
  }

  async function ask(knownAt: number): Promise<TimeWindow | undefined> {
    const { from, to } = await client.density({ buckets: 1, knownAt });
    const [begins, ends] = [Date.parse(from), Date.parse(to)];
    return begins > minInstantMs ? { from: begins, to: ends } : undefined;
  }

  effect(() => {
    if (isAll.value) known.value = extentOf(marks.value.marks);
  });
  effect(() => {
    const head = shown.value;
    if (!hasPart.value || head === undefined || untracked(() => known.value) !== undefined) return;
    untracked(() => void take(head));
  });
  return computed(() =>
    known.value === undefined ? undefined : joined(known.value, extentOf(marks.value.marks)),
  );
}

function joined(one: TimeWindow | undefined, other: TimeWindow | undefined): TimeWindow | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return { from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) };
}
