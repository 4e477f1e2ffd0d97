import { afterAll, expect, test } from 'vitest';

import { openFile } from '../support/sqlite-file.ts';
import { makeTempFolder } from '../support/temp-folder.ts';
import { append, seen } from './contract/setup.ts';

const folder = makeTempFolder();
afterAll(() => folder.remove());

test('a process that only reads lists a stream as far as its index goes, also while another appends to it', async () => {
  const path = folder.file();
  const writer = openFile(path);
  await append(writer, 'seen-kyiv', [seen('a')]);
  writer.head();
  const reader = openFile(path, { readOnly: true });
  await append(writer, 'seen-kyiv', [seen('b')]);
  const { position } = reader.head();
  expect(reader.streams()).toMatchObject([{ stream: 'seen-kyiv', revision: position - 1, position }]);
  await reader.close();
  await writer.close();
});
