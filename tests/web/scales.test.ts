import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { occurredScale, recordedScale, stepOf } from '../../src/web/time/scales.ts';
import { occurredTicks, thin } from '../../src/web/time/ticks.ts';
import { someCommits } from './commits-by-hand.ts';
import { marksByHand, pastOf, someReadings } from './marks-by-hand.ts';

const shares = fc.double({ min: 0, max: 1, noNaN: true });
const windows = fc
  .tuple(fc.integer({ min: -1e13, max: 1e13 }), fc.integer({ min: 1000, max: 1e12 }))
  .map(([from, length]) => ({ from, to: from + length }));

describe('the scrubber of occurred time', () => {
  test('grows with time, and gives for a place the time that stands there', () => {
    fc.assert(
      fc.property(
        windows,
        shares,
        shares,
        fc.integer({ min: -2e13, max: 2e13 }),
        (window, one, other, now) => {
          const scale = occurredScale(window, now);
          const order = (share: number): number => {
            const time = scale.of(share);
            return time === 'now' ? Infinity : time;
          };
          if (one < other) expect(order(one)).toBeLessThanOrEqual(order(other));
          expect(Math.abs(scale.at(scale.of(one)) - one)).toBeLessThan(0.02);
        },
      ),
    );
  });

  test('keeps its end for now where now is not shown, and only there', () => {
    const window = { from: 0, to: 1_000_000 };
    expect(occurredScale(window, 2_000_000).of(1)).toBe('now');
    expect(occurredScale(window, 2_000_000).at('now')).toBe(1);
    expect(occurredScale(window, 2_000_000).of(0.97)).toBe(1_000_000);
    expect(occurredScale(window, 500_000).of(1)).toBe(1_000_000);
    expect(occurredScale(window, 500_000).at('now')).toBe(0.5);
  });

  test('moves by lengths that people count in', () => {
    expect(stepOf({ from: 0, to: 5 * 86_400_000 }, 200)).toBe(15 * 60_000);
    expect(stepOf({ from: 0, to: 1 }, 200)).toBe(1);
  });
});

describe('the scrubber of recorded time', () => {
  test('has a place for each commit and for nothing, in their order, and gives back what stands there', () => {
    fc.assert(
      fc.property(someCommits, (commits) => {
        const scale = recordedScale(commits);
        const places = [scale.at(0), ...commits.map(({ position }) => scale.at(position))];
        expect(places).toEqual(places.toSorted((one, other) => one - other));
        expect(new Set(places).size).toBe(places.length);
        expect(scale.of(scale.at(0))).toBe(0);
        for (const { position } of commits) expect(scale.of(scale.at(position))).toBe(position);
        if (commits.length > 0) expect(places.at(-1)).toBe(1);
      }),
    );
  });

  test('gives every place the commit that is nearest', () => {
    fc.assert(
      fc.property(someCommits, shares, (commits, share) => {
        const scale = recordedScale(commits);
        const distance = (position: number): number => Math.abs(scale.at(position) - share);
        const nearest = Math.min(...[0, ...commits.map(({ position }) => position)].map(distance));
        expect(distance(scale.of(share))).toBeCloseTo(nearest, 9);
      }),
    );
  });

  test('is drawn broken only where a silence is', () => {
    const times = [0, 40, 80, 120, 31_000_000];
    const commits = times.map((recordedAt, index) => ({ position: index + 1, recordedAt, events: 1 }));
    expect(recordedScale(commits).stops.map(({ isAfterSilence }) => isAfterSilence)).toEqual([
      false,
      false,
      false,
      false,
      true,
    ]);
  });
});

describe('ticks', () => {
  test('stand where something begins that is known, and apart where it is not known yet', () => {
    fc.assert(
      fc.property(someReadings, fc.integer({ min: 0, max: 26 }), (readings, position) => {
        const window = { from: 0, to: 10 };
        const scale = occurredScale(window, 5);
        const { known, unknown } = occurredTicks(marksByHand(readings), position, scale, window);
        const expected = pastOf(readings, window.to, position).map(({ from }) => scale.at(from));
        expect(known).toEqual(thin(expected));
        const later = readings.filter(
          (reading) => reading.position > position && reading.status !== 2 && reading.from <= window.to,
        );
        expect(unknown).toEqual(thin(later.map(({ from }) => scale.at(from))));
      }),
    );
  });

  test('are never more than can be told apart', () => {
    const many = Array.from({ length: 100_000 }, (_, index) => index / 100_000);
    expect(thin(many)).toHaveLength(161);
  });
});
