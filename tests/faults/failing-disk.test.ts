import { afterAll, describe, expect, test } from 'vitest';

import { faultSeed } from '../support/fault-chance.ts';
import { isWithoutStrace, makeFaultFolder } from '../support/fault-strace.ts';
import { brokenBy, failOnce } from './failing-disk.ts';

const folder = makeFaultFolder();
afterAll(() => folder.remove());

const appends = 40;

// Short form of `npm run faults -- failing-disk`.
describe.skipIf(isWithoutStrace)('when the disk fails once', () => {
  test.each([
    { call: 'fsync', nth: 5 },
    { call: 'fsync', nth: 12 },
    { call: 'fsync', nth: 17 },
    { call: 'fsync', nth: 22 },
    { call: 'fsync', nth: 26 },
    { call: 'pwrite64', nth: 40 },
    { call: 'pwrite64', nth: 100 },
    { call: 'pwrite64', nth: 150 },
    { call: 'pwrite64', nth: 190 },
  ] as const)('in $call number $nth, nothing acknowledged is lost', async ({ call, nth }) => {
    const failure = { call, nth, appends };
    const outcome = await failOnce(folder.path, failure, faultSeed);
    console.log(`${call} ${nth}: ${JSON.stringify(outcome)}`);
    expect(outcome.file).toBeDefined();
    expect(brokenBy(failure, outcome)).toEqual([]);
  });

  test('in the sync of a commit, nothing more is acknowledged until the file is opened again', async () => {
    // Which sync is that of a commit is seen afterwards: those of the index come when they come.
    for (let nth = 18; ; nth += 1) {
      const { isOfCommit, before, after, codes, harm } = await failOnce(
        folder.path,
        { call: 'fsync', nth, appends },
        faultSeed,
      );
      if (!isOfCommit) continue;
      expect(before).toBeGreaterThan(0);
      expect([after, harm]).toEqual([0, []]);
      expect(new Set(codes)).toEqual(new Set(['store-unreachable', 'store-poisoned']));
      return;
    }
  });
});

test('an acknowledgement after a commit that failed is noticed', () => {
  const outcome = {
    file: '-wal',
    isOfCommit: true,
    before: 2,
    after: 2,
    codes: ['store-unreachable'],
    harm: [],
  };
  expect(brokenBy({ call: 'fsync', nth: 1, appends }, outcome)).toHaveLength(1);
});
