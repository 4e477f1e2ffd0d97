import type { TempFolder } from '../support/temp-folder.ts';
import { brokenBy, failOnce } from './failing-disk.ts';

/** Appends that a process makes: they take more calls than are made to fail. */
const appendsFor = { fsync: 480, pwrite64: 80 };

/** Lets the first, second, … n-th call of each kind fail, in a run each; returns whether no rule was broken. */
export async function failManyTimes(folder: TempFolder, nthMax = 200, seed: number): Promise<boolean> {
  let isUnbroken = true;
  for (const call of ['fsync', 'pwrite64'] as const) {
    const files = new Map<string, number>();
    let wentOn = 0;
    for (let nth = 1; nth <= nthMax; nth += 1) {
      const failure = { call, nth, appends: appendsFor[call] };
      const outcome = await failOnce(folder.path, failure, seed);
      const file = outcome.isOfCommit ? '-wal in a commit' : (outcome.file ?? 'not reached');
      files.set(file, (files.get(file) ?? 0) + 1);
      if (outcome.after > 0 && !file.startsWith('-index')) wentOn += 1;
      const broken = brokenBy(failure, outcome);
      isUnbroken &&= broken.length === 0;
      if (broken.length > 0) console.log(`${call} ${nth} on ${file}: ${broken.join('; ')}`);
    }
    console.log(
      `EIO in ${call} 1 to ${nthMax}, seed ${seed}: ${[...files].map(([file, times]) => `${file || 'log'} ${times}`).join(', ')}; appends went on after ${wentOn} that were not of the index`,
    );
  }
  return isUnbroken;
}
