import { afterAll, describe, expect, test } from 'vitest';

import { maxInstantMs } from '../../src/domain/instant.ts';
import type { Projection } from '../../src/domain/projection.ts';
import { defineProjection } from '../../src/domain/projection.ts';
import { askIndex, dayOneMs, factAt } from '../support/bad-days.ts';
import { evolvedByHand } from '../support/evolved.ts';
import { change, folded, lines, openSelecting, stateOf, told } from '../support/selecting.ts';
import { runOn } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** Makes a closed file in which what was selected is kept. */
async function saved(): Promise<string> {
  const path = folder.file();
  const { timeline } = openSelecting([lines], path);
  await timeline.import(told);
  await change(timeline);
  await timeline.caughtUp();
  await timeline.close();
  expect(askIndex(path, 'SELECT count(*) AS rows FROM selection')).not.toEqual([{ rows: 0 }]);
  return path;
}

describe('what a projection selected', () => {
  test('is read back from the file', async () => {
    const { timeline, log, reads } = openSelecting([lines], await saved());
    expect(await stateOf(timeline, { knownAt: 1000 })).toEqual(folded(log, lines, { knownAt: 1000 }));
    expect(reads.take()).toBe(0);
    await timeline.close();
  });

  test('is read by a process that only reads, while another one goes on', async () => {
    const path = await saved();
    const { timeline } = openSelecting([lines], path);
    const reader = openSelecting([lines], path, true);
    for (const id of ['one', 'two']) {
      const { position } = reader.timeline.head();
      reader.reads.take();
      expect(await stateOf(reader.timeline, { knownAt: position })).toEqual(
        folded(reader.log, lines, { knownAt: position }),
      );
      expect(reader.reads.take()).toBe(0);
      await timeline.append('seen-here', [{ ...factAt(id, dayOneMs), id }]);
      await timeline.caughtUp();
    }
    await reader.timeline.close();
    await timeline.close();
  });

  test.each([
    ['damaged', 'UPDATE selection SET selected = zeroblob (length (selected)) WHERE first = 257'],
    ['all damaged', 'UPDATE selection SET hash = zeroblob (16)'],
    ['lost in part', 'DELETE FROM selection WHERE first = 1'],
    ['lost', 'DELETE FROM selection'],
    [
      'exchanged',
      'UPDATE selection SET (selected, hash) = (SELECT selected, hash FROM selection WHERE first = 513) WHERE first = 257',
    ],
  ])('%s changes no answer', async (_, sql) => {
    const path = await saved();
    runOn(`${path}-index`, sql);
    const { timeline, log, reads } = openSelecting([lines], path);
    for (const knownAt of [1010, 600])
      expect(await stateOf(timeline, { knownAt })).toEqual(folded(log, lines, { knownAt }));
    expect(reads.take()).toBeGreaterThan(0);
    await timeline.append('seen-here', [{ ...factAt('more', dayOneMs), id: 'more' }]);
    await timeline.caughtUp();
    expect(await stateOf(timeline, {})).toEqual(folded(log, lines, { knownAt: timeline.head().position }));
    await timeline.close();
  });

  test('by other code under the same version is not used', async () => {
    const path = await saved();
    const other: Projection = defineProjection<readonly unknown[], unknown>({
      ...lines,
      select: ({ id, position, reading }) =>
        position % 7 === 0 ? undefined : { id, by: reading.by, zero: 1, more: true },
      evolve: lines.evolve,
    });
    const { timeline, log } = openSelecting([other], path);
    await timeline.caughtUp();
    const moment = { knownAt: 1000 };
    expect(await stateOf(timeline, moment)).toEqual(folded(log, other, moment));
    expect(folded(log, other, moment)).not.toEqual(folded(log, lines, moment));
    const builds = askIndex(path, "SELECT id FROM build WHERE fingerprint <> 'discarded'");
    expect(askIndex(path, 'SELECT DISTINCT build AS id FROM selection')).toEqual(builds);
    await timeline.close();
  });

  test('of a projection with keys is handed to it, and nothing of it is kept', async () => {
    const path = folder.file();
    const keyed: Projection = {
      ...lines,
      name: 'keyed',
      key: ({ data }) => (data['about'] as string[]) ?? [],
    };
    const { timeline, log } = openSelecting([keyed], path);
    await timeline.import(told);
    await timeline.caughtUp();
    const facts = log
      .history({
        position: 1010,
        asOf: maxInstantMs,
        certainty: 'possible',
        order: 'oldest-first',
        limit: 5000,
      })
      .filter((fact) => keyed.key?.(fact).includes('place:8'));
    const byHand = facts.reduce<unknown>((state, fact) => evolvedByHand(keyed, state, fact, 'place:8'), []);
    expect((await timeline.state('keyed', { asOf: maxInstantMs, key: 'place:8' })).state).toEqual(byHand);
    expect(facts.length).toBeGreaterThan(800);
    expect(askIndex(path, 'SELECT * FROM selection')).toEqual([]);
    await timeline.close();
  });
});
