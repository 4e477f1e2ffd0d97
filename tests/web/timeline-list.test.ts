import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { countInView } from '../../src/web/timeline/count-in-view.ts';
import { activeRow, listReadings } from '../../src/web/timeline/listing.ts';
import { marksOf } from './harness/marks.ts';
import { sceneOf } from './harness/scene.ts';
import { someMarks, spreadMs } from './timeline-arbitraries.ts';

const minute = 60_000;

describe('the list in place of the drawing', () => {
  test('has a row for each reading, however crowded they are drawn, by time and not by lane', () => {
    const marks = marksOf(
      Array.from({ length: 40 }, (_, index) => ({
        position: index + 1,
        from: Math.floor(index / 10),
        lanes: index % 2 === 0 ? ['a', 'b'] : ['b'],
      })),
    );
    const scene = sceneOf({ marks, frame: { from: 0, to: 1e9 } });
    const rows = [...listReadings(scene)];
    expect(rows.map((entry) => scene.entries.reading[entry])).toEqual([...marks.from.keys()]);
  });

  test('has those that are counted as in view, whatever the window', () => {
    fc.assert(
      fc.property(
        someMarks,
        fc.integer({ min: -500, max: spreadMs }),
        fc.constantFrom(300, 6000, 40_000),
        (marks, from, span) => {
          const scene = sceneOf({ marks, frame: { from, to: from + span } });
          const readings = [...listReadings(scene)].map((entry) => scene.entries.reading[entry] ?? 0);
          expect(readings).toHaveLength(countInView(marks, { from, to: from + span }));
          expect(readings).toEqual([...new Set(readings)].toSorted((one, other) => one - other));
        },
      ),
    );
  });

  test('finds the row of the mark that has the focus, in whichever of its lanes', () => {
    const marks = marksOf([
      { position: 1, from: 0, lanes: ['a', 'b'] },
      { position: 2, from: 5, lanes: ['b', 'a'] },
    ]);
    const scene = sceneOf({ marks, frame: { from: 0, to: 10 } });
    const rows = listReadings(scene);
    for (let entry = 0; entry < scene.entries.count; entry += 1)
      expect(activeRow(scene, entry, rows)).toBe(scene.entries.reading[entry]);
    expect(activeRow(scene, -1, rows)).toBe(-1);
  });
});

test('readings in view are counted by what is known at a position', () => {
  const marks = marksOf([1, 2, 3, 4].map((position) => ({ position, from: position * minute })));
  const window = { from: 2 * minute, to: 4 * minute };
  expect([0, 2, 3, 9].map((position) => countInView(marks, window, position))).toEqual([0, 1, 2, 3]);
  expect(countInView(marks, undefined, 2)).toBe(2);
});
