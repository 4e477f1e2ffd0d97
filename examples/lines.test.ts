import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

import { afterAll, describe, expect, test } from 'vitest';

import { makeTempFolder } from '../tests/support/temp-folder.ts';
import { readJsonLines } from './lines.ts';

const temp = makeTempFolder();
afterAll(() => temp.remove());

describe('a packed file of JSON lines', () => {
  test('is read line by line, with the place of each', async () => {
    const path = packed('{"kind":"new"}\n{"kind":"gone"}');
    expect(await Array.fromAsync(readJsonLines(path))).toEqual([
      { place: 'line 1', value: { kind: 'new' } },
      { place: 'line 2', value: { kind: 'gone' } },
    ]);
  });

  test('that is cut off is refused', async () => {
    const path = packed('{"kind":"new"}\n'.repeat(1000), (bytes) => bytes.subarray(0, bytes.length - 10));
    await expect(Array.fromAsync(readJsonLines(path))).rejects.toMatchObject({ code: 'invalid-file' });
  });

  test('that is not packed at all is refused', async () => {
    const path = packed('', () => Buffer.from('{"kind":"new"}\n'));
    await expect(Array.fromAsync(readJsonLines(path))).rejects.toMatchObject({ code: 'invalid-file' });
  });

  test('that is not there is refused by its name', async () => {
    const path = `${temp.file()}.gz`;
    await expect(Array.fromAsync(readJsonLines(path))).rejects.toMatchObject({ code: 'unknown-file' });
  });

  test.each(['{"APC":NaN}', '{"APC":165,"APC":1165}', '{"__proto__":{}}', '{"APC":165', '\u0000'])(
    'with a line that readers could take differently is refused with that line: %j',
    async (line) => {
      const path = packed(`{"kind":"new"}\n${line}\n`);
      await expect(Array.fromAsync(readJsonLines(path))).rejects.toMatchObject({
        category: 'incorrect',
        message: expect.stringMatching(/^line 2\b/),
      });
    },
  );
});

function packed(text: string, change = (bytes: Buffer): Buffer => bytes): string {
  const path = `${temp.file()}.gz`;
  writeFileSync(path, change(gzipSync(text)));
  return path;
}
