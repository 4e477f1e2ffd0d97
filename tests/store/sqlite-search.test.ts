import { afterAll, expect, test } from 'vitest';

import { news, openTimeline } from '../../src/index.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const note = (title: string) => ({ type: 'NoteAdded', occurred: '2025-07-03T10:00:00Z', data: { title } });

test('a process that only reads finds words that are not in the index yet, in pages as the writer has them', async () => {
  const store = `sqlite:${folder.file()}`;
  const writer = await openTimeline({ ...news, store });
  const events = Array.from({ length: 700 }, (_, index) => ({
    type: 'NoteAdded',
    occurred: '2025-07-03T10:00:00Z',
    data: { title: index % 3 === 0 ? `Київ ${index}` : `Odesa ${index}` },
  }));
  await writer.append('notes-a', events);
  writer.head();
  const reader = await openTimeline({ ...news, store, readOnly: true });
  const titles = async (timeline: typeof reader, order: 'oldest-first' | 'newest-first') => {
    const found: unknown[] = [];
    let page: string | undefined;
    do {
      const answer = await timeline.timeline({ text: 'київ', order, limit: 100, page });
      found.push(...answer.entries.map(({ data }) => data['title']));
      page = answer.next;
    } while (page !== undefined);
    return found;
  };
  const unindexed = await titles(reader, 'oldest-first');
  expect(unindexed).toHaveLength(234);
  expect(unindexed).toEqual(await titles(writer, 'oldest-first'));
  expect(await titles(reader, 'newest-first')).toEqual(unindexed.toReversed());
  await reader.close();
  await writer.close();
});

test('a search while an import runs finds what was recorded before it, and nothing of the import', async () => {
  const timeline = await openTimeline({ ...news, store: `sqlite:${folder.file()}` });
  await timeline.append('notes-a', [note('Kyiv before')]);
  const found: unknown[] = [];
  const search = async () =>
    (await timeline.timeline({ text: 'kyiv' })).entries.map(({ data }) => data['title']);
  async function* events() {
    for (let index = 0; index < 600; index += 1) {
      if (index === 500) found.push(...(await search()));
      yield { ...note(`Kyiv ${index}`), stream: 'notes-b' };
    }
  }
  expect(await timeline.import(events())).toMatchObject({ recorded: 600 });
  expect(found).toEqual(['Kyiv before']);
  expect((await timeline.timeline({ text: 'kyiv', limit: 1000 })).entries).toHaveLength(601);
  await timeline.close();
});
