import { xOf } from './frame.ts';
import { rowMiddle } from './lane-places.ts';
import { windowOf } from './moving-window.ts';
import { besideInLane, besideInNextLane, edgeOfLane, nearestInTime } from './neighbours.ts';
import type { ContextName } from './opening.ts';
import { open, showContext } from './opening.ts';
import type { Painting } from './painting.ts';
import { placeOfEntry } from './seen.ts';

/** What keys do beside moving among marks. */
export interface KeyPlaces {
  readonly scroller: HTMLElement;
  /** Which context comes next. */
  nextContext(): ContextName;
}

/** Does what a key means on the timeline; tells whether it means anything. */
export function pressKey(
  painting: Painting,
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  places: KeyPlaces,
): boolean {
  // The rest is the browser's: it enlarges and reduces the page, and copies.
  if (metaKey || altKey || (ctrlKey && key !== 'Home')) return false;
  const window = windowOf(painting.model);
  const around = focusTime(painting);
  switch (key) {
    case 'ArrowRight':
      return goTo(painting, places, (entry) => besideInLane(painting.scene, entry, 1));
    case 'ArrowLeft':
      return goTo(painting, places, (entry) => besideInLane(painting.scene, entry, -1));
    case 'ArrowDown':
      return goTo(painting, places, (entry) => besideInNextLane(painting.scene, entry, 1));
    case 'ArrowUp':
      return goTo(painting, places, (entry) => besideInNextLane(painting.scene, entry, -1));
    case 'Home':
      return goTo(painting, places, (entry) =>
        edgeOfLane(painting.scene, laneOf(painting, ctrlKey ? 0 : entry), 1),
      );
    case 'End':
      return goTo(painting, places, (entry) => edgeOfLane(painting.scene, laneOf(painting, entry), -1));
    case '+':
    case '=':
      window.zoom(0.5, around);
      return true;
    case '-':
    case '_':
      window.zoom(2, around);
      return true;
    case 'PageUp':
      window.pan(-0.8);
      return true;
    case 'PageDown':
      window.pan(0.8);
      return true;
    case '0':
      window.fit();
      return true;
    case 'c':
      showContext(painting, places.nextContext());
      return true;
    case 'Enter':
    case ' ':
      if (painting.focus.peek() < 0) return false;
      void open(painting, painting.focus.peek());
      return true;
    default:
      return false;
  }
}

function laneOf({ scene }: Painting, entry: number): number {
  return scene.entries.lane[entry] ?? 0;
}

function focusTime({ scene, focus, frame }: Painting): number | undefined {
  const from = focus.peek() < 0 ? undefined : scene.entries.from[focus.peek()];
  return from !== undefined && from >= frame.from && from <= frame.to ? from : undefined;
}

/** Moves the focus to where `next` says, from where it is, or to a first place; brings it into sight. */
function goTo(painting: Painting, { scroller }: KeyPlaces, next: (entry: number) => number): true {
  const { focus } = painting;
  const entry = focus.peek() < 0 ? firstFocus(painting) : next(focus.peek());
  if (entry >= 0) {
    focus.value = entry;
    bringIntoSight(painting, scroller, entry);
  }
  return true;
}

/** Returns where the keyboard begins: at what is selected, or at the first mark in the window of the first lane that has any. */
export function firstFocus({ scene, frame }: Painting): number {
  const selected = scene.selectedEntries.at(-1);
  if (selected !== undefined) return selected;
  for (let lane = 0; lane < scene.places.rows.length; lane += 1) {
    const found = nearestInTime(scene, lane, frame.from);
    const from = scene.entries.from[found] ?? Number.NaN;
    if (from >= frame.from && from <= frame.to) return found;
  }
  return scene.places.rows.length > 0 ? nearestInTime(scene, 0, frame.from) : -1;
}

/** How near to an edge something in sight may be, in CSS pixels. */
const edgePx = 24;

/** Moves the window, and the lanes, so that an entry is in sight. */
export function bringIntoSight(
  painting: Painting,
  scroller: Pick<HTMLElement, 'scrollTop'>,
  entry: number,
): void {
  const { scene, frame, model } = painting;
  const x = xOf(frame, scene.entries.from[entry] ?? 0);
  if (x < frame.left + edgePx || x > frame.width - edgePx) {
    const span = frame.to - frame.from;
    const from = (scene.entries.from[entry] ?? 0) - span / 3;
    windowOf(model).glide({ from, to: from + span });
  }
  scrollIntoSight(painting, scroller, entry);
}

/** Scrolls the lanes so that an entry is in sight, whether or not its time is in the window. */
export function scrollIntoSight(
  { scene, frame }: Painting,
  scroller: Pick<HTMLElement, 'scrollTop'>,
  entry: number,
): void {
  const { lane, layout, item } = placeOfEntry(scene, entry);
  const middle = rowMiddle(scene.places, lane, layout.row[item] ?? 0);
  const room = frame.height - frame.top;
  if (middle - edgePx < frame.scroll) scroller.scrollTop = middle - edgePx;
  else if (middle + edgePx > frame.scroll + room) scroller.scrollTop = middle + edgePx - room;
}
