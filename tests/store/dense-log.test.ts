import { describe, expect, test } from 'vitest';

import { createRecordedAxis, spreadPositions } from '../../src/store/dense-log.ts';

/** A log of a million events, one a millisecond; of those from 300,001 on 200,000 have one recorded time. It counts what is looked up. */
function longLog() {
  let lookups = 0;
  const axis = createRecordedAxis({
    head: () => ({ position: 1_000_000 }),
    recordedAtOf(position) {
      lookups += 1;
      if (position <= 300_000) return position;
      return position <= 500_000 ? 300_001 : position - 199_999;
    },
  });
  return {
    lookupsOf<Answer>(ask: (log: typeof axis) => Answer) {
      lookups = 0;
      const answer = ask(axis);
      return { answer, lookups };
    },
  };
}

describe('the recorded axis of a long log', () => {
  test('tells of a commit that holds a fifth of it without walking through', () => {
    const { lookupsOf } = longLog();
    for (const after of [300_000, 400_000, 499_999]) {
      const query = { after, order: 'oldest-first', limit: 1 } as const;
      const { answer, lookups } = lookupsOf((log) => log.commits(query));
      expect(answer).toEqual([{ position: 500_000, first: 300_001, recordedAt: 300_001, events: 200_000 }]);
      expect(lookups).toBeLessThan(100);
    }
  });

  test.each(['oldest-first', 'newest-first'] as const)(
    'lists commits, %s, at the cost of a few look-ups each',
    (order) => {
      const { answer, lookups } = longLog().lookupsOf((log) =>
        log.commits({ order, from: 299_900, limit: 200 }),
      );
      expect(answer).toHaveLength(200);
      expect(lookups).toBeLessThan(200 * 4 + 100);
    },
  );

  test('looks up little for each of many instants, and next to nothing for those that lie close', () => {
    const { lookupsOf } = longLog();
    const spread = Array.from({ length: 101 }, (_, index) => 8000 * index);
    expect(lookupsOf((log) => log.recordedBy(spread, 1_000_000)).lookups).toBeLessThan(101 * 20);
    const close = spread.map((_, index) => 600_000 + index);
    expect(lookupsOf((log) => log.recordedBy(close, 1_000_000)).lookups).toBeLessThan(101 * 6);
  });
});

describe('positions that are spread', () => {
  test('lie in the log, ascend, and leave no part of it out', () => {
    const spread = spreadPositions(1000, 100);
    expect(spread.map((position) => Math.floor((position - 1) / 10))).toEqual(
      spread.map((_, index) => index),
    );
    expect(new Set(spread.map((position) => position % 10)).size).toBe(10);
    expect(spreadPositions(3, 100)).toEqual([1, 2, 3]);
    expect(spreadPositions(0, 100)).toEqual([]);
  });
});
