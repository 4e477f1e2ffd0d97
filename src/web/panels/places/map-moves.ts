import type { Moved } from './framing.ts';
import { notMoved, pannedBy, zoomed, zoomedBy } from './framing.ts';

/** Changes how the map is moved, from how it is. */
type Change = (change: (before: Moved) => Moved) => void;

interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far a pointer may move and still click, and how far a key moves the map, in pixels. */
const clickPx = 4;
const keyPx = 40;

/** Returns the map after a key, as on the timeline: plus, minus and 0, and arrows; undefined for a key that means nothing here. */
export function movedByKey(
  moved: Moved,
  { key, ctrlKey, metaKey, altKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>,
): Moved | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  switch (key) {
    case '+':
    case '=':
      return zoomed(moved, 1);
    case '-':
    case '_':
      return zoomed(moved, -1);
    case '0':
      return notMoved;
    case 'ArrowLeft':
      return pannedBy(moved, keyPx, 0);
    case 'ArrowRight':
      return pannedBy(moved, -keyPx, 0);
    case 'ArrowUp':
      return pannedBy(moved, 0, keyPx);
    case 'ArrowDown':
      return pannedBy(moved, 0, -keyPx);
    default:
      return undefined;
  }
}

/** Returns the map after a turn of the wheel at a place: up is larger, sideways moves it. */
export function movedByWheel(
  moved: Moved,
  {
    deltaX,
    deltaY,
    deltaMode,
    ctrlKey,
    shiftKey,
  }: Pick<WheelEvent, 'deltaX' | 'deltaY' | 'deltaMode' | 'ctrlKey' | 'shiftKey'>,
  at: Point,
): Moved {
  const unit = deltaMode === 1 ? 16 : deltaMode === 2 ? 400 : 1;
  const [across, along] = [deltaX * unit, deltaY * unit];
  if (!ctrlKey && (shiftKey || Math.abs(across) > Math.abs(along)))
    return pannedBy(moved, -(across === 0 ? along : across), 0);
  const turned = Math.max(-240, Math.min(240, along)) * (ctrlKey ? 0.01 : 0.002);
  return zoomedBy(moved, Math.exp(-turned), at.x, at.y);
}

/** Returns the map after one of two fingers moved: what lies under both stays there. */
export function movedByPinch(moved: Moved, before: Point, now: Point, other: Point): Moved {
  const apart = (one: Point): number => Math.max(8, Math.hypot(one.x - other.x, one.y - other.y));
  const middle = { x: (before.x + other.x) / 2, y: (before.y + other.y) / 2 };
  const larger = zoomedBy(moved, apart(now) / apart(before), middle.x, middle.y);
  return pannedBy(larger, (now.x - before.x) / 2, (now.y - before.y) / 2);
}

/** Has pointers and the wheel move a map: drag to pan, wheel or pinch to zoom. Returns what ends it. */
export function followMapPointers(map: HTMLElement, change: Change): () => void {
  const down = new Map<number, Point>();
  let way = 0;
  const placeOf = ({ clientX, clientY }: MouseEvent): Point => {
    const { left, top, width, height } = map.getBoundingClientRect();
    return { x: clientX - left - width / 2, y: clientY - top - height / 2 };
  };

  function press(event: PointerEvent): void {
    const isButton = event.target instanceof Element && event.target.closest('button') !== null;
    if (event.button !== 0 || isButton) return;
    if (down.size === 0) way = 0;
    down.set(event.pointerId, placeOf(event));
  }

  function move(event: PointerEvent): void {
    const before = down.get(event.pointerId);
    if (before === undefined) return;
    const now = placeOf(event);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    down.set(event.pointerId, now);
    way += Math.hypot(now.x - before.x, now.y - before.y);
    if (other !== undefined) change((moved) => movedByPinch(moved, before, now, other));
    else if (way > clickPx) {
      // From here on it is no click on a mark, and goes on beyond the edge of the map.
      map.setPointerCapture(event.pointerId);
      change((moved) => pannedBy(moved, now.x - before.x, now.y - before.y));
    }
  }

  function turn(event: WheelEvent): void {
    if (event.altKey) return;
    event.preventDefault();
    const at = placeOf(event);
    change((moved) => movedByWheel(moved, event, at));
  }

  const release = ({ pointerId }: PointerEvent): void => void down.delete(pointerId);
  const ends = new AbortController();
  const { signal } = ends;
  map.addEventListener('pointerdown', press, { signal });
  map.addEventListener('pointermove', move, { signal });
  map.addEventListener('pointerup', release, { signal });
  map.addEventListener('pointercancel', release, { signal });
  map.addEventListener('wheel', turn, { signal, passive: false });
  return () => ends.abort();
}
