import { describe, expect, test } from 'vitest';

import { lineBytesMax, readAllLines, readLines } from '../../../src/store/files/lines.ts';
import { gather, piecesOf } from '../../support/bytes.ts';

describe('the lines of a file', () => {
  test('are numbered from 1, blank ones counted and left out', async () => {
    expect(await gather(readLines(piecesOf('a\n\n \t\nb\n')))).toEqual([
      { line: 1, text: 'a' },
      { line: 4, text: 'b' },
    ]);
  });

  test('end at a line feed, with or without a carriage return, and at the end of the file', async () => {
    expect(await textsOf('a\r\nb\nc')).toEqual(['a', 'b', 'c']);
    expect(await textsOf('a\r\r\n')).toEqual(['a\r']);
  });

  test('do not end at what only Unicode calls a line end', async () => {
    expect(await textsOf('"a\u2028b\u2029c\u0085d\ve\ff"\n')).toEqual(['"a\u2028b\u2029c\u0085d\ve\ff"']);
  });

  test('are the same however the file comes in pieces', async () => {
    const text = '\ufeffПовітряна тривога\r\n\r\nx\n🛸🛸\n';
    for (const size of [1, 2, 3, 5, 7, 100])
      expect(await gather(readLines(piecesOf(text, size)))).toEqual([
        { line: 1, text: 'Повітряна тривога' },
        { line: 3, text: 'x' },
        { line: 4, text: '🛸🛸' },
      ]);
  });

  test('lose a byte order mark at the start of the file and nowhere else', async () => {
    expect(await textsOf('\ufeffa\n\ufeffb\n')).toEqual(['a', '\ufeffb']);
  });

  test('come out right when the memory of a piece is used again', async () => {
    expect((await gather(readLines(reused()))).map(({ text }) => text)).toEqual(['abcde', 'fgh']);
  });

  test('are none in an empty file', async () => {
    expect(await gather(readAllLines(piecesOf('')))).toEqual([]);
    expect(await gather(readAllLines(piecesOf('\n')))).toEqual([{ line: 1, text: '' }]);
  });

  test('that are not UTF-8 are refused with their number', async () => {
    const bytes = Buffer.concat([Buffer.from('good\n'), Buffer.from([0x61, 0xff, 0x62, 0x0a])]);
    await expect(gather(readLines(piecesOf(bytes)))).rejects.toMatchObject({
      code: 'invalid-file',
      message: 'line 2 is not UTF-8',
      facts: { line: 2, place: 'line 2' },
    });
  });

  test('that are cut off inside a character are said to be', async () => {
    const bytes = Buffer.from('good\nКиїв').subarray(0, -1);
    await expect(gather(readLines(piecesOf(bytes), 'kyiv.jsonl'))).rejects.toMatchObject({
      code: 'invalid-file',
      message: 'kyiv.jsonl line 2 ends in the middle of a character',
      facts: { line: 2, file: 'kyiv.jsonl' },
    });
  });

  test('with a NUL byte are refused, as are files that are no text', async () => {
    await expect(textsOf('a\nb\0c\n')).rejects.toMatchObject({ message: 'line 2 has a NUL byte in it' });
    await expect(textsOf('S\0Q\0L')).rejects.toMatchObject({ code: 'invalid-file', facts: { line: 1 } });
  });

  test('may have a mebibyte and no byte more, whether they end or not', async () => {
    const longest = 'x'.repeat(lineBytesMax);
    expect((await textsOf(`${longest}\n`))[0]).toHaveLength(lineBytesMax);
    for (const text of [`a\n${longest}x\n`, `a\n${longest}x`])
      await expect(textsOf(text)).rejects.toMatchObject({ code: 'file-too-large', facts: { line: 2 } });
  });

  test('without end are given up before they fill the memory', async () => {
    let given = 0;
    async function* endless() {
      for (;;) {
        given += 1;
        yield new Uint8Array(65_536).fill(0x20);
      }
    }
    await expect(gather(readLines(endless()))).rejects.toMatchObject({ code: 'file-too-large' });
    expect(given).toBeLessThanOrEqual(17);
  });
});

async function textsOf(content: string): Promise<string[]> {
  return (await gather(readLines(piecesOf(content)))).map(({ text }) => text);
}

async function* reused() {
  const bytes = new Uint8Array(3);
  for (const piece of ['abc', 'de\n', 'fgh']) {
    new TextEncoder().encodeInto(piece, bytes);
    yield bytes;
  }
}
