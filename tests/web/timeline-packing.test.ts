import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { entriesOf } from '../../src/web/timeline/entries.ts';
import type { Entries } from '../../src/web/timeline/entries.ts';
import type { LaneLayout } from '../../src/web/timeline/laid-lane.ts';
import { layOutLane } from '../../src/web/timeline/lane-layout.ts';
import { orderLanes } from '../../src/web/timeline/lane-memory.ts';
import { beginPacking, crowded, packLane } from '../../src/web/timeline/packing.ts';
import { firstReaching, sizeOf } from '../../src/web/timeline/rows.ts';
import { sizes } from '../../src/web/timeline/sizes.ts';
import { marksOf } from './harness/marks.ts';
import { someMarks, spreadMs } from './timeline-arbitraries.ts';

const scales = fc.constantFrom(0.5, 2, 5, 20);
const someRows = fc.integer({ min: 2, max: 5 });

describe('packing', () => {
  test('puts every entry into the row that a plain form finds, or calls it crowded as that does', () => {
    fc.assert(
      fc.property(someMarks, scales, someRows, (marks, msPerPx, rows) => {
        const entries = entriesOf(marks, orderLanes([], marks));
        const packing = beginPacking(entries.count, rows);
        for (let lane = 0; lane < entries.order.lanes.length; lane += 1) {
          const hasClusters = packLane(entries, lane, rows, msPerPx, packing);
          const plain = packPlainly(entries, lane, rows, msPerPx);
          const own = (entries.start[lane + 1] ?? 0) - (entries.start[lane] ?? 0);
          expect([...packing.row.subarray(0, own)]).toEqual(plain.rows);
          expect(hasClusters).toBe(plain.hasClusters);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('makes no clusters where there are rows enough', () => {
    const readings = Array.from({ length: 5 }, (_, index) => ({ position: index + 1, from: index }));
    const entries = entriesOf(marksOf(readings), orderLanes([], marksOf(readings)));
    expect(packLane(entries, 0, 5, 1, beginPacking(5, 5))).toBe(false);
    expect(packLane(entries, 0, 4, 1, beginPacking(5, 5))).toBe(true);
  });

  test('lets readings of one fact that stand at one place share it', () => {
    const marks = marksOf([
      { position: 1, from: 0, recordedTo: 2 },
      { position: 2, fact: 1, from: 0, status: 1 },
    ]);
    const layout = layOutLane(entriesOf(marks, orderLanes([], marks)), 0, 2, 1, beginPacking(2, 2));
    expect([...layout.row]).toEqual([0, 0]);
    expect(layout.hasClusters).toBe(false);
  });
});

describe('items', () => {
  test('hold every entry once, in the order of time within their rows and within clusters', () => {
    fc.assert(
      fc.property(someMarks, scales, someRows, (marks, msPerPx, rows) => {
        eachLayout(marks, msPerPx, rows, (layout, entries, lane) => {
          const own = Array.from(
            { length: (entries.start[lane + 1] ?? 0) - (entries.start[lane] ?? 0) },
            (_, index) => (entries.start[lane] ?? 0) + index,
          );
          expect([...layout.members].toSorted((a, b) => a - b)).toEqual(own);
          for (let item = 0; item < layout.count; item += 1) {
            const members = membersOf(layout, item);
            expect(members).toEqual(members.toSorted((a, b) => a - b));
            expect(layout.from[item]).toBe(entries.from[members[0] ?? -1]);
            for (const member of members)
              expect(layout.itemOf[member - (entries.start[lane] ?? 0)]).toBe(item);
            if (item > 0 && layout.row[item] === layout.row[item - 1])
              expect(layout.from[item]).toBeGreaterThanOrEqual(layout.from[item - 1] ?? 0);
          }
        });
      }),
    );
  });

  test('are clusters only in the last row, each as wide as a cell at most', () => {
    fc.assert(
      fc.property(someMarks, scales, someRows, (marks, msPerPx, rows) => {
        eachLayout(marks, msPerPx, rows, (layout) => {
          for (let item = 0; item < layout.count; item += 1) {
            if (sizeOf(layout, item) < 2) continue;
            expect(layout.row[item]).toBe(rows - 1);
            const wide = ((layout.to[item] ?? 0) - (layout.from[item] ?? 0)) / msPerPx;
            expect(wide).toBeLessThanOrEqual(sizes.cell - sizes.mark);
          }
        });
      }),
    );
  });

  test('are found by search from any time on: nothing that reaches there is left out', () => {
    fc.assert(
      fc.property(someMarks, scales, someRows, fc.nat(spreadMs), (marks, msPerPx, rows, time) => {
        eachLayout(marks, msPerPx, rows, (layout) => {
          for (let row = 0; row < rows; row += 1) {
            const first = firstReaching(layout, row, time);
            for (let item = layout.rowStart[row] ?? 0; item < (layout.rowStart[row + 1] ?? 0); item += 1)
              if ((layout.to[item] ?? 0) >= time) expect(item).toBeGreaterThanOrEqual(first);
          }
        });
      }),
    );
  });

  test('leave the headroom of a cluster free', () => {
    fc.assert(
      fc.property(someMarks, scales, someRows, (marks, msPerPx, rows) => {
        eachLayout(marks, msPerPx, rows, (layout) => {
          for (let item = 0; item < layout.count; item += 1)
            for (let other = 0; other < layout.count; other += 1) {
              const above = rows - 1 - (layout.row[other] ?? 0);
              if (above === 0 || above > (layout.headroom[item] ?? 0)) continue;
              const isApart =
                (layout.to[other] ?? 0) < (layout.from[item] ?? 0) ||
                (layout.from[other] ?? 0) > (layout.to[item] ?? 0);
              expect(isApart).toBe(true);
            }
        });
      }),
    );
  });
});

function eachLayout(
  marks: Parameters<typeof entriesOf>[0],
  msPerPx: number,
  rows: number,
  visit: (layout: LaneLayout, entries: Entries, lane: number) => void,
): void {
  const entries = entriesOf(marks, orderLanes([], marks));
  const packing = beginPacking(entries.count, rows);
  for (let lane = 0; lane < entries.order.lanes.length; lane += 1)
    visit(layOutLane(entries, lane, rows, msPerPx, packing), entries, lane);
}

function membersOf({ members, memberStart }: LaneLayout, item: number): number[] {
  return [...members.subarray(memberStart[item], memberStart[item + 1])];
}

/** The same rules, written down one by one without regard to how long they take. */
function packPlainly(entries: Entries, lane: number, rows: number, msPerPx: number) {
  const count = (entries.start[lane + 1] ?? 0) - (entries.start[lane] ?? 0);
  const own = Array.from({ length: count }, (_, index) => {
    const entry = (entries.start[lane] ?? 0) + index;
    const from = entries.from[entry] ?? 0;
    const end = entries.end[entry] ?? 0;
    const before = entries.before[entry] ?? -1;
    const isStacked = before >= 0 && from - (entries.from[before] ?? 0) < sizes.mark * msPerPx;
    return { entry, from, end, before, isStacked };
  });
  const pack = (depth: number) => {
    const isPoint = (one: (typeof own)[number]) =>
      !one.isStacked && one.end - one.from <= sizes.cell * msPerPx;
    const points = own.filter(isPoint);
    const near = (sizes.mark + sizes.gap) * msPerPx;
    const isCrowded = (one: (typeof own)[number]) =>
      points.some((_, first) => {
        const together = points.slice(first, first + depth + 1);
        const isDeep =
          together.length > depth && (together.at(-1)?.from ?? 0) - (together[0]?.from ?? 0) < near;
        return isDeep && together.includes(one);
      });
    const placed = new Map<number, number>();
    const ends = new Map<number, number>();
    for (const one of own) {
      const free = Array.from({ length: depth }, (_, row) => row).find(
        (row) => (ends.get(row) ?? -Infinity) <= one.from,
      );
      const row = one.isStacked
        ? (placed.get(one.before) ?? crowded)
        : isCrowded(one)
          ? crowded
          : (free ?? crowded);
      placed.set(one.entry, row);
      if (row === crowded) continue;
      const ended = one.end === Infinity ? one.from + sizes.openStub * msPerPx : one.end;
      const right =
        Math.max(one.from + (sizes.mark * msPerPx) / 2, ended) +
        sizes.gap * msPerPx +
        (sizes.mark * msPerPx) / 2;
      ends.set(row, Math.max(ends.get(row) ?? -Infinity, right));
    }
    return own.map(({ entry }) => placed.get(entry) ?? crowded);
  };
  const all = pack(rows);
  return all.includes(crowded)
    ? { rows: pack(rows - 1), hasClusters: true }
    : { rows: all, hasClusters: false };
}
