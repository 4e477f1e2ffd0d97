import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { nextCommit, nextOccurred, nextTaught } from '../../src/web/model/next-change.ts';
import { someCommits } from './commits-by-hand.ts';
import { marksByHand, pastOf, someReadings } from './marks-by-hand.ts';

const instants = fc.integer({ min: -1, max: 13 });
const positions = fc.integer({ min: 0, max: 26 });

describe('a step along occurred time', () => {
  test('goes to the next beginning of what is known, and to no other', () => {
    fc.assert(
      fc.property(someReadings, instants, positions, (readings, asOf, position) => {
        const known = pastOf(readings, Infinity, position).map(({ from }) => from);
        const marks = marksByHand(readings);
        const after = known.filter((from) => from > asOf);
        const before = known.filter((from) => from < asOf);
        expect(nextOccurred(marks, { asOf, position }, 1)).toBe(
          after.length === 0 ? undefined : Math.min(...after),
        );
        expect(nextOccurred(marks, { asOf, position }, -1)).toBe(
          before.length === 0 ? undefined : Math.max(...before),
        );
      }),
    );
  });
});

describe('a step along recorded time', () => {
  test('passes over no position at which the past that is looked at became another', () => {
    fc.assert(
      fc.property(someReadings, instants, positions, (readings, asOf, position) => {
        const marks = marksByHand(readings);
        const past = (at: number): string => JSON.stringify(pastOf(readings, asOf, at));
        const next = nextTaught(marks, { asOf, position }, 1);
        for (let at = position; at < (next ?? readings.length + 1); at += 1)
          expect(past(at)).toBe(past(position));
        const last = nextTaught(marks, { asOf, position }, -1);
        if (last === undefined) expect(past(position)).toBe(past(0));
        else
          for (let at = last + 1; at < position; at += 1)
            expect([past(last), past(position)]).toContain(past(at));
      }),
    );
  });

  test('stops only where something was told of a fact that has begun by then, by one of its readings', () => {
    fc.assert(
      fc.property(
        someReadings,
        instants,
        positions,
        fc.constantFrom(1, -1),
        (readings, asOf, position, way) => {
          const next = nextTaught(marksByHand(readings), { asOf, position }, way);
          if (next === undefined || next === 0) return;
          const { fact } = readings.find((reading) => reading.position === next) ?? {};
          expect(readings.some((reading) => reading.fact === fact && reading.from <= asOf)).toBe(true);
        },
      ),
    );
  });

  test('comes back to where it was', () => {
    fc.assert(
      fc.property(someReadings, instants, (readings, asOf) => {
        const marks = marksByHand(readings);
        const stops: number[] = [];
        for (
          let at: number | undefined = 0;
          at !== undefined;
          at = nextTaught(marks, { asOf, position: at }, 1)
        )
          stops.push(at);
        const back: number[] = [];
        for (
          let at: number | undefined = stops.at(-1);
          at !== undefined;
          at = nextTaught(marks, { asOf, position: at }, -1)
        )
          back.unshift(at);
        expect(back).toEqual(stops);
      }),
    );
  });

  test('goes from the end of a commit back to before it, whichever of its events taught something', () => {
    fc.assert(
      fc.property(
        someReadings,
        instants,
        fc.nat({ max: 25 }),
        fc.nat({ max: 4 }),
        (readings, asOf, first, more) => {
          const marks = marksByHand(readings);
          const position = first + more;
          const before = nextTaught(marks, { asOf, position, first }, -1);
          const last = nextTaught(marks, { asOf, position: first }, -1);
          const isTaught = nextTaught(marks, { asOf, position: first - 1 }, 1);
          // Nothing within the commit: then it is as if there were none of it.
          if (isTaught === undefined || isTaught > position)
            expect(before).toBe(nextTaught(marks, { asOf, position, first: position }, -1));
          else
            expect(before).toBe(
              isTaught === first ? last : (nextTaught(marks, { asOf, position: first }, -1) ?? 0),
            );
        },
      ),
    );
  });

  test('goes commit by commit, down to where nothing was recorded', () => {
    fc.assert(
      fc.property(someCommits, fc.nat({ max: 220 }), (commits, position) => {
        const all = [0, ...commits.map((commit) => commit.position)];
        expect(nextCommit(commits, position, 1)).toBe(all.find((at) => at > position));
        expect(nextCommit(commits, position, -1)).toBe(
          commits.length === 0 ? undefined : all.findLast((at) => at < position),
        );
      }),
    );
  });
});
