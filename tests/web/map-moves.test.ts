import { geoContains } from 'd3-geo';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Moved } from '../../src/web/panels/places/framing.ts';
import { notMoved, projectionOf } from '../../src/web/panels/places/framing.ts';
import { movedByKey, movedByPinch, movedByWheel } from '../../src/web/panels/places/map-moves.ts';
import { naturalEarth } from '../../src/web/panels/places/world.ts';
import { morePanelTexts } from '../../src/web/texts/more-panels.ts';

const size = { width: 400, height: 280 };
const kyiv: [number, number] = [30.52, 50.45];
const plain = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, deltaMode: 0, deltaX: 0 };

/** Returns where a place is drawn, in pixels right of and below the middle of the map. */
function placeIn(moved: Moved, place: [number, number]): { readonly x: number; readonly y: number } {
  const bounds = { west: 22, south: 44, east: 40, north: 53 };
  const [x, y] = projectionOf(bounds, size.width, size.height, moved)(place) ?? [Number.NaN, Number.NaN];
  return { x: x - size.width / 2, y: y - size.height / 2 };
}

const turns = fc.array(fc.double({ min: -300, max: 300, noNaN: true }), { maxLength: 6 });

describe('the map', () => {
  test('keeps what is under the pointer where it is, while the wheel makes it larger or smaller', () => {
    fc.assert(
      fc.property(turns, (deltas) => {
        let moved = notMoved;
        const at = placeIn(moved, kyiv);
        for (const deltaY of deltas) moved = movedByWheel(moved, { ...plain, deltaY }, at);
        const now = placeIn(moved, kyiv);
        expect(now.x).toBeCloseTo(at.x, 6);
        expect(now.y).toBeCloseTo(at.y, 6);
      }),
    );
  });

  test('is made larger by the wheel turned up and smaller by it turned down, as on the timeline, within limits', () => {
    expect(movedByWheel(notMoved, { ...plain, deltaY: -100 }, { x: 0, y: 0 }).scale).toBeGreaterThan(1);
    expect(movedByWheel(notMoved, { ...plain, deltaY: 100 }, { x: 0, y: 0 }).scale).toBeLessThan(1);
    expect(movedByWheel(notMoved, { ...plain, deltaX: 30, deltaY: 0 }, { x: 0, y: 0 })).toEqual({
      scale: 1,
      x: -30,
      y: 0,
    });
    let moved = notMoved;
    for (let turn = 0; turn < 60; turn += 1)
      moved = movedByWheel(moved, { ...plain, deltaY: -240 }, { x: 0, y: 0 });
    expect(moved.scale).toBe(40);
  });

  test('follows two fingers: what lies midway between them stays there', () => {
    const [one, other] = [
      { x: 20, y: 10 },
      { x: -20, y: -10 },
    ];
    const now = { x: 60, y: 30 };
    const moved = movedByPinch(notMoved, one, now, other);
    expect(moved.scale).toBeCloseTo(2);
    expect(moved.x).toBeCloseTo((now.x + other.x) / 2);
    expect(moved.y).toBeCloseTo((now.y + other.y) / 2);
  });

  test('is moved by keys, and leaves those of the browser alone', () => {
    const press = (key: string, ctrlKey = false) => movedByKey(notMoved, { ...plain, key, ctrlKey });
    expect(press('+')?.scale).toBeCloseTo(1.6);
    expect(press('-')?.scale).toBeCloseTo(1 / 1.6);
    expect(press('ArrowRight')).toEqual({ scale: 1, x: -40, y: 0 });
    expect(press('ArrowDown')).toEqual({ scale: 1, x: 0, y: -40 });
    expect(movedByKey({ scale: 3, x: 1, y: 2 }, { ...plain, key: '0' })).toEqual(notMoved);
    expect(press('+', true)).toBeUndefined();
    expect(press('a')).toBeUndefined();
  });

  test('says of its borders what is so: Crimea is drawn with Russia', () => {
    const drawn = naturalEarth()
      .countries.filter((country) => geoContains(country, [34.1, 45]))
      .map((country): unknown => country.properties?.['name']);
    expect(drawn).toEqual(['Russia']);
    expect(morePanelTexts.places.borders).toContain('Crimea, for one, it draws with Russia');
  });
});
