import { copyFileSync } from 'node:fs';

import { afterAll, describe, expect, test } from 'vitest';

import {
  digesting,
  expectFoldedAnswers,
  factAt,
  layingNothing,
  live,
  openBad,
  saveStates,
  told,
} from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const facts = 300;

const copyIndex = (from: string, to: string) => copyFileSync(`${from}-index`, `${to}-index`);

/** Makes a file with checkpoints in it. */
async function saved(count = facts): Promise<string> {
  const path = folder.file();
  await saveStates(path, [digesting()], { facts: count });
  return path;
}

describe('an index that is not of this log is made anew', () => {
  test.each([
    ['of a longer log', facts + 100],
    ['of a shorter log', facts - 100],
    ['of a log as long', facts],
  ])('%s', async (_, count) => {
    const other = await saved(count);
    const path = folder.file();
    const own = await openBad(path, [digesting()]);
    await own.import(live(facts, 5000));
    await own.close();
    copyIndex(other, path);
    const timeline = await openBad(path, [digesting()]);
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.caughtUp();
    await expectFoldedAnswers(timeline, path, [digesting()]);
    expect((await timeline.verify()).faults).toEqual([]);
    await timeline.close();
  });

  test('of this log, which went on otherwise from a copy', async () => {
    const path = await saved();
    const copy = folder.file();
    for (const ending of ['', '-index']) copyFileSync(`${path}${ending}`, `${copy}${ending}`);
    for (const [file, name] of [
      [path, 'one'],
      [copy, 'other'],
    ] as const) {
      const timeline = await openBad(file, [digesting()]);
      await timeline.append('seen-here', told([factAt(`${name}-way`, Date.UTC(2025, 0, 1, 0, 30))]));
      await timeline.caughtUp();
      await timeline.close();
    }
    copyIndex(copy, path);
    const timeline = await openBad(path, [digesting()]);
    await expectFoldedAnswers(timeline, path, [digesting()]);
    expect((await timeline.verify()).faults).toEqual([]);
    await timeline.close();
  });

  test('and one of this log as it was before is taken on from there', async () => {
    const path = await saved();
    copyFileSync(`${path}-index`, `${path}-before`);
    const later = await openBad(path, [digesting()]);
    await later.append('seen-here', told([factAt('late', Date.UTC(2025, 0, 1, 0, 30))]));
    await later.close();
    copyFileSync(`${path}-before`, `${path}-index`);
    const timeline = await openBad(path, [digesting()], { checkpoints: layingNothing });
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
  });
});
