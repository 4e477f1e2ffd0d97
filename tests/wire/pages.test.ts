import { describe, expect, test } from 'vitest';

import type { RecordedEvent } from '../../src/domain/event.ts';
import type { StreamRange } from '../../src/store/port.ts';
import { pagesOfStream } from '../../src/wire/pages.ts';

const last = 9_999_999;

/** A stream of ten million events, one recorded each millisecond, that counts how often it is read. */
function longStream() {
  let reads = 0;
  const readStream = (_: string, { from, backwards = false, limit }: StreamRange) => {
    reads += 1;
    const revisions = Array.from({ length: limit }, (__, at) => (backwards ? from - at : from + at));
    return revisions
      .filter((revision) => revision >= 0 && revision <= last)
      .map((revision) => ({ revision, recordedAt: revision }) as RecordedEvent);
  };
  return { log: { readStream }, reads: () => reads };
}

describe('a stream of which only the last is young enough to be shown', () => {
  const view = { name: 'a-1', state: 'present', last, first: 0, isDescribed: true } as const;

  test.each([
    ['forwards', 'start', false],
    ['backwards', 'end', true],
  ] as const)('is not walked over %s', (_, from, backwards) => {
    const { log, reads } = longStream();
    const part = { from, backwards, limit: 1000 };
    const shown = [...pagesOfStream(log, { ...view, recordedFrom: last - 99 }, part)].flat();
    expect(shown.map(({ revision }) => revision).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 100 }, (__, at) => last - 99 + at),
    );
    expect(reads()).toBeLessThan(40);
  });

  test('shows nothing when all of it is too old', () => {
    const { log } = longStream();
    const part = { from: 'start', backwards: false, limit: 1000 } as const;
    expect([...pagesOfStream(log, { ...view, recordedFrom: last + 1 }, part)]).toEqual([]);
  });
});
