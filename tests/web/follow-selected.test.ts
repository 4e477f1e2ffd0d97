import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import type { FactOut } from '../../src/client/index.ts';
import type { Asked } from '../../src/web/model.ts';
import { followSelected } from '../../src/web/timeline/follow-selected.ts';
import type { ChosenFact } from '../../src/web/timeline/live-scene.ts';
import { windowOf } from '../../src/web/timeline/moving-window.ts';
import type { Painting } from '../../src/web/timeline/painting.ts';
import { entriesOfFact } from '../../src/web/timeline/selected-fact.ts';
import { marksOf } from './harness/marks.ts';
import { sceneOf } from './harness/scene.ts';
import { createStandIn } from './harness/stand-in.ts';
import { onStillPage } from './harness/still-page.ts';

const hour = 3_600_000;
const marks = marksOf(
  Array.from({ length: 30 }, (_, index) => ({
    position: index + 1,
    from: index * hour,
    stream: `lane-${String(index).padStart(2, '0')}`,
  })),
);

/** A timeline of 30 lanes, of which a few have room, that shows the first two hours. */
function looking({ opened, isLoaded = true }: { opened?: number; isLoaded?: boolean } = {}) {
  const window = { from: 0, to: 2 * hour };
  const stand = createStandIn({ marks, view: { window, selected: idOf(opened) } });
  const fact = signal<Asked<FactOut>>({ state: 'loading', answer: undefined });
  const model = { ...stand.model, fact };
  const there = sceneOf({ marks: isLoaded ? marks : marksOf([]), frame: { ...window, height: 300 } });
  const scene = { ...there, selectedFact: Number.NaN, selectedEntries: [] as readonly number[] };
  const [selected, rested, focus] = [signal(Number.NaN), signal(0), signal(-1)];
  const chosen = signal<ChosenFact | undefined>(undefined);
  const painting = {
    model,
    scene,
    frame: scene.frame,
    selected,
    rested,
    focus,
    chosen,
  } as unknown as Painting;
  const scroller = { scrollTop: 0 };
  const end = followSelected(painting, scroller);
  const load = (position: number): void => {
    scene.selectedFact = position;
    scene.selectedEntries = entriesOfFact(scene.entries, position);
    fact.value = { state: 'there', answer: answerOf(position) };
    selected.value = position;
  };
  return {
    scroller,
    chosen,
    focus,
    rested,
    end,
    load,
    scene,
    select: (position: number) => model.change({ selected: idOf(position) }),
    shows: (time: number) => {
      const { from, to } = windowOf(model).shown.peek();
      return time >= from && time <= to;
    },
    move: () => windowOf(model).move(window),
  };
}

function idOf(position: number | undefined): string | undefined {
  return position === undefined ? undefined : `fact-${position}`;
}

function answerOf(position: number): FactOut {
  const occurredfrom = new Date((position - 1) * hour).toISOString();
  return { id: idOf(position), position, readings: [], occurredfrom } as unknown as FactOut;
}

onStillPage();

describe('a fact that is selected elsewhere on the page', () => {
  test('brings the window and the lanes to it once it is known, and once only', () => {
    const one = looking();
    one.select(25);
    expect(one.shows(24 * hour)).toBe(false);
    one.load(25);
    expect(one.shows(24 * hour)).toBe(true);
    expect(one.scroller.scrollTop).toBeGreaterThan(0);
    expect(one.scene.entries.reading[one.focus.value]).toBe(24);
    one.move();
    one.scroller.scrollTop = 0;
    one.rested.value += 1;
    expect(one.shows(24 * hour)).toBe(false);
    expect(one.scroller.scrollTop).toBe(0);
  });

  test('is not mistaken for the one before, whose answer is still there', () => {
    const one = looking();
    one.select(25);
    one.load(25);
    one.select(20);
    one.rested.value += 1;
    expect(one.shows(19 * hour)).toBe(false);
    one.load(20);
    expect(one.shows(19 * hour)).toBe(true);
  });

  test('brings the window to its time where its readings are not loaded, and the lanes once they are', () => {
    const one = looking({ isLoaded: false });
    one.select(25);
    one.load(25);
    expect(one.shows(24 * hour)).toBe(true);
    expect(one.scroller.scrollTop).toBe(0);
    const { entries, places, layoutOf } = sceneOf({ marks, frame: { from: 0, to: 2 * hour, height: 300 } });
    Object.assign(one.scene, { entries, places, layoutOf });
    one.load(25);
    one.rested.value += 1;
    expect(one.scroller.scrollTop).toBeGreaterThan(0);
  });

  test('leaves the window that the page was opened with, and scrolls the lanes', () => {
    const one = looking({ opened: 25 });
    one.load(25);
    expect(one.shows(24 * hour)).toBe(false);
    expect(one.scroller.scrollTop).toBeGreaterThan(0);
  });

  test('moves nothing where it was selected on the timeline, or nothing listens any more', () => {
    const one = looking();
    one.chosen.value = { id: 'fact-25', fact: 25 };
    one.select(25);
    one.load(25);
    expect([one.shows(24 * hour), one.scroller.scrollTop]).toEqual([false, 0]);
    one.end();
    one.select(20);
    one.load(20);
    expect([one.shows(19 * hour), one.scroller.scrollTop]).toEqual([false, 0]);
  });
});
