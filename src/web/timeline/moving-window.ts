import type { ReadonlySignal } from '@preact/signals';
import { computed, signal } from '@preact/signals';

import type { PageModel } from '../model.ts';
import type { TimeWindow } from '../model/window.ts';
import { scrubberWindow, shownWindow } from '../model/window.ts';

/** The window of occurred time that is shown, also while it moves; the address follows when it rests. */
export interface MovingWindow {
  readonly shown: ReadonlySignal<TimeWindow>;
  /** Shows a window at once. */
  move(window: TimeWindow): void;
  /** Goes to a window within a moment; at once where motion is to be reduced. */
  glide(window: TimeWindow): void;
  /** Makes wider by a factor around a time; narrower by one below 1. */
  zoom(factor: number, around?: number): void;
  /** Moves by a share of what is shown. */
  pan(share: number): void;
  /** Shows all there is. */
  fit(): void;
}

/** The shortest window, in milliseconds. */
const spanMin = 100;

/** How long until a window that has come to rest is written into the address, and how often one is that does not, in milliseconds. */
const restMs = 160;
const restMaxMs = 700;

/** How long a glide takes, in milliseconds. */
const glideMs = 200;

const windows = new WeakMap<PageModel, MovingWindow>();

/** Returns the window of a page: the timeline and the density strip move the same one. */
export function windowOf(model: PageModel): MovingWindow {
  const there = windows.get(model);
  if (there !== undefined) return there;
  const made = createWindow(model);
  windows.set(model, made);
  return made;
}

function createWindow(model: PageModel): MovingWindow {
  const moving = signal<TimeWindow | undefined>(undefined);
  const shown = computed(() => moving.value ?? scrubberWindow(model));
  let timer: ReturnType<typeof setTimeout> | undefined;
  let since = 0;
  let gliding = 0;
  const rest = (): void => {
    const window = moving.peek();
    since = 0;
    if (window === undefined) return;
    model.change({ window: { from: Math.round(window.from), to: Math.round(window.to) } });
    moving.value = undefined;
  };
  const move = (window: TimeWindow): void => {
    moving.value = within(window, model.extent.peek());
    const now = performance.now();
    since = since === 0 ? now : since;
    clearTimeout(timer);
    timer = setTimeout(rest, Math.max(0, Math.min(restMs, since + restMaxMs - now)));
  };
  const stop = (): void => cancelAnimationFrame(gliding);
  const glide = (aim: TimeWindow): void => {
    stop();
    const start = shown.peek();
    const to = within(aim, model.extent.peek());
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return move(to);
    const began = performance.now();
    const step = (now: number): void => {
      const done = Math.min(1, Math.max(0, (now - began) / glideMs));
      move(between(start, to, 1 - (1 - done) ** 3));
      if (done < 1) gliding = requestAnimationFrame(step);
    };
    gliding = requestAnimationFrame(step);
    return undefined;
  };
  return {
    shown,
    move(window) {
      stop();
      move(window);
    },
    glide,
    zoom(factor, around) {
      const window = shown.peek();
      const at = around ?? (window.from + window.to) / 2;
      glide({ from: at - (at - window.from) * factor, to: at + (window.to - at) * factor });
    },
    pan(share) {
      const window = shown.peek();
      const by = (window.to - window.from) * share;
      glide({ from: window.from + by, to: window.to + by });
    },
    fit() {
      const { extent, view } = model;
      const all = shownWindow({ ...view.peek(), window: undefined }, extent.peek());
      if (all !== undefined) glide(all);
    },
  };
}

/** Goes from one window to another so that zooming looks even: lengths by their ratio, middles along with them. */
function between(one: TimeWindow, other: TimeWindow, share: number): TimeWindow {
  const [span, otherSpan] = [one.to - one.from, other.to - other.from];
  const now = span * (otherSpan / span) ** share;
  const moved = Math.abs(otherSpan - span) < 1e-9 * span ? share : (now - span) / (otherSpan - span);
  const from = one.from + (other.from - one.from) * moved;
  return { from, to: from + now };
}

/** Keeps a window to times that a clock has, not shorter than can be told apart, and not out of sight of what there is. */
function within({ from, to }: TimeWindow, extent: TimeWindow | undefined): TimeWindow {
  const all = extent ?? { from, to };
  const length = Math.max(all.to - all.from, 60_000);
  const span = Math.min(Math.max(to - from, spanMin), length * 4);
  const middle = Math.min(Math.max((from + to) / 2, all.from - span * 0.45), all.to + span * 0.45);
  return { from: middle - span / 2, to: middle + span / 2 };
}
