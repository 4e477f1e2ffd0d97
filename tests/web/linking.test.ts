import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { linkMoment, positionAt, recordedTimeAt } from '../../src/web/model/linking.ts';
import { someCommits } from './commits-by-hand.ts';

describe('linked clocks', () => {
  test('know at a time what had been recorded by then, and nothing more', () => {
    fc.assert(
      fc.property(someCommits, fc.nat(), (commits, back) => {
        const time = (commits.at(-1)?.recordedAt ?? 0) - back;
        const known = commits.filter(({ recordedAt }) => recordedAt <= time);
        expect(positionAt(commits, time)).toBe(known.at(-1)?.position ?? 0);
      }),
    );
  });

  test('lead from a position to its time and back to the same position', () => {
    fc.assert(
      fc.property(someCommits, (commits) => {
        for (const { position } of commits)
          expect(positionAt(commits, recordedTimeAt(commits, position) ?? 0)).toBe(position);
      }),
    );
  });

  const commits = [
    { position: 3, recordedAt: 1000, events: 3 },
    { position: 7, recordedAt: 2000, events: 4 },
  ];
  const before = { asOf: 5, knownAt: 3 };

  test('move the clock of the log along with that of the world', () => {
    expect(linkMoment(commits, { asOf: 1999 }, before)).toEqual({ asOf: 1999, knownAt: 3 });
    expect(linkMoment(commits, { asOf: 999 }, before)).toEqual({ asOf: 999, knownAt: 0 });
    expect(linkMoment(commits, { asOf: 'now' }, before)).toEqual({ asOf: 'now', knownAt: 'head' });
  });

  test('move the clock of the world along with that of the log', () => {
    expect(linkMoment(commits, { knownAt: 7 }, before)).toEqual({ asOf: 2000, knownAt: 7 });
    expect(linkMoment(commits, { knownAt: 'head' }, before)).toEqual({ asOf: 'now', knownAt: 'head' });
    expect(linkMoment(commits, { knownAt: 0 }, before)).toEqual({ asOf: 5, knownAt: 0 });
  });
});
