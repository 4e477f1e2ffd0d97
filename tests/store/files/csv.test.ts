import { describe, expect, test } from 'vitest';

import type { Json } from '../../../src/domain/json.ts';
import { readMapping } from '../../../src/domain/mapping.ts';
import { slugOf } from '../../../src/domain/slug.ts';
import { readCsv } from '../../../src/store/files/csv.ts';
import { lineBytesMax } from '../../../src/store/files/lines.ts';
import { gather, piecesOf } from '../../support/bytes.ts';

const alerts = {
  name: 'alerts',
  stream: 'sirens-{region|slug}',
  events: [
    {
      type: 'AlertStarted',
      occurred: '{started|instant}',
      data: { title: 'Alert in {region}', summary: '{note?}' },
    },
    {
      type: 'AlertEnded',
      when: [{ column: 'ended', empty: false }],
      occurred: '{ended|instant}',
      data: { title: 'Alert ends in {region}' },
    },
  ],
};
const header = 'region,started,ended,note';

describe('rows of a table', () => {
  test('become the events that their mapping says', async () => {
    const rows = `${header}\nKyiv City,2022-03-15 16:19:20+00:00,2022-03-15 18:52:28+00:00,loud\nLviv,2022-03-15T16:20Z,,\n`;
    expect(await readRows(rows)).toMatchObject([
      {
        stream: 'sirens-kyiv-city',
        type: 'AlertStarted',
        occurred: '2022-03-15T16:19:20+00:00',
        data: { title: 'Alert in Kyiv City', summary: 'loud' },
        place: 'line 2',
      },
      { type: 'AlertEnded', occurred: '2022-03-15T18:52:28+00:00', place: 'line 2' },
      { type: 'AlertStarted', data: { title: 'Alert in Lviv' }, place: 'line 3' },
    ]);
  });

  test('read the same with a byte order mark, CRLF, quotes, blank lines and columns in another order', async () => {
    const plain = await readRows(`${header}\nKyiv City,2022-03-15T16:19:20Z,,"a ""b"", c"\n`);
    const odd =
      '\ufeffstarted,"note",region,ended,more\r\n\r\n"2022-03-15T16:19:20Z","a ""b"", c",Kyiv City,,x\r\n\r\n';
    for (const size of [1, 3, 1000]) {
      const read = await readRows(odd, alerts, size);
      expect(read.map(({ id, data }) => ({ id, data }))).toEqual(plain.map(({ id, data }) => ({ id, data })));
    }
  });

  test('count the lines inside quotes, so that a fault names the line it is on', async () => {
    const rows = `${header}\nKyiv,2022-03-15T16:19:20Z,,"one\r\ntwo\n\nthree"\nLviv,never,,\n`;
    await expect(readRows(rows)).rejects.toMatchObject({
      code: 'invalid-event',
      message: expect.stringMatching(/^line 6: AlertStarted: column started: "never" is not an instant/),
      facts: { line: 6, column: 'started' },
    });
    const fine = await readRows(rows.replace('never', '2022-03-15T16:19:20Z'));
    expect(fine.map(({ place }) => place)).toEqual(['line 2', 'line 6']);
    expect(fine[0]?.data).toMatchObject({ summary: 'one\r\ntwo\n\nthree' });
  });

  test('with too few or too many columns are refused, with the line', async () => {
    const first = 'Kyiv,2022-03-15T16:19:20Z,,';
    for (const [row, columns] of [
      ['Kyiv,2022-03-15T16:19:20Z', 2],
      ['Kyiv,2022-03-15T16:19:20Z,,,', 5],
      ['Kyiv', 1],
    ] as const)
      await expect(readRows(`${header}\n${first}\n${row}\n`)).rejects.toMatchObject({
        code: 'invalid-file',
        message: `line 3 has ${columns} ${columns === 1 ? 'column' : 'columns'}, and the headers have 4`,
        facts: { line: 3, columns, headers: 4 },
      });
  });

  test('that are no CSV are refused, with the line on which the row begins', async () => {
    const good = 'Kyiv,2022-03-15T16:19:20Z,,';
    await expect(readRows(`${header}\n${good}\n${good}"x"y"\n`)).rejects.toMatchObject({
      code: 'invalid-file',
      facts: { line: 3 },
    });
    await expect(readRows(`${header}\n${good}\n${good}a"b"c\n`)).rejects.toMatchObject({
      code: 'invalid-file',
      message: expect.stringMatching(/^line 3 is not CSV: /),
    });
    await expect(readRows(`${header}\n${good}\n${good}"open\n${good}\n`)).rejects.toMatchObject({
      message: 'line 3 begins a row that ends in the middle: a quote is not closed',
    });
    await expect(readRows(`${header}\n"${'x\n'.repeat(lineBytesMax)}`)).rejects.toMatchObject({
      code: 'file-too-large',
      facts: { line: 2 },
    });
    await expect(readRows('')).rejects.toMatchObject({ code: 'invalid-file' });
  });

  test('need the columns that their mapping names, each once', async () => {
    await expect(readRows('region,ended,note\nx,y,z\n')).rejects.toMatchObject({
      code: 'invalid-file',
      message: 'line 1: there is no column "started", only "region", "ended", "note"',
      facts: { line: 1, column: 'started' },
    });
    await expect(readRows(`${header},note\n`)).rejects.toMatchObject({
      message: 'line 1: the column "note" is there twice',
    });
    expect(await readRows(`${header}\n`)).toEqual([]);
  });

  test('find columns that were renamed between versions, and what an older version did not have', async () => {
    const mapping = { ...alerts, columns: { region: ['oblast'] }, defaults: { note: 'none' } };
    const [old] = await readRows('oblast,started,ended\nKyiv,2022-03-15T16:19:20Z,\n', mapping);
    const [now] = await readRows(`${header}\nKyiv,2022-03-15T16:19:20Z,,none\n`, mapping);
    expect(old).toEqual(now);
    await expect(readRows('oblast,region,started,ended\n', mapping)).rejects.toMatchObject({
      message: 'line 1: "region" and "oblast" are both column region',
    });
  });

  test('keep their ids when the file grows or is read again, and two rows alike are two events', async () => {
    const row = 'Kyiv,2022-03-15T16:19:20Z,,\n';
    const once = await readRows(`${header}\n${row}`);
    const thrice = await readRows(`${header}\n${row}Lviv,2022-03-15T16:20:00Z,,\n${row}${row}`);
    expect(once[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(thrice[0]?.id).toBe(once[0]?.id);
    expect(new Set(thrice.map(({ id }) => id)).size).toBe(4);
    const other = await readRows(`${header}\n${row}`, { ...alerts, name: 'others' });
    expect(other[0]?.id).not.toBe(once[0]?.id);
  });

  test('keep the recorded time that they bring', async () => {
    const mapping = { ...alerts, recordedAt: '{ended|instant}' };
    const [event] = await readRows(`${header}\nKyiv,2022-03-15T16:19:20Z,2022-03-15T17:00:00Z,\n`, mapping);
    expect(event?.recordedAt).toBe(Date.UTC(2022, 2, 15, 17));
  });
});

describe('slugs', () => {
  test('keep the letters of every script', () => {
    expect(slugOf('Kyiv City')).toBe('kyiv-city');
    expect(slugOf('  м. Київ / Оболонь № 5  ')).toBe('м-київ-оболонь-5');
    expect(slugOf('Ivano-Frankivska oblast')).toBe('ivano-frankivska-oblast');
    expect(slugOf('東京 (Tōkyō)')).toBe('東京-tōkyō');
    expect(slugOf('--')).toBe('');
  });

  test('do not merge letters that only look alike, but do merge two ways to write one', () => {
    expect(slugOf('Oдеса')).not.toBe(slugOf('Одеса'));
    expect(slugOf('Ki\u0308ev')).toBe(slugOf('K\u00efev'));
  });
});

async function readRows(content: string, mapping: Json = alerts, size = 65_536) {
  return gather(readCsv(piecesOf(content, size), readMapping(mapping)));
}
