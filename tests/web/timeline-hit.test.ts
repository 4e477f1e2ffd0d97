import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { standing } from '../../src/web/timeline/cut.ts';
import { clusterHeight } from '../../src/web/timeline/draw-item.ts';
import { leftOf, rightOf, timeAt, xOf } from '../../src/web/timeline/frame.ts';
import { entryAt } from '../../src/web/timeline/hit.ts';
import { listItems } from '../../src/web/timeline/listing.ts';
import { besideInLane, besideInNextLane, edgeOfLane } from '../../src/web/timeline/neighbours.ts';
import { sizeOf } from '../../src/web/timeline/rows.ts';
import type { Scene } from '../../src/web/timeline/scene.ts';
import { firstEntry, isSeen } from '../../src/web/timeline/seen.ts';
import { sizes } from '../../src/web/timeline/sizes.ts';
import { marksOf } from './harness/marks.ts';
import { sceneOf } from './harness/scene.ts';
import { someMarks, spreadMs } from './timeline-arbitraries.ts';

const someScene = fc
  .record({
    marks: someMarks,
    from: fc.integer({ min: -500, max: spreadMs }),
    span: fc.constantFrom(300, 1500, 6000, 40_000),
    asOf: fc.nat(spreadMs),
    position: fc.nat(90),
    selectedFact: fc.oneof(fc.constant(Number.NaN), fc.integer({ min: 1, max: 20 })),
    height: fc.constantFrom(180, 500),
    scroll: fc.constantFrom(0, 30),
  })
  .map(({ marks, from, span, asOf, position, selectedFact, height, scroll }) =>
    sceneOf({
      marks,
      frame: { from, to: from + span, height, scroll },
      cut: { asOf, position },
      selectedFact,
    }),
  );

describe('what is under a pointer', () => {
  test('is what a plain look at everything that is drawn finds nearest', () => {
    fc.assert(
      fc.property(
        someScene,
        fc.integer({ min: 0, max: 1000 }),
        fc.integer({ min: 0, max: 500 }),
        (scene, x, y) => {
          const found = entryAt(scene, x, y);
          const near = drawn(scene)
            .map((one) => ({ ...one, away: distance(one, x, y) }))
            .filter(({ away, lane }) => away < sizes.reach && lane === laneUnder(scene, x, y));
          const least = Math.min(...near.map(({ away }) => away));
          if (near.length === 0) expect(found).toBe(-1);
          else expect(near.filter(({ away }) => away === least).map(({ entry }) => entry)).toContain(found);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('is the mark itself at its middle, for every mark that is seen', () => {
    const marks = marksOf([
      { position: 1, from: 100, stream: 'a' },
      { position: 2, from: 500, stream: 'b' },
      { position: 3, from: 900, to: 1400, stream: 'a' },
    ]);
    const scene = sceneOf({ marks, frame: { from: 0, to: 2000 } });
    for (const one of drawn(scene))
      expect(entryAt(scene, one.left + 2, (one.top + one.bottom) / 2)).toBe(one.entry);
    expect(entryAt(scene, xOf(scene.frame, 1300), (drawn(scene)[1]?.top ?? 0) + 5)).toBe(
      drawn(scene)[1]?.entry,
    );
  });
});

describe('the keyboard', () => {
  test('goes through a lane from its first mark to its last and back, past each that is drawn', () => {
    fc.assert(
      fc.property(someScene, (scene) => {
        for (let lane = 0; lane < scene.places.rows.length; lane += 1) {
          const layout = scene.layoutOf(lane);
          const seen = Array.from({ length: layout.count }, (_, item) => item)
            .filter((item) => isSeen(scene, lane, layout, item))
            .toSorted(
              (one, other) =>
                (layout.from[one] ?? 0) - (layout.from[other] ?? 0) ||
                (layout.row[one] ?? 0) - (layout.row[other] ?? 0) ||
                one - other,
            )
            .map((item) => firstEntry(layout, item));
          expect(walk(edgeOfLane(scene, lane, 1), (entry) => besideInLane(scene, entry, 1))).toEqual(seen);
          expect(walk(edgeOfLane(scene, lane, -1), (entry) => besideInLane(scene, entry, -1))).toEqual(
            seen.toReversed(),
          );
        }
      }),
    );
  });

  test('goes to the nearest mark in time of the next lane that has one', () => {
    const marks = marksOf([
      { position: 1, from: 100, stream: 'a' },
      { position: 2, from: 400, stream: 'a' },
      { position: 3, from: 10, stream: 'b' },
      { position: 4, from: 130, stream: 'b' },
      { position: 5, from: 700, stream: 'b' },
      { position: 6, from: 90, stream: 'c' },
      { position: 7, from: 20, stream: 'c' },
      { position: 8, from: 15, stream: 'c' },
      { position: 9, from: 0, stream: 'c' },
    ]);
    const scene = sceneOf({ marks, frame: { from: 0, to: 1000 } });
    const at = (entry: number) => scene.entries.from[entry];
    expect(scene.laneNames).toEqual(['c', 'b', 'a']);
    const start = edgeOfLane(scene, 2, 1);
    const above = besideInNextLane(scene, start, -1);
    expect([at(start), at(above), at(besideInNextLane(scene, above, -1))]).toEqual([100, 130, 90]);
    expect(besideInNextLane(scene, start, 1)).toBe(-1);
  });
});

describe('the list', () => {
  test('has all that is drawn in the window once, lane by lane and by time', () => {
    fc.assert(
      fc.property(someScene, (scene) => {
        const { frame, entries } = scene;
        const [first, last] = [timeAt(frame, frame.left), timeAt(frame, frame.width)];
        const wanted = drawn(scene).filter(({ from, to }) => from <= last && to >= first);
        const listed = [...listItems(scene)];
        expect(listed.toSorted((a, b) => a - b)).toEqual(
          wanted.map(({ entry }) => entry).toSorted((a, b) => a - b),
        );
        const keys = listed.map((entry) => [entries.lane[entry] ?? 0, entries.from[entry] ?? 0] as const);
        expect(keys).toEqual(keys.toSorted((one, other) => one[0] - other[0] || one[1] - other[1]));
      }),
    );
  });
});

interface Drawn {
  readonly entry: number;
  readonly lane: number;
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Lists all that is drawn, with its edges. */
function drawn(scene: Scene): readonly Drawn[] {
  const all: Drawn[] = [];
  const { entries, frame, places } = scene;
  for (let lane = 0; lane < places.rows.length; lane += 1) {
    const layout = scene.layoutOf(lane);
    for (let item = 0; item < layout.count; item += 1) {
      const members = [...layout.members.subarray(layout.memberStart[item], layout.memberStart[item + 1])];
      const stands = members.map((entry) => scene.stands[entries.reading[entry] ?? 0] ?? 0);
      const isOnlyOlder = Math.max(...stands) === standing.older;
      const entry = members[0] ?? 0;
      const isSelected = entries.marks.fact[entries.reading[entry] ?? 0] === scene.selectedFact;
      if (isOnlyOlder && !(members.length === 1 && isSelected)) continue;
      const best = stands.filter((one) => one === Math.max(...stands)).length;
      const row = layout.row[item] ?? 0;
      const bottom =
        frame.top + (places.top[lane] ?? 0) + places.inset + (row + 1) * sizes.row - 1 - frame.scroll;
      const tall = sizeOf(layout, item) > 1 ? clusterHeight(layout, item, best) : sizes.row - 2;
      all.push({
        entry,
        lane,
        from: layout.from[item] ?? 0,
        to: layout.to[item] ?? 0,
        left: leftOf(frame, layout, item),
        right: rightOf(frame, layout, item),
        top: bottom - tall,
        bottom,
      });
    }
  }
  return all;
}

function distance({ left, right, top, bottom }: Drawn, x: number, y: number): number {
  return Math.hypot(Math.max(0, left - x, x - right), Math.max(0, top - y, y - bottom));
}

function laneUnder({ places, frame }: Scene, x: number, y: number): number {
  const tall = y - frame.top + frame.scroll;
  if (x < frame.left || y < frame.top || x > frame.width || y > frame.height) return -1;
  return [...places.top].findLastIndex(
    (top, lane) => top <= tall && lane < places.rows.length && tall < (places.top[lane + 1] ?? 0),
  );
}

function walk(first: number, next: (entry: number) => number): number[] {
  const walked: number[] = [];
  for (let entry = first; entry >= 0 && walked.length < 500; entry = next(entry)) walked.push(entry);
  return walked;
}
