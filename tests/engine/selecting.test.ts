import { afterAll, describe, expect, test } from 'vitest';

import { dayOneMs, factAt, minuteMs } from '../support/bad-days.ts';
import {
  change,
  folded,
  lines,
  linesWithRetracted,
  ofADay,
  openSelecting,
  stateOf,
  told,
} from '../support/selecting.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

describe.each(['in memory', 'in a file'])('a projection that selects, %s', (kind) => {
  const at = () => (kind === 'in memory' ? undefined : folder.file());

  test('answers the head as it was known without reading a fact, and as folded by hand', async () => {
    const { timeline, log, reads } = openSelecting([lines], at());
    await timeline.import(told);
    await timeline.caughtUp();
    reads.take();
    for (const knownAt of [1010, 1009, 777, 512, 257]) {
      const state = await stateOf(timeline, { knownAt });
      expect(reads.take()).toBe(0);
      expect(state).toEqual(folded(log, lines, { knownAt }));
    }
    await timeline.close();
  });

  test('answers the same after corrections, retractions and late events, for certain and with what was retracted', async () => {
    const { timeline, log, reads } = openSelecting([lines, linesWithRetracted], at());
    await timeline.import([...told, ofADay]);
    await change(timeline);
    const check = async () => {
      const head = timeline.head().position;
      for (const knownAt of [head, head - 1, head - 3, head - 5, 1011, 600])
        for (const projection of [lines, linesWithRetracted]) {
          reads.take();
          const { name } = projection;
          expect(await stateOf(timeline, { knownAt }, name)).toEqual(folded(log, projection, { knownAt }));
          expect(reads.take()).toBe(0);
          const asOf = dayOneMs + 650 * minuteMs;
          const certain = { knownAt, asOf, certainty: 'certain' } as const;
          expect(await stateOf(timeline, certain, name)).toEqual(folded(log, projection, certain));
          expect(await stateOf(timeline, { knownAt, asOf }, name)).toEqual(
            folded(log, projection, { knownAt, asOf }),
          );
        }
    };
    await timeline.caughtUp();
    await check();
    await timeline.rebuild('lines');
    await timeline.rebuild('lines-with-retracted');
    await check();
    await timeline.append('seen-here', [{ ...factAt('after', dayOneMs), id: 'after' }]);
    await timeline.caughtUp();
    await check();
    await timeline.close();
  });
});
