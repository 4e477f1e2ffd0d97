import { useRef } from 'preact/hooks';

import type { PageModel } from '../model.ts';
import type { TimeWindow } from '../model/window.ts';
import { timelineTexts } from '../texts/timeline.ts';
import { windowOf } from './moving-window.ts';
import { timeText } from './when.ts';

/** Where a brush stands. */
export interface BrushProps {
  readonly model: PageModel;
  /** All of time, from the left edge to the right. */
  readonly all: TimeWindow;
  /** How wide that is, in CSS pixels. */
  readonly width: number;
}

type Part = 'from' | 'to' | 'move';

const parts: readonly Part[] = ['move', 'from', 'to'];

/** How far a key moves a part, as a share of the window. */
const stepShare = { small: 0.05, large: 0.5 };

/** Chooses the window of the timeline: both ends and the whole can be moved, by pointer and by keys; a new one is drawn beside it. */
export function Brush({ model, all, width }: BrushProps) {
  const window = windowOf(model);
  const drag = useRef<{ part: Part; time: number; start: TimeWindow; moved: boolean } | undefined>(undefined);
  const shown = window.shown.value;
  const perMs = width / (all.to - all.from);
  const timeOf = (event: PointerEvent & { readonly currentTarget: HTMLElement }): number =>
    all.from + (event.clientX - event.currentTarget.getBoundingClientRect().left) / perMs;
  const begin = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const time = timeOf(event);
    const part = partAt(event, shown, perMs, time);
    const start = part === undefined ? { from: time, to: time } : shown;
    drag.current = { part: part ?? 'to', time, start, moved: false };
  };
  const follow = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    const now = drag.current;
    if (now === undefined) return;
    const by = timeOf(event) - now.time;
    now.moved ||= Math.abs(by * perMs) > 3;
    if (now.moved) window.move(movedBy(now.start, now.part, by));
  };
  const end = (event: PointerEvent & { readonly currentTarget: HTMLElement }): void => {
    const now = drag.current;
    drag.current = undefined;
    if (now === undefined || now.moved || event.type !== 'pointerup') return;
    const half = (shown.to - shown.from) / 2;
    window.glide({ from: now.time - half, to: now.time + half });
  };
  return (
    <div class="brush" onPointerDown={begin} onPointerMove={follow} onPointerUp={end} onPointerCancel={end}>
      <div
        class="brush-dim"
        ref={(dim) =>
          void (dim !== null && (dim.style.width = `${Math.max(0, (shown.from - all.from) * perMs)}px`))
        }
      />
      <div
        class="brush-dim after"
        ref={(dim) => void (dim !== null && (dim.style.left = `${(shown.to - all.from) * perMs}px`))}
      />
      {parts.map((part) => (
        <Thumb key={part} model={model} part={part} all={all} shown={shown} perMs={perMs} />
      ))}
    </div>
  );
}

interface ThumbProps {
  readonly model: PageModel;
  readonly part: Part;
  readonly all: TimeWindow;
  readonly shown: TimeWindow;
  readonly perMs: number;
}

function Thumb({ model, part, all, shown, perMs }: ThumbProps) {
  const { density: texts } = timelineTexts;
  const { zone } = model.view.value;
  const time = part === 'to' ? shown.to : shown.from;
  const [from, to] = [timeText(Math.round(shown.from), zone), timeText(Math.round(shown.to), zone)];
  const place = (thumb: HTMLElement | null): void => {
    if (thumb === null) return;
    const [x, most] = [(time - all.from) * perMs, (all.to - all.from) * perMs - holdPx];
    // What takes hold of an end stays wholly on the page, to be seen and to be reached.
    thumb.style.left = `${part === 'move' ? x : Math.max(holdPx, Math.min(x, most))}px`;
    if (part === 'move') thumb.style.width = `${Math.max(2, (shown.to - shown.from) * perMs)}px`;
  };
  return (
    <div
      ref={place}
      class={`brush-${part}`}
      data-part={part}
      role="slider"
      tabIndex={0}
      aria-label={texts[part]}
      aria-valuemin={Math.round(all.from)}
      aria-valuemax={Math.round(all.to)}
      aria-valuenow={Math.round(time)}
      aria-valuetext={part === 'move' ? texts.spokenMove(from, to) : part === 'from' ? from : to}
      onKeyDown={(event) => {
        const moved = keyMove(event.key, part, shown, all);
        if (moved === undefined) return;
        event.preventDefault();
        windowOf(model).move(moved);
      }}
    />
  );
}

/** How near to an end a pointer takes hold of it, in CSS pixels. */
const holdPx = 12;

function partAt({ target }: PointerEvent, shown: TimeWindow, perMs: number, time: number): Part | undefined {
  if (target instanceof HTMLElement && target.dataset['part'] !== 'move')
    return parts.find((part) => part === target.dataset['part']);
  // Of a window too narrow to hold by its middle, the whole is moved.
  const wide = (shown.to - shown.from) * perMs;
  if (wide > 4 * holdPx) {
    if (Math.abs(time - shown.from) * perMs < holdPx) return 'from';
    if (Math.abs(time - shown.to) * perMs < holdPx) return 'to';
  }
  return 'move';
}

/** Moves a part of a window; an end that is moved past the other one becomes the other. */
function movedBy({ from, to }: TimeWindow, part: Part, by: number): TimeWindow {
  const moved = { from: part === 'to' ? from : from + by, to: part === 'from' ? to : to + by };
  return moved.from <= moved.to ? moved : { from: moved.to, to: moved.from };
}

function keyMove(key: string, part: Part, shown: TimeWindow, all: TimeWindow): TimeWindow | undefined {
  const span = shown.to - shown.from;
  const moves: Readonly<Record<string, number>> = {
    ArrowLeft: -stepShare.small * span,
    ArrowDown: -stepShare.small * span,
    ArrowRight: stepShare.small * span,
    ArrowUp: stepShare.small * span,
    PageDown: -stepShare.large * span,
    PageUp: stepShare.large * span,
    Home: all.from - (part === 'to' ? shown.to : shown.from),
    End: all.to - (part === 'from' ? shown.from : shown.to),
  };
  const by = moves[key];
  return by === undefined ? undefined : movedBy(shown, part, by);
}
