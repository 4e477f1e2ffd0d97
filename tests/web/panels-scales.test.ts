import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { formatDuration } from '../../src/web/format/durations.ts';
import { positionRanges } from '../../src/web/panels/knowledge/events-at.ts';
import { lagWords } from '../../src/web/panels/knowledge/lag-words.ts';
import {
  bandCounts,
  closestBeginning,
  lagBand,
  lagRange,
  lagScale,
} from '../../src/web/panels/knowledge/lag.ts';
import { plotExtents, plotScales, tellingAxis } from '../../src/web/panels/knowledge/plot.ts';
import { nearestPoint, plotPoints, pointKinds } from '../../src/web/panels/knowledge/points.ts';
import { twinRows } from '../../src/web/panels/knowledge/twin-order.ts';
import { notMoved, pannedBy, projectionOf, zoomed } from '../../src/web/panels/places/framing.ts';
import { boundsOf, labelsWithRoom, markRadius } from '../../src/web/panels/places/located.ts';
import { sparkLineOf, xOf } from '../../src/web/panels/situation/spark-path.ts';
import { rowAfterKey, rowsInView, scrollTopFor } from '../../src/web/parts/rows.ts';
import { marksByHand } from './marks-by-hand.ts';

interface Row {
  readonly position: number;
  readonly fact: number;
  readonly recordedTo?: number;
  readonly recordedAt: number;
  readonly from: number;
  readonly status?: number;
}

/** Puts readings, given in history order, into columns. */
function marksOf(rows: readonly Row[]) {
  const readings = rows.map((row) => ({ recordedTo: Infinity, status: 0, ...row }));
  const recordedAt = Float64Array.from(rows, (row) => row.recordedAt);
  return { ...marksByHand(readings), recordedAt };
}

const hour = 3_600_000;
const day = 24 * hour;
const box = { width: 100, height: 20, margin: 0 };

function pointAt(ms: number, value?: unknown) {
  return { at: new Date(ms).toISOString(), position: 1, value };
}

describe('a spark line', () => {
  const range = { from: 0, to: 100 };

  test('goes in steps, each as high as it is large, from 0 on', () => {
    const { path, last } = sparkLineOf({ points: [pointAt(0, 5), pointAt(50, 10)] }, range, box);
    expect(path).toBe('M0 10H50V0H100');
    expect(last).toEqual({ x: 100, y: 0 });
  });

  test('has a gap where nothing is known: unknown is not 0', () => {
    const { path } = sparkLineOf(
      { points: [pointAt(0), pointAt(20, 5), pointAt(40), pointAt(60, 5)] },
      range,
      box,
    );
    expect(path).toBe('M20 0H40M60 0H100');
    expect(sparkLineOf({ points: [pointAt(0)] }, range, box)).toEqual({ path: '', last: undefined });
  });

  test('stays in its box, whatever the values', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            ms: fc.integer({ min: -50, max: 150 }),
            value: fc.double({ noNaN: true, min: -1e6, max: 1e6 }),
          }),
        ),
        (points) => {
          const sorted = points.toSorted((one, other) => one.ms - other.ms);
          const { path } = sparkLineOf(
            { points: sorted.map(({ ms, value }) => pointAt(ms, value)) },
            range,
            box,
          );
          for (const [, number] of path.matchAll(/[MHV ]?(-?[\d.]+)/g)) {
            expect(Number(number)).toBeGreaterThanOrEqual(0);
            expect(Number(number)).toBeLessThanOrEqual(100);
          }
        },
      ),
    );
  });

  test('of a moment alone stands at its end', () => {
    expect(xOf(5, { from: 5, to: 5 }, 100)).toBe(100);
  });
});

const exact = (lag: number) => ({ least: lag, most: lag });

describe('a lag', () => {
  test('is counted from the time that is closest among those at which it may have begun', () => {
    expect(closestBeginning(0, day, 2 * day)).toBe(day);
    expect(closestBeginning(0, day, day / 2)).toBe(day / 2);
    expect(closestBeginning(5, day, 0)).toBe(5);
  });

  test('of what is known to the day is from the least to the most it may be', () => {
    expect(lagRange(0, day - 1, 18 * hour)).toEqual({ least: 0, most: 18 * hour });
    expect(lagRange(0, day, 30 * hour)).toEqual({ least: 6 * hour, most: 30 * hour });
    expect(lagRange(5, 5, 5 + hour)).toEqual({ least: hour, most: hour });
    expect(lagRange(day, 2 * day, 0)).toEqual({ least: -2 * day, most: -day });
    expect(lagRange(-8.64e15, day, 2 * day)).toEqual({ least: day, most: Infinity });
  });

  test('is told with both ends where it is not known closely', () => {
    const told = [
      lagRange(0, 0, 0),
      lagRange(0, 0, hour),
      lagRange(0, day - 1, 18 * hour),
      lagRange(0, day, 30 * hour),
      lagRange(day, 2 * day, 0),
      lagRange(-8.64e15, day, 2 * day),
      lagRange(-8.64e15, day, hour),
    ].map((lag) => lagWords(lag, formatDuration));
    expect(told).toEqual([
      'at once',
      '1 h later',
      'up to 18 h later',
      '6 h – 1 d 6 h later',
      '1 d – 2 d before',
      'at least 1 d later',
      'not known',
    ]);
  });

  test('lies in bands, each some ten times as long as the one before', () => {
    expect([-1, 0, 59_999, 60_000, hour, day, 400 * day].map(lagBand)).toEqual([-1, 0, 0, 1, 2, 3, 6]);
    const known = [-1, 0, 0, hour].map(exact);
    expect(bandCounts(known)).toEqual({ counts: [1, 2, 0, 1, 0, 0, 0, 0, 0], unclear: 0 });
    const rough = [
      { least: 0, most: 18 * hour },
      { least: 2 * hour, most: 20 * hour },
      { least: 3 * day, most: Infinity },
    ];
    expect(bandCounts(rough)).toEqual({ counts: [0, 0, 0, 1, 0, 0, 0, 0, 0], unclear: 2 });
  });

  test('grows along its scale, and is 0 at none', () => {
    expect(lagScale(0)).toBe(0);
    // Within three hundred years; lags of more than that may be too long to be told apart by a millisecond.
    const lag = fc.integer({ min: -1e13, max: 1e13 });
    fc.assert(
      fc.property(lag, lag, (one, other) => {
        expect(Math.sign(lagScale(one) - lagScale(other))).toBe(Math.sign(one - other));
      }),
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (one, other) => {
        expect(lagScale(Math.max(one, other))).toBeGreaterThanOrEqual(lagScale(Math.min(one, other)));
      }),
    );
  });
});

describe('the knowledge map', () => {
  const marks = marksOf([
    { position: 4, fact: 4, recordedAt: 12 * day, from: -8.64e15 },
    { position: 1, fact: 1, recordedTo: 3, recordedAt: 10 * day, from: 2 * day },
    { position: 3, fact: 1, recordedAt: 11 * day, from: 2 * day, status: 1 },
    { position: 2, fact: 2, recordedAt: 10 * day, from: 10 * day },
  ]);
  const extents = plotExtents(marks);
  if (extents === undefined) throw new Error('there are marks');
  const plot = { left: 10, top: 5, width: 100, height: 200 };

  test('leaves out what has no known beginning', () => {
    expect(extents.drawn).toHaveLength(3);
    expect(extents.lag).toEqual({ low: 0, high: 9 * day });
    expect(plotExtents(marksOf([]))).toBeUndefined();
  });

  test('is of the window, whatever is loaded beside it, as the timeline counts what is in view', () => {
    const drawn = plotExtents(marks, { from: 5 * day, to: 10 * day })?.drawn ?? [];
    expect([...drawn].map((index) => marks.position[index])).toEqual([2]);
    expect(plotExtents(marks, { from: 20 * day, to: 21 * day })).toBeUndefined();
  });

  test('has a range for what is not known closely, from where it is least late', () => {
    const rough = marksByHand([
      { position: 1, fact: 1, recordedTo: Infinity, from: 0, fromLatest: 100, status: 0 },
      { position: 2, fact: 2, recordedTo: Infinity, from: 50, status: 0 },
    ]);
    const found = plotExtents({ ...rough, recordedAt: Float64Array.of(60, 90) });
    if (found === undefined) throw new Error('there are marks');
    const scales = plotScales(found, 'recorded', plot);
    const { x, farX, y, farY } = plotPoints(
      { ...rough, recordedAt: Float64Array.of(60, 90) },
      found.drawn,
      scales,
      {
        asOf: 200,
        position: 2,
      },
    );
    expect([x[0], farX[0]]).toEqual([Math.fround(scales.x(60)), Math.fround(scales.x(0))]);
    expect([farX[1], farY[0], farY[1]]).toEqual([x[1], y[0], y[1]]);
  });

  test('has what was reported at once on the diagonal, and what was reported late above it', () => {
    const scales = plotScales(extents, 'recorded', plot);
    const time = 9 * day;
    expect(scales.y(0, time)).toBeGreaterThan(scales.y(0, time + day));
    const onDiagonal = (ms: number) => (scales.y(ms, ms) - scales.y(0, 0)) / (scales.x(ms) - scales.x(0));
    expect(onDiagonal(3 * day)).toBeCloseTo(onDiagonal(8 * day));
    const lags = plotScales(extents, 'lag', plot);
    expect(lags.y(time, time)).toBeCloseTo(lags.y(5, 5));
    expect(lags.y(time, time + day)).toBeLessThan(lags.y(time, time));
  });

  test('draws what is known, what reads otherwise since, and what is not there yet as such', () => {
    const scales = plotScales(extents, 'recorded', plot);
    const kinds = (at: { asOf: number; position: number }) =>
      [...plotPoints(marks, extents.drawn, scales, at).kind].map((kind) => pointKinds[kind]);
    expect(kinds({ asOf: 20 * day, position: 4 })).toEqual(['replaced', 'corrected', 'stated']);
    expect(kinds({ asOf: 20 * day, position: 2 })).toEqual(['stated', 'not-yet', 'stated']);
    expect(kinds({ asOf: 5 * day, position: 4 })).toEqual(['replaced', 'corrected', 'not-yet']);
  });

  test('finds the point that is pointed at, and none far from all', () => {
    const points = plotPoints(marks, extents.drawn, plotScales(extents, 'recorded', plot), {
      asOf: 0,
      position: 9,
    });
    const [x = 0, y = 0] = [points.x[2], points.y[2]];
    expect(nearestPoint(points, x + 2, y - 2, 5)).toBe(2);
    expect(nearestPoint(points, x + 40, y, 5)).toBeUndefined();
  });

  test('shows lags where recorded times go on for so much longer that all lies in a line', () => {
    expect(tellingAxis({ ...extents, recorded: { low: 0, high: 365 * day } })).toBe('lag');
    expect(tellingAxis({ ...extents, recorded: { low: 0, high: 10 * day } })).toBe('recorded');
  });

  const positions = (order: 'occurred' | 'recorded' | 'lag') =>
    [...twinRows(marks, extents.drawn, order)].map((index) => marks.position[index]);

  test('has a table that is sorted by lag, the longest first, or by when it was recorded', () => {
    expect(positions('occurred')).toEqual([1, 3, 2]);
    expect(positions('recorded')).toEqual([1, 2, 3]);
    expect(positions('lag')).toEqual([3, 1, 2]);
  });
});

test('positions close to each other are asked for at once', () => {
  expect(positionRanges([30, 1, 2, 2, 10, 500])).toEqual([
    [1, 30],
    [500, 500],
  ]);
  const long = positionRanges(Array.from({ length: 250 }, (_, index) => index));
  expect(long.map(([first, last]) => last - first + 1)).toEqual([100, 100, 50]);
});

describe('a table of which only some rows are there', () => {
  test('has those that are seen and some beyond, and none that is not', () => {
    expect(rowsInView(0, 400, 40, 1000)).toEqual({ first: 0, end: 16 });
    expect(rowsInView(4000, 400, 40, 1000)).toEqual({ first: 94, end: 116 });
    expect(rowsInView(40_000, 400, 40, 20)).toEqual({ first: 20, end: 20 });
  });

  test('moves by keys, and no farther than its ends', () => {
    expect(rowAfterKey('ArrowDown', 19, 20, 5)).toBe(19);
    expect(rowAfterKey('PageUp', 3, 20, 5)).toBe(0);
    expect(rowAfterKey('End', 3, 20, 5)).toBe(19);
    expect(rowAfterKey('a', 3, 20, 5)).toBeUndefined();
    expect(rowAfterKey('ArrowDown', 0, 0, 5)).toBeUndefined();
  });

  test('scrolls only as far as a row needs', () => {
    expect(scrollTopFor(5, 0, 400, 40)).toBe(0);
    expect(scrollTopFor(10, 0, 400, 40)).toBe(40);
    expect(scrollTopFor(2, 400, 400, 40)).toBe(80);
  });
});

describe('the map', () => {
  const kyiv = { at: [30.5234, 50.4501] as const };
  const odesa = { at: [30.7233, 46.4825] as const };

  test('shows all places with room around, and of one place its surroundings', () => {
    const bounds = boundsOf([kyiv, odesa]);
    if (bounds === undefined) throw new Error('there are places');
    expect(bounds.south).toBeLessThan(46);
    expect(bounds.north).toBeGreaterThan(51);
    const alone = boundsOf([kyiv]);
    expect(alone && alone.east - alone.west).toBeCloseTo(14);
    expect(boundsOf([])).toBeUndefined();
  });

  test('has every place inside, wherever they lie', () => {
    const place = fc.record({
      at: fc.tuple(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -80, max: 80, noNaN: true }),
      ),
    });
    fc.assert(
      fc.property(fc.array(place, { minLength: 1, maxLength: 8 }), (places) => {
        const bounds = boundsOf(places);
        if (bounds === undefined) throw new Error('there are places');
        const projection = projectionOf(bounds, 400, 300, notMoved);
        for (const { at } of places) {
          const [x, y] = projection([...at]) ?? [Number.NaN, Number.NaN];
          expect(x).toBeGreaterThanOrEqual(-0.5);
          expect(x).toBeLessThanOrEqual(400.5);
          expect(y).toBeGreaterThanOrEqual(-0.5);
          expect(y).toBeLessThanOrEqual(300.5);
        }
      }),
    );
  });

  test('zooms about its middle and is moved aside', () => {
    const bounds = { west: 20, south: 44, east: 40, north: 54 };
    const centre = projectionOf(bounds, 400, 300, notMoved).invert?.([200, 150]);
    const closer = projectionOf(bounds, 400, 300, zoomed(notMoved, 1));
    expect(closer(centre ?? [0, 0])?.map(Math.round)).toEqual([200, 150]);
    const aside = projectionOf(bounds, 400, 300, pannedBy(notMoved, 30, -20));
    expect(aside(centre ?? [0, 0])?.map(Math.round)).toEqual([230, 130]);
    expect(zoomed(zoomed(notMoved, 1), -1).scale).toBeCloseTo(1);
  });

  test('labels only the marks that have room for it, the larger ones first', () => {
    const labels = [
      { x: 0, y: 0, width: 50 },
      { x: 20, y: 5, width: 50 },
      { x: 20, y: 30, width: 50 },
    ];
    expect(labelsWithRoom(labels, 15)).toEqual([true, false, true]);
    expect(markRadius(1)).toBeLessThan(markRadius(9));
    expect(markRadius(1e9)).toBe(18);
  });
});
