import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { arrange, levelOf, scaleOf } from '../../src/web/timeline/arrangement.ts';
import { entriesOf } from '../../src/web/timeline/entries.ts';
import { orderLanes, withoutLane } from '../../src/web/timeline/lane-memory.ts';
import { laneAtHeight, placeLanes } from '../../src/web/timeline/lane-places.ts';
import { sizes } from '../../src/web/timeline/sizes.ts';
import { createStage } from '../../src/web/timeline/stage.ts';
import { manyReadings } from './harness/many.ts';
import { marksOf } from './harness/marks.ts';
import { someMarks } from './timeline-arbitraries.ts';

const inLanes = (...lanes: (readonly string[])[]) =>
  marksOf(lanes.map((own, index) => ({ position: index + 1, from: index, lanes: own })));

describe('lanes', () => {
  test('stand by how many readings they have, those without a lane last', () => {
    const { lanes } = orderLanes([], inLanes(['b'], [], ['c'], ['c'], ['a'], [], []));
    expect(lanes.map(({ name, most }) => [name, most])).toEqual([
      ['c', 2],
      ['a', 1],
      ['b', 1],
      [withoutLane, 3],
    ]);
  });

  test('keep their places as other readings come, and new ones stand below', () => {
    const before = orderLanes([], inLanes(['a'], ['a'], ['b'])).lanes;
    const { lanes } = orderLanes(before, inLanes(['b'], ['b'], ['b'], ['c'], ['b']));
    expect(lanes.map(({ name, most }) => [name, most])).toEqual([
      ['a', 2],
      ['b', 4],
      ['c', 1],
    ]);
    expect(before.map(({ most }) => most)).toEqual([2, 1]);
  });

  test('hold each reading in each of its lanes once', () => {
    fc.assert(
      fc.property(someMarks, (marks) => {
        const entries = entriesOf(marks, orderLanes([], marks));
        const { order, reading, lane } = entries;
        const placed = [...reading].map((own, entry) => `${own} ${order.lanes[lane[entry] ?? 0]?.name}`);
        const wanted = [...marks.from.keys()].flatMap((own) => {
          const lanes = [...marks.laneOf.subarray(marks.laneStart[own], marks.laneStart[own + 1])];
          return (lanes.length === 0 ? [withoutLane] : lanes.map((place) => marks.lanes[place])).map(
            (name) => `${own} ${name}`,
          );
        });
        expect(placed.toSorted()).toEqual(wanted.toSorted());
        for (let own = 0; own < marks.count; own += 1)
          for (const entry of entries.entryOf.subarray(entries.entryStart[own], entries.entryStart[own + 1]))
            expect(reading[entry]).toBe(own);
      }),
    );
  });

  test('share a height out, have their least rows where there is none, and are found by it', () => {
    const known = [1000, 30, 1].map((most, index) => ({ name: String(index), most, depth: most }));
    expect([...placeLanes(known, 0, 0).rows]).toEqual([2, 2, 2]);
    expect([...placeLanes(known, 10_000, 0).rows]).toEqual([14, 9, 2]);
    const shallow = known.map((lane) => ({ ...lane, depth: 3 }));
    expect([...placeLanes(shallow, 10_000, 0).rows]).toEqual([3, 3, 2]);
    const places = placeLanes(known, 220, 14);
    expect(places.top.at(-1)).toBeLessThanOrEqual(220);
    for (let lane = 0; lane < 3; lane += 1) {
      expect(laneAtHeight(places, places.top[lane] ?? 0)).toBe(lane);
      expect(laneAtHeight(places, (places.top[lane + 1] ?? 0) - 0.5)).toBe(lane);
    }
    expect(laneAtHeight(places, -1)).toBe(-1);
    expect(laneAtHeight(places, places.top.at(-1) ?? 0)).toBe(-1);
    expect(sizes.rowsMin * sizes.row).toBeGreaterThanOrEqual(24);
  });
});

describe('how deep a lane is', () => {
  test('is how many rows it takes with all in view: few where its readings stand apart', () => {
    expect(depths(0, 100, 200, 300)).toEqual([1]);
    expect(depths(0, 0, 0, 900)).toEqual([3]);
    expect(depths(...Array.from({ length: 100 }, () => 7))).toEqual([11]);
    expect(depths()).toEqual([]);
  });
});

describe('zoom levels', () => {
  test('leave at least as much room as there is, and at most half as much again', () => {
    for (const msPerPx of [0.08, 1, 1.1, 59_999, 1e9]) {
      expect(scaleOf(levelOf(msPerPx))).toBeGreaterThanOrEqual(msPerPx * (1 - 1e-9));
      expect(scaleOf(levelOf(msPerPx))).toBeLessThan(msPerPx * 1.4143);
    }
    expect(scaleOf(levelOf(scaleOf(7)))).toBe(scaleOf(7));
  });

  test('are worked out once for each lane, and a few of them are kept', () => {
    const marks = marksOf(manyReadings({ count: 300 }));
    const entries = entriesOf(marks, orderLanes([], marks));
    const arrangement = arrange(entries, placeLanes(entries.order.lanes, 400, 0));
    const layout = arrangement.layoutOf(0, 50);
    expect(arrangement.layoutOf(0, 50)).toBe(layout);
    expect(arrangement.has(1, 50)).toBe(false);
    expect(arrangement.nearest(0, 53)).toBe(layout);
    expect(arrangement.nearest(1, 53)).toBeUndefined();
    for (let level = 40; level < 48; level += 1) arrangement.layoutOf(0, level);
    expect(arrangement.has(0, 50)).toBe(false);
  });

  test('come from the nearest one when a frame has no time left, and are caught up with in the next', () => {
    let now = 0;
    const marks = marksOf(manyReadings({ count: 300 }));
    const stage = createStage(marks, 'test', () => now);
    const frame = { width: 1000, height: 400, left: 0, top: 0, from: 0, to: 1e9, scroll: 0 };
    const coarse = stage.layoutOf(0, frame);
    stage.beginFrame(5);
    now = 6;
    const closer = { ...frame, to: 1e8 };
    expect(stage.layoutOf(0, closer)).toBe(coarse);
    expect(stage.isBehind).toBe(true);
    stage.beginFrame(5);
    expect(stage.layoutOf(0, closer)).not.toBe(coarse);
    expect(stage.isBehind).toBe(false);
  });
});

function depths(...times: readonly number[]): readonly number[] {
  const marks = marksOf(times.map((from, index) => ({ position: index + 1, from })));
  return createStage(marks, 'test', () => 0).entries.order.lanes.map(({ depth }) => depth);
}
