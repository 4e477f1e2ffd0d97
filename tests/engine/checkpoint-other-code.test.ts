import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

import { afterAll, describe, expect, test } from 'vitest';

import type { Projection } from '../../src/domain/projection.ts';
import type { Digest } from '../support/bad-days.ts';
import { askIndex, digesting, expectFoldedAnswers, openBad, saveStates } from '../support/bad-days.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const facts = 300;

/** Makes a file with checkpoints in it. */
async function saved(): Promise<string> {
  const path = folder.file();
  await saveStates(path, [digesting()], { facts });
  return path;
}

const countingTwice: Projection<Digest> = {
  ...digesting(),
  evolve: (state) => ({ facts: state.facts + 2, digest: state.digest }),
};

const weighing = (weight: number): Projection<Digest> => ({
  ...digesting(),
  evolve: (state) => ({ facts: state.facts + weight, digest: 0 }),
});

describe('what was saved of other code is never used', () => {
  test.each<[string, Projection]>([
    ['in the same version', countingTwice],
    ['in a version raised', { ...countingTwice, version: 2 }],
    ['in a version raised, although the code looks the same', digesting({ version: 2 })],
    ['that begins from another state', digesting({ start: 7 })],
    ['that sees what was retracted', { ...digesting(), seesRetracted: true }],
  ])('%s', async (_, other) => {
    const path = await saved();
    const timeline = await openBad(path, [other]);
    await expectFoldedAnswers(timeline, path, [other]);
    await timeline.caughtUp();
    await expectFoldedAnswers(timeline, path, [other]);
    await timeline.close();
    expect(askIndex(path, 'SELECT version FROM build')).toEqual([{ version: other.version }]);
    const orphans = 'SELECT * FROM checkpoint WHERE series NOT IN (SELECT id FROM series)';
    expect(askIndex(path, orphans)).toEqual([]);
  });

  test('whose files have changed, although the projection looks the same', async () => {
    const file = `${folder.file()}.ts`;
    const sources = [pathToFileURL(file).href];
    writeFileSync(file, 'export const weight = 1;');
    const path = folder.file();
    await saveStates(path, [weighing(1)], { facts, sources });
    writeFileSync(file, 'export const weight = 2;');
    const timeline = await openBad(path, [weighing(2)], { sources });
    await expectFoldedAnswers(timeline, path, [weighing(2)]);
    expect((await timeline.state('digest')).state).toEqual({ facts: 2 * facts, digest: 0 });
    await timeline.close();
  });
});
