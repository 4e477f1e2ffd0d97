import { signal } from '@preact/signals';
import { describe, expect, test } from 'vitest';

import { windowOf } from '../../src/web/timeline/moving-window.ts';
import { contextEntry, showContext } from '../../src/web/timeline/opening.ts';
import type { Painting } from '../../src/web/timeline/painting.ts';
import { marksOf } from './harness/marks.ts';
import { sceneOf } from './harness/scene.ts';
import { createStandIn } from './harness/stand-in.ts';
import { onStillPage } from './harness/still-page.ts';

const hour = 3_600_000;
const day = 24 * hour;
const marks = marksOf([
  { position: 1, from: 0, fromLatest: day - 1 },
  { position: 2, from: 10 * day },
  { position: 3, from: 20 * day },
]);

function looking({ focus = -1, fact = Number.NaN } = {}) {
  const { model, told } = createStandIn({ marks, view: { window: { from: 0, to: 20 * day } } });
  const scene = sceneOf({ marks, frame: { from: 0, to: 20 * day }, selectedFact: fact });
  const [focused, selected] = [signal(focus), signal(fact)];
  const painting = { model, scene, focus: focused, selected, frame: scene.frame } as unknown as Painting;
  return { painting, told, shown: () => windowOf(model).shown.peek() };
}

onStillPage();

describe('what happened around an event', () => {
  test('is that of none before one is chosen: nothing moves, and that is said', () => {
    const { painting, told, shown } = looking();
    expect(contextEntry(painting)).toBe(-1);
    showContext(painting, 'hour');
    expect(shown()).toEqual({ from: 0, to: 20 * day });
    expect(told).toEqual(['Choose an event first: what happened around it is shown then.']);
  });

  test('spans all the time at which it may have begun', () => {
    const { painting, shown } = looking({ fact: 1 });
    showContext(painting, 'hour');
    expect(shown()).toEqual({ from: -hour, to: day - 1 + hour });
  });

  test('is that of the mark with the focus, else of the selected fact', () => {
    const one = looking({ focus: 1, fact: 3 });
    showContext(one.painting, 'quarter');
    expect(one.shown()).toEqual({ from: 10 * day - hour / 4, to: 10 * day + hour / 4 });
    const other = looking({ fact: 3 });
    showContext(other.painting, 'quarter');
    expect(other.shown()).toEqual({ from: 20 * day - hour / 4, to: 20 * day + hour / 4 });
  });
});
