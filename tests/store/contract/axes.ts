import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Commit, CommitsQuery, EventLog } from '../../../src/store/port.ts';
import { append, corrects, handedOver, logsOf, noonMs, retracts, seen } from './setup.ts';
import type { LogAtHand, OpenLog } from './setup.ts';

const july = (day: number) => Date.UTC(2025, 6, day);
const always = { afterMs: Number.NEGATIVE_INFINITY, throughMs: Number.POSITIVE_INFINITY };

/** Tests what a log tells of its two axes. */
export function describeAxes(open: OpenLog): void {
  const make = logsOf(open);
  describeOccurredAxis(make);
  describeRecordedAxis(make);
}

function describeOccurredAxis(make: () => LogAtHand): void {
  /** The clock stands at 3 July: `e` is dated ahead, and so is `b` from its correction on. */
  async function withFacts() {
    const { log } = make();
    await append(log, 'seen-kyiv', [seen('a', '2025-07-02'), seen('b', '2025-07-01')]);
    await append(log, 'seen-kyiv', [corrects('c', 'b', { occurred: '2025-07-09' }), retracts('d', 'a')]);
    await append(log, 'seen-kyiv', [seen('e', '2025-07-08'), corrects('f', 'a', {})]);
    await append(log, 'seen-kyiv', [corrects('g', 'a', { occurred: '2025-07-03' })]);
    return log;
  }

  describe('facts along the occurred axis', () => {
    test.each([
      [0, [0, 0, 0, 0]],
      [1, [0, 1, 0, 1]],
      [2, [1, 1, 0, 2]],
      [3, [0, 1, 1, 2]],
      [4, [0, 0, 1, 1]],
      [5, [0, 0, 2, 2]],
      [6, [0, 1, 2, 3]],
      [7, [0, 0, 2, 3]],
    ])('are counted as they read at position %i', async (position, counts) => {
      const log = await withFacts();
      const ranges = [
        { afterMs: july(1) - 1, throughMs: july(1) },
        { afterMs: july(1), throughMs: july(2) },
        { afterMs: july(4), throughMs: july(9) },
        always,
      ];
      expect(log.countOccurred(position, ranges)).toEqual(counts);
      expect(log.countOccurred(position, ranges.toReversed())).toEqual(counts.toReversed());
    });

    test('are not counted outside of a range, nor twice in one that is there twice', async () => {
      const log = await withFacts();
      const nothing = { afterMs: july(9), throughMs: july(2) };
      const toTheDay = { afterMs: july(2), throughMs: july(8) };
      expect(log.countOccurred(7, [toTheDay, nothing, toTheDay])).toEqual([2, 0, 2]);
      expect(log.countOccurred(7, [{ afterMs: july(3), throughMs: july(8) - 1 }])).toEqual([0]);
      expect(log.countOccurred(7, [])).toEqual([]);
    });

    test('are moved by events: where each stood before, and where after', async () => {
      const log = await withFacts();
      const shifts = [
        { position: 1, beforeMs: null, afterMs: july(2) },
        { position: 2, beforeMs: null, afterMs: july(1) },
        { position: 3, beforeMs: july(1), afterMs: july(9) },
        { position: 4, beforeMs: july(2), afterMs: null },
        { position: 5, beforeMs: null, afterMs: july(8) },
        { position: 6, beforeMs: null, afterMs: july(2) },
        { position: 7, beforeMs: july(2), afterMs: july(3) },
      ];
      expect(log.shifts({ after: 0, limit: 100 })).toEqual(shifts);
      expect(log.shifts({ after: 2, through: 4, limit: 100 })).toEqual(shifts.slice(2, 4));
      expect(log.shifts({ after: 2, limit: 1 })).toEqual(shifts.slice(2, 3));
      expect(log.shifts({ after: 7, limit: 1 })).toEqual([]);
    });

    test('are sampled: about as many as are asked for, spread over what was recorded by then', async () => {
      const { log } = make();
      expect(log.sampleOccurred(0, 5)).toEqual([]);
      await append(
        log,
        'seen-kyiv',
        Array.from({ length: 40 }, (_, index) => seen(`e${index}`, new Date(1000 * index).toISOString())),
      );
      const sample = log.sampleOccurred(20, 10).toSorted((a, b) => a - b);
      expect(sample.map((ms) => Math.floor(ms / 2000))).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
      expect(log.sampleOccurred(20, 1000)).toHaveLength(20);
      expect(log.sampleOccurred(20, 0)).toEqual([]);
    });
  });
}

function describeRecordedAxis(make: () => LogAtHand): void {
  /** Appends as many events at each of some milliseconds; returns the commits that make. */
  async function withCommits(counts: readonly number[]) {
    const { log, clock } = make();
    const commits: Commit[] = [];
    for (const [index, events] of counts.entries()) {
      clock.nowMs = noonMs + 10 * index;
      const first = log.head().position + 1;
      for (let number = 0; number < events; number += 1)
        await append(log, 'seen-kyiv', [seen(`e${index}-${number}`)]);
      if (events > 0) commits.push({ position: log.head().position, first, recordedAt: clock.nowMs, events });
    }
    return { log, commits };
  }

  describe('commits', () => {
    const all = { order: 'oldest-first', limit: 100 } as const;

    test('are what was recorded at one instant, listed whole wherever the list begins and ends', async () => {
      const { log, commits } = await withCommits([1, 4, 2, 1]);
      const [one, four, two, last] = commits;
      const lists: [Partial<CommitsQuery>, unknown[]][] = [
        [{}, commits],
        [{ order: 'newest-first' }, commits.toReversed()],
        [{ limit: 2 }, [one, four]],
        [{ limit: 2, order: 'newest-first' }, [last, two]],
        [{ after: 1 }, [four, two, last]],
        [{ after: 3 }, [four, two, last]],
        [{ after: 5 }, [two, last]],
        [{ after: 8 }, []],
        [{ before: 5 }, [one]],
        [{ before: 6 }, [one, four]],
        [{ before: 6, order: 'newest-first' }, [four, one]],
        [{ before: 5, order: 'newest-first' }, [one]],
        [{ before: 1, order: 'newest-first' }, []],
        [{ after: 3, before: 8, order: 'newest-first' }, [two, four]],
        [{ from: noonMs + 10, to: noonMs + 20 }, [four, two]],
        [{ from: noonMs + 11, to: noonMs + 19 }, []],
        [{ from: noonMs + 1, order: 'newest-first' }, [last, two, four]],
        [{ to: noonMs + 29, limit: 1, order: 'newest-first' }, [two]],
        [{ from: noonMs - 50, to: noonMs - 1 }, []],
        [{ from: noonMs + 31 }, []],
      ];
      for (const [query, listed] of lists)
        expect([query, log.commits({ ...all, ...query })]).toEqual([query, listed]);
    });

    test('are none in an empty log', () => {
      const { log } = make();
      expect(log.commits(all)).toEqual([]);
      expect(log.commits({ ...all, order: 'newest-first', from: 0, to: 1 })).toEqual([]);
    });

    test('hold as many events as one import brings at one instant', async () => {
      const { log } = make();
      await append(log, 'seen-kyiv', [seen('before')]);
      const requests = Array.from({ length: 3000 }, (_, index) => ({
        stream: 'seen-kyiv',
        event: seen(`e${index}`),
        recordedAt: noonMs + 1,
      }));
      await log.import(handedOver(requests));
      expect(log.commits({ ...all, after: 2000, limit: 1 })).toEqual([
        { position: 3001, first: 2, recordedAt: noonMs + 1, events: 3000 },
      ]);
    });

    test('are, however the log is cut into them and the list into pages, those that a walk over the log finds', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.nat(9), { maxLength: 9 }),
          fc.array(fc.tuple(fc.nat(60), fc.nat(60), fc.nat(110), fc.nat(110), fc.boolean(), fc.nat(4)), {
            minLength: 12,
          }),
          async (counts, questions) => {
            const { log } = await withCommits(counts);
            for (const [after, before, from, to, isNewestFirst, most] of questions) {
              const order = isNewestFirst ? ('newest-first' as const) : ('oldest-first' as const);
              const query = { after, before, from: noonMs + from - 5, to: noonMs + to - 5, order };
              const limit = most + 1;
              expect(log.commits({ ...query, limit })).toEqual(walkedCommits(log, { ...query, limit }));
            }
          },
        ),
        { numRuns: 25 },
      );
    });
  });

  describe('events along the recorded axis', () => {
    test('are counted by each of some instants, and only up to a position', async () => {
      const { log } = await withCommits([1, 4, 2, 1]);
      const instants = [
        -8.64e15,
        noonMs - 1,
        noonMs,
        noonMs + 9,
        noonMs + 10,
        noonMs + 25,
        noonMs + 30,
        8.64e15,
      ];
      expect(log.recordedBy(instants, 8)).toEqual([0, 0, 1, 1, 5, 7, 8, 8]);
      expect(log.recordedBy(instants, 3)).toEqual([0, 0, 1, 1, 3, 3, 3, 3]);
      expect(log.recordedBy(instants, 0)).toEqual(instants.map(() => 0));
      expect(log.recordedBy([], 8)).toEqual([]);
      expect(make().log.recordedBy(instants, 9)).toEqual(instants.map(() => 0));
    });

    test('may still be recorded at an instant that they were counted by', async () => {
      const { log } = await withCommits([2]);
      expect(log.recordedBy([noonMs], 2)).toEqual([2]);
      await append(log, 'seen-kyiv', [seen('more')]);
      expect(log.recordedAtOf(3)).toBe(noonMs);
      expect(log.recordedBy([noonMs], 3)).toEqual([3]);
    });
  });
}

function walkedCommits(log: EventLog, { after, before, from, to, order, limit }: Required<CommitsQuery>) {
  const byInstant = Map.groupBy(log.readLog({ after: 0, limit: 1000 }), ({ recordedAt }) => recordedAt);
  const commits = [...byInstant].map(([recordedAt, events]) => ({
    position: events.at(-1)?.position ?? 0,
    first: events[0]?.position ?? 0,
    recordedAt,
    events: events.length,
  }));
  const listed = commits.filter(
    ({ position, recordedAt }) =>
      position > (after ?? 0) &&
      position < (before ?? Number.POSITIVE_INFINITY) &&
      recordedAt >= (from ?? 0) &&
      recordedAt <= (to ?? Number.POSITIVE_INFINITY),
  );
  return (order === 'oldest-first' ? listed : listed.toReversed()).slice(0, limit);
}
