import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { lateAfterMs } from '../../src/web/model/late.ts';
import { standing, standingAt, standingsAt } from '../../src/web/timeline/cut.ts';
import type { Cut } from '../../src/web/timeline/cut.ts';
import { entriesOf } from '../../src/web/timeline/entries.ts';
import { layOutLane } from '../../src/web/timeline/lane-layout.ts';
import { orderLanes } from '../../src/web/timeline/lane-memory.ts';
import { lateReadings } from '../../src/web/timeline/late.ts';
import { beginPacking } from '../../src/web/timeline/packing.ts';
import { priorReadings } from '../../src/web/timeline/prior.ts';
import { entriesOfFact, factOfSelected } from '../../src/web/timeline/selected-fact.ts';
import { countStandings, tallyOf } from '../../src/web/timeline/tally.ts';
import { marksOf } from './harness/marks.ts';
import { someMarks, spreadMs } from './timeline-arbitraries.ts';

const someCut = fc.record({
  asOf: fc.integer({ min: -500, max: spreadMs + 900 }),
  position: fc.nat(120),
  certainty: fc.constantFrom<Cut['certainty']>('possible', 'certain'),
});

describe('the cut by a moment', () => {
  test('tells of each reading what the words say', () => {
    fc.assert(
      fc.property(someMarks, someCut, (marks, cut) => {
        const stands = new Uint8Array(marks.count);
        standingsAt(marks, cut, stands);
        for (let reading = 0; reading < marks.count; reading += 1) {
          const of = (column: Float64Array) => column[reading] ?? Number.NaN;
          const isRecorded = of(marks.position) <= cut.position;
          const holds = isRecorded && of(marks.recordedTo) > cut.position;
          const begun = of(marks.from) <= cut.asOf;
          const certain = of(marks.fromLatest) <= cut.asOf;
          const names = Object.entries({
            notKnown: !isRecorded,
            older: isRecorded && !holds,
            full: holds && certain,
            may: holds && begun && !certain && cut.certainty === 'possible',
            notYet: holds && (!begun || (!certain && cut.certainty === 'certain')),
          }).filter(([, is]) => is);
          expect(names.map(([name]) => standing[name as keyof typeof standing])).toEqual([stands[reading]]);
          expect(standingAt(marks, reading, cut)).toBe(stands[reading]);
        }
      }),
    );
  });

  test('draws at most one reading of a fact as holding, whatever the moment', () => {
    fc.assert(
      fc.property(someMarks, someCut, (marks, cut) => {
        const holding = [...marks.fact].filter(
          (_, reading) => standingAt(marks, reading, cut) >= standing.notYet,
        );
        expect(new Set(holding).size).toBe(holding.length);
      }),
    );
  });

  test('counts in a cluster those that stand strongest, and says whether more are not known yet', () => {
    fc.assert(
      fc.property(someMarks, someCut, fc.constantFrom(5, 20), (marks, cut, msPerPx) => {
        const entries = entriesOf(marks, orderLanes([], marks));
        const stands = new Uint8Array(marks.count);
        standingsAt(marks, cut, stands);
        for (let lane = 0; lane < entries.order.lanes.length; lane += 1) {
          const layout = layOutLane(entries, lane, 2, msPerPx, beginPacking(entries.count, 2));
          const tally = tallyOf(layout, entries, stands);
          for (let item = 0; item < layout.count; item += 1) {
            const own = [
              ...layout.members.subarray(layout.memberStart[item], layout.memberStart[item + 1]),
            ].map((entry) => stands[entries.reading[entry] ?? 0] ?? 0);
            const best = Math.max(...own);
            expect(tally.best[item]).toBe(best);
            expect(tally.shown[item]).toBe(own.filter((one) => one === best).length);
            expect(tally.hasUnknown[item]).toBe(Number(own.includes(standing.notKnown)));
            const counts = countStandings(layout, item, entries, stands);
            expect(counts.reduce((sum, count) => sum + count, 0)).toBe(own.length);
          }
        }
      }),
    );
  });
});

describe('readings of one fact', () => {
  test('are linked, each to the one before it in history order', () => {
    fc.assert(
      fc.property(someMarks, (marks) => {
        const prior = priorReadings(marks);
        for (let reading = 0; reading < marks.count; reading += 1)
          expect(prior[reading]).toBe(marks.fact.subarray(0, reading).lastIndexOf(marks.fact[reading] ?? -1));
      }),
    );
  });

  test('are listed when it is selected, in the order in which they were recorded', () => {
    const marks = marksOf([
      { position: 5, from: 100, recordedTo: 9 },
      { position: 9, fact: 5, from: 20, status: 1 },
      { position: 6, from: 50 },
    ]);
    const entries = entriesOf(marks, orderLanes([], marks));
    const positions = entriesOfFact(entries, 5).map((entry) => marks.position[entries.reading[entry] ?? 0]);
    expect(positions).toEqual([5, 9]);
    expect(entriesOfFact(entries, Number.NaN)).toEqual([]);
  });

  test('are those of the fact that was loaded for the selected event, and of no other', () => {
    const fact = { id: 'one', position: 5, readings: [{ by: 'one' }, { by: 'its-correction' }] };
    const loaded = fact as unknown as Parameters<typeof factOfSelected>[1];
    expect(factOfSelected('one', loaded)).toBe(5);
    expect(factOfSelected('its-correction', loaded)).toBe(5);
    expect(factOfSelected('another', loaded)).toBeNaN();
    expect(factOfSelected(undefined, loaded)).toBeNaN();
    expect(factOfSelected('one', undefined)).toBeNaN();
  });
});

describe('a late report', () => {
  test('is one recorded more than a day after it had occurred at the latest', () => {
    const plain = { position: 1, from: 0 };
    expect(late({ ...plain, recordedAt: lateAfterMs })).toEqual([0]);
    expect(late({ ...plain, recordedAt: lateAfterMs + 1 })).toEqual([1]);
    expect(late({ ...plain, fromLatest: 1000, recordedAt: lateAfterMs + 1000 })).toEqual([0]);
    expect(late({ ...plain, to: 5000, recordedAt: lateAfterMs + 5000 })).toEqual([0]);
    expect(late({ ...plain, to: 5000, recordedAt: lateAfterMs + 5001 })).toEqual([1]);
  });

  test('stays one when it is corrected, and is none for being corrected late', () => {
    const first = { position: 1, from: 1000, recordedTo: 2 };
    const corrected = { position: 2, fact: 1, status: 1, recordedAt: 9 * lateAfterMs };
    expect(late({ ...first, recordedAt: 2 * lateAfterMs }, { ...corrected, from: 0 })).toEqual([1, 1]);
    expect(late({ ...first, recordedAt: 2 * lateAfterMs }, { ...corrected, from: 2000 })).toEqual([1, 1]);
    expect(late({ ...first, recordedAt: 1000 }, { ...corrected, from: 0 })).toEqual([0, 0]);
  });

  test('is not told of a fact whose first reading is not among the marks', () => {
    expect(late({ position: 7, fact: 3, from: 0, recordedAt: 9 * lateAfterMs })).toEqual([0]);
  });
});

function late(...readings: Parameters<typeof marksOf>[0]): number[] {
  const marks = marksOf(readings);
  return [...lateReadings(marks, priorReadings(marks))];
}
