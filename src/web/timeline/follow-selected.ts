import { effect } from '@preact/signals';

import { bringIntoSight, scrollIntoSight } from './keys.ts';
import { windowOf } from './moving-window.ts';
import type { Painting } from './painting.ts';
import { factOfSelected } from './selected-fact.ts';

/**
 * Has the window and the lanes go to a fact that is selected elsewhere on the page; what is selected on the timeline is in sight.
 *
 * A window that the page was opened with stays: only the lanes are scrolled then. To each fact it goes once: whoever moves on is
 * not called back. Returns what ends it.
 */
export function followSelected(painting: Painting, scroller: Pick<HTMLElement, 'scrollTop'>): () => void {
  const { model, selected, chosen, rested } = painting;
  let opened = model.view.peek().selected;
  let shown: string | undefined;
  let moved: string | undefined;
  return effect(() => {
    void [selected.value, rested.value];
    const id = model.view.value.selected;
    const { answer } = model.fact.value;
    if (id !== opened) opened = undefined;
    if (id === shown) return;
    if (id === undefined || chosen.peek()?.id === id) {
      shown = id;
      return;
    }
    const fact = factOfSelected(id, answer);
    if (Number.isNaN(fact)) return;
    const entry = fact === painting.scene.selectedFact ? painting.scene.selectedEntries.at(-1) : undefined;
    if (entry !== undefined) {
      shown = id;
      chosen.value = undefined;
      painting.focus.value = entry;
      if (id === opened) scrollIntoSight(painting, scroller, entry);
      else bringIntoSight(painting, scroller, entry);
    } else if (id !== moved && id !== opened) {
      moved = id;
      goToTime(painting, Date.parse(answer?.occurredfrom ?? ''));
    }
  });
}

/** Where the readings of a window alone are loaded, those of a fact come once its time is in it. */
function goToTime({ model }: Painting, time: number): void {
  const { from, to } = windowOf(model).shown.peek();
  // A fact without a known beginning has no place.
  if (Number.isNaN(time) || (time >= from && time <= to)) return;
  const before = (to - from) / 3;
  windowOf(model).glide({ from: time - before, to: time - before + (to - from) });
}
