import { timeAt } from './frame.ts';
import { entryAt } from './hit.ts';
import { windowOf } from './moving-window.ts';
import { open } from './opening.ts';
import type { Painting } from './painting.ts';

/** How far a pointer may move and still click, in CSS pixels. */
const clickPx = 4;

interface Point {
  x: number;
  y: number;
}

/** Has pointers and the wheel move a timeline: drag to pan, wheel or pinch to zoom, click to open. Returns what ends it. */
export function followPointers(
  painting: Painting,
  canvas: HTMLCanvasElement,
  scroller: HTMLElement,
): () => void {
  const window = windowOf(painting.model);
  const down = new Map<number, Point>();
  const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top } = canvas.getBoundingClientRect();
    return { x: clientX - left, y: clientY - top };
  };
  let moved = 0;
  let hovering = 0;
  const { frame, hover } = painting;

  function hoverAt({ x, y }: Point): void {
    cancelAnimationFrame(hovering);
    hovering = requestAnimationFrame(() => {
      const entry = entryAt(painting.scene, x, y);
      if (entry < 0) hover.leave();
      else hover.enter(entry);
      canvas.style.cursor = entry < 0 ? '' : 'pointer';
    });
  }

  function press(event: PointerEvent): void {
    if (event.button !== 0) return;
    canvas.setPointerCapture(event.pointerId);
    if (down.size === 0) moved = 0;
    down.set(event.pointerId, placeOf(event));
  }

  function move(event: PointerEvent): void {
    const now = placeOf(event);
    const before = down.get(event.pointerId);
    if (before === undefined) return event.pointerType === 'touch' ? undefined : hoverAt(now);
    moved += Math.hypot(now.x - before.x, now.y - before.y);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (other !== undefined) pinch(before, now, other);
    else if (moved > clickPx) drag(before, now, event.pointerType);
    down.set(event.pointerId, now);
    return undefined;
  }

  function drag(before: Point, now: Point, pointer: string): void {
    hover.end();
    const by = timeAt(frame, before.x) - timeAt(frame, now.x);
    window.move({ from: frame.from + by, to: frame.to + by });
    if (pointer !== 'touch') scroller.scrollTop += before.y - now.y;
  }

  /** Keeps the times under both fingers where they are. */
  function pinch(before: Point, now: Point, other: Point): void {
    moved = Infinity;
    const apart = Math.max(8, Math.abs(now.x - other.x));
    const factor = Math.max(8, Math.abs(before.x - other.x)) / apart;
    const middle = timeAt(frame, (before.x + other.x) / 2);
    const wide = (frame.to - frame.from) * factor;
    const share = ((now.x + other.x) / 2 - frame.left) / Math.max(1, frame.width - frame.left);
    window.move({ from: middle - wide * share, to: middle + wide * (1 - share) });
  }

  function release(event: PointerEvent): void {
    if (!down.delete(event.pointerId) || event.type !== 'pointerup' || moved > clickPx) return;
    const { x, y } = placeOf(event);
    const entry = entryAt(painting.scene, x, y);
    if (entry >= 0) void open(painting, entry);
    else painting.focus.value = -1;
  }

  function turn(event: WheelEvent): void {
    const { x } = placeOf(event);
    // The browser scrolls the lanes then.
    if (event.altKey || (x < frame.left && !event.ctrlKey && !event.shiftKey)) return;
    event.preventDefault();
    const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? 400 : 1;
    const [across, along] = [event.deltaX * unit, event.deltaY * unit];
    if (!event.ctrlKey && (event.shiftKey || Math.abs(across) > Math.abs(along))) {
      const by = timeAt(frame, frame.left + (across === 0 ? along : across)) - frame.from;
      window.move({ from: frame.from + by, to: frame.to + by });
      return;
    }
    const factor = Math.exp(Math.max(-240, Math.min(240, along)) * (event.ctrlKey ? 0.01 : 0.002));
    const at = timeAt(frame, Math.max(frame.left, x));
    window.move({ from: at - (at - frame.from) * factor, to: at + (frame.to - at) * factor });
  }

  function enlarge(event: MouseEvent): void {
    const { x, y } = placeOf(event);
    if (entryAt(painting.scene, x, y) < 0) window.zoom(event.shiftKey ? 2.5 : 0.4, timeAt(frame, x));
  }

  const leave = (): void => {
    cancelAnimationFrame(hovering);
    hover.leave();
  };
  const ends = new AbortController();
  const { signal } = ends;
  canvas.addEventListener('pointerdown', press, { signal });
  canvas.addEventListener('pointermove', move, { signal });
  canvas.addEventListener('pointerup', release, { signal });
  canvas.addEventListener('pointercancel', release, { signal });
  canvas.addEventListener('pointerleave', leave, { signal });
  canvas.addEventListener('dblclick', enlarge, { signal });
  canvas.addEventListener('wheel', turn, { signal, passive: false });
  return () => ends.abort();
}
