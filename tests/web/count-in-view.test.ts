import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readFolder } from '../../src/store/files/folder.ts';
import { noMarks, readReadings } from '../../src/web/model/readings.ts';
import { countInView } from '../../src/web/timeline/count-in-view.ts';
import { serveModel } from './served-model.ts';

test('as many readings are in view as the server lists of the same window', async () => {
  const served = await serveModel(async (timeline) =>
    timeline.import(readFolder(join(import.meta.dirname, '../../streams'))),
  );
  const { client, view } = served.model;
  const asked = { filter: view.peek().filter, lanes: 'stream', range: undefined, knownAt: 34 } as const;
  let all = noMarks;
  for await (const { marks } of readReadings(client, asked, AbortSignal.timeout(30_000))) all = marks;
  expect(countInView(all, undefined)).toBe(all.count);
  const hour = 3_600_000;
  const first = Date.parse('2025-07-01T00:00:00Z');
  const counts = new Set<number>();
  for (let from = first; from < first + 96 * hour; from += 3 * hour)
    for (const to of [from, from + hour, from + 24 * hour]) {
      const { inAll } = await client.readings({ from, to, knownAt: 34 });
      expect(countInView(all, { from, to }), new Date(from).toISOString()).toBe(inAll);
      counts.add(inAll);
    }
  expect(counts.size).toBeGreaterThan(5);
  await served.close();
});
