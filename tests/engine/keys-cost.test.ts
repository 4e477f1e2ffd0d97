import { afterAll, expect, test } from 'vitest';

import { createTimeline } from '../../src/engine/create.ts';
import { append, catalogue, noonMs, seen } from '../store/contract/setup.ts';
import { createCounter } from '../support/bad-days.ts';
import { seenByTag } from '../support/projections.ts';
import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

/** Every code unit from a letter on, one that comes before a surrogate and one that comes after: the database orders the last two otherwise. */
const odd = ['place:a\u{d7ff}', 'place:a\u{1f600}', 'place:a\u{ffee}'];

test('a page of keys counts the facts of its own keys alone, and the pages give all keys in order', async () => {
  const log = openFile(folder.file());
  const names = [...Array.from({ length: 60 }, (_, number) => `place:${number}`), ...odd];
  for (const [number, name] of names.entries())
    await append(log, 'seen-here', [seen(`e${number}`, '2025', { about: [name] })]);
  const counter = createCounter();
  const countFacts: typeof log.countFacts = (query) => {
    counter.note();
    return log.countFacts(query);
  };
  const timeline = createTimeline({
    store: { ...log, countFacts },
    catalogue,
    projections: [seenByTag],
    clock: () => noonMs,
    newId: () => 'none',
  });
  await timeline.caughtUp();
  const all = await timeline.keys(seenByTag.name);
  counter.take();
  const pages: string[][] = [];
  let page: string | undefined;
  do {
    const { keys, next } = await timeline.keys(seenByTag.name, { limit: 10, page });
    expect(counter.take()).toBeLessThanOrEqual(11);
    pages.push(keys.map(({ key }) => key));
    page = next;
  } while (page !== undefined);
  expect(pages.flat()).toEqual(names.toSorted());
  expect(pages.flat()).toEqual(all.keys.map(({ key }) => key));
  await timeline.close();
});
