import { readFileSync, writeFileSync } from 'node:fs';

import { afterAll, describe, expect, test } from 'vitest';

import { append, idsIn, seen } from '../store/contract/setup.ts';
import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

const pageBytes = 4096;
const ids = Array.from({ length: 60 }, (_, index) => `e${index}`);

// No power loss does this to an index; a disk that lies or decays may. The log beside it is whole.
describe('an index with a page of noise', () => {
  test.each([1, 2, 5, 10, 20])(
    'in place of page %i keeps nobody from opening and verifying the log',
    async (page) => {
      const path = await filled();
      const index = readFileSync(`${path}-index`);
      expect(index.length).toBeGreaterThan(page * pageBytes);
      index.fill(0xa5, page * pageBytes, (page + 1) * pageBytes);
      writeFileSync(`${path}-index`, index);
      const log = openFile(path);
      expect(idsIn(log)).toEqual(ids);
      // Either it was made anew, or verify says that it is damaged.
      const { events, faults } = await log.verify();
      expect(events === ids.length || faults.length > 0).toBe(true);
      await log.close();
    },
  );
});

async function filled(): Promise<string> {
  const path = folder.file();
  const log = openFile(path);
  for (const id of ids) {
    const data = { summary: `word${id} `.repeat(20), about: [`place:${id}`] };
    await append(log, `seen-${id}`, [seen(id, '2025', data)]);
  }
  await log.close();
  return path;
}
