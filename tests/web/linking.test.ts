import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { commitOver, linkMoment, positionAt, recordedTimeAt } from '../../src/web/model/linking.ts';
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

  test('have for every position of a commit the time at which it was recorded, and no other', () => {
    fc.assert(
      fc.property(someCommits, (commits) => {
        for (const commit of commits)
          for (
            let position = commit.position - commit.events + 1;
            position <= commit.position;
            position += 1
          ) {
            expect(commitOver(commits, position)).toBe(commit);
            expect(recordedTimeAt(commits, position)).toBe(commit.recordedAt);
          }
        expect(recordedTimeAt(commits, 0)).toBeUndefined();
      }),
    );
  });

  test('know no commit of a position whose commit is left out, and take the time of the last one before it', () => {
    const some = [
      { position: 3, recordedAt: 1000, events: 1 },
      { position: 9, recordedAt: 2000, events: 2 },
    ];
    expect([0, 2, 3, 4, 7, 10].map((position) => commitOver(some, position)?.position)).toEqual([
      undefined,
      undefined,
      3,
      undefined,
      undefined,
      undefined,
    ]);
    expect([2, 4, 7, 8, 10].map((position) => recordedTimeAt(some, position))).toEqual([
      undefined,
      1000,
      1000,
      2000,
      2000,
    ]);
  });

  test('have at the head the time of the log, also where its commit is not among these', () => {
    const some = [{ position: 3, recordedAt: 1000, events: 3 }];
    expect(recordedTimeAt(some, 5, { position: 5, recordedAt: 1500 })).toBe(1500);
    expect(recordedTimeAt(some, 2, { position: 5, recordedAt: 1500 })).toBe(1000);
    expect(recordedTimeAt([], 0, { position: 0, recordedAt: null })).toBeUndefined();
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
    expect(linkMoment(commits, { knownAt: 5 }, before)).toEqual({ asOf: 2000, knownAt: 5 });
    expect(linkMoment(commits, { knownAt: 'head' }, before)).toEqual({ asOf: 'now', knownAt: 'head' });
    expect(linkMoment(commits, { knownAt: 0 }, before)).toEqual({ asOf: 5, knownAt: 0 });
  });
});
