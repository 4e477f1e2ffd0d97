import { afterAll, describe, expect, test } from 'vitest';

import {
  askIndex,
  createCounter,
  digesting,
  expectFoldedAnswers,
  layingNothing,
  openBad,
  saveStates,
} from '../support/bad-days.ts';
import { runOn } from '../support/sqlite-file.ts';
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

describe('a checkpoint that is damaged', () => {
  test.each([
    ['its state', 'UPDATE checkpoint_state SET state = zeroblob (length (state))'],
    [
      'one byte of its state',
      `UPDATE checkpoint_state SET state = CAST (replace (state, '"digest":', '"digest":1') AS BLOB)`,
    ],
    ['its hash', 'UPDATE checkpoint_state SET hash = zeroblob (16)'],
    [
      'another state',
      'UPDATE checkpoint_state SET (state, hash) = (SELECT state, hash FROM checkpoint_state WHERE id = 1) WHERE id > 1; DELETE FROM checkpoint WHERE id = 1',
    ],
    ['no state', 'DELETE FROM checkpoint_state'],
    ['its number of facts', 'UPDATE checkpoint SET facts = facts + 1'],
    ['a later time', 'UPDATE checkpoint SET occurred_ms = occurred_ms + 1'],
    ['an earlier position', 'UPDATE checkpoint SET recorded_from = recorded_from - 1'],
  ])('(%s) is not used and removed', async (_, sql) => {
    const path = await saved();
    runOn(`${path}-index`, sql);
    const timeline = await openBad(path, [digesting()], { checkpoints: layingNothing });
    await expectFoldedAnswers(timeline, path, [digesting()]);
    await timeline.close();
    expect(askIndex(path, 'SELECT * FROM checkpoint')).toEqual([]);
  });

  test('costs nothing but time: what is removed is laid again', async () => {
    const path = await saved();
    const before = askIndex(path, 'SELECT occurred_ms FROM checkpoint ORDER BY occurred_ms').length;
    runOn(`${path}-index`, 'UPDATE checkpoint_state SET hash = zeroblob (16)');
    const timeline = await openBad(path, [digesting()]);
    await timeline.state('digest');
    await timeline.rebuild('digest');
    await expectFoldedAnswers(timeline, path, [digesting()]);
    expect(timeline.projections()[0]?.checkpoints.count).toBeGreaterThanOrEqual(before - 1);
    await timeline.close();
  });

  test('and one that is not is used: the damage above is what was noticed', async () => {
    const path = await saved();
    const counter = createCounter();
    const timeline = await openBad(path, [digesting({ onFact: counter.note })], {
      checkpoints: layingNothing,
    });
    await timeline.state('digest');
    expect(counter.take()).toBeLessThan(facts / 2);
    await timeline.close();
  });
});
