import { DatabaseSync } from 'node:sqlite';

import { afterAll, expect, test } from 'vitest';

import { openTimeline } from '../../src/open.ts';
import { eventually } from '../support/event-client.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { testEvents } from '../support/vocabulary.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

test('a store that was searched, and whose words were then put together anew, is not found damaged', async () => {
  const path = folder.file();
  const timeline = await openTimeline({ store: `sqlite:${path}`, events: testEvents, projections: [] });
  const index = new DatabaseSync(`${path}-index`, { readOnly: true });
  const followed = index.prepare('SELECT words_position AS position FROM followed');
  // Each append becomes a part of the index of words of its own; after some, the parts are merged.
  for (let count = 1; count <= 17; count += 1) {
    const data = { title: `Thing ${count}`, count };
    await timeline.append('things-a', [{ type: 'ThingSeen', occurred: '2025', data }]);
    await eventually(() => followed.get()?.['position'] === count);
    if (count === 8) expect((await timeline.timeline({ text: 'thing' })).entries).toHaveLength(8);
  }
  expect((await timeline.verify()).faults).toEqual([]);
  index.close();
  await timeline.close();
});
