import type { ReadonlySignal } from '@preact/signals';
import { computed, effect, signal } from '@preact/signals';

import type { PageModel } from '../model.ts';
import { askedFilter } from '../model/asked-filter.ts';
import { timelineTexts } from '../texts/timeline.ts';
import { countInView } from './count-in-view.ts';

/** How long what a filter leaves stays the same before it is told, in milliseconds. */
const settleMs = 600;

/** Tells how much a filter left, for who cannot see it. */
export interface Found {
  /** A sentence; empty until a filter was changed. */
  readonly told: ReadonlySignal<string>;
  end(): void;
}

/** Makes what tells how many readings there are once a filter was changed: once for each, and not when the window moves or something is recorded. */
export function createFound(model: Pick<PageModel, 'view' | 'marks'>): Found {
  const told = signal('');
  const wanted = computed(() => JSON.stringify(askedFilter(model.view.value.filter)));
  const isThere = computed(() => ['marks', 'too-many'].includes(model.marks.value.kind));
  let last = wanted.peek();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const now = wanted.value;
    clearTimeout(timer);
    if (now === last || !isThere.value) return;
    timer = setTimeout(() => {
      last = now;
      told.value = timelineTexts.shownNow(leftOf(model));
    }, settleMs);
  });
  return {
    told,
    end() {
      clearTimeout(timer);
      stop();
    },
  };
}

function leftOf(model: Pick<PageModel, 'view' | 'marks'>): string {
  const { states } = timelineTexts;
  const { kind, marks, inAll } = model.marks.peek();
  if (kind === 'too-many') return states.tooMany(inAll);
  const count = countInView(marks, model.view.peek().window);
  return count === 0 ? states.none : timelineTexts.inView(count);
}
