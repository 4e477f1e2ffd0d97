import { parse } from 'csv-parse/sync';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { EntryOut, MomentOut } from '../../src/client/index.ts';
import { csvRow, undefused } from '../../src/web/share/csv.ts';
import { fileName } from '../../src/web/share/file-name.ts';
import type { FormatName } from '../../src/web/share/formats.ts';
import { columnNames, formats } from '../../src/web/share/formats.ts';
import { differencesCsv, numbersCsv } from '../../src/web/share/numbers-csv.ts';
import type { FactsRead } from '../../src/web/share/read-facts.ts';
import type { ExportProgress } from '../../src/web/share/write-facts.ts';
import { writeFacts } from '../../src/web/share/write-facts.ts';

const moment: MomentOut = {
  asOf: '2025-07-03T20:00:00Z',
  knownAt: '2025-07-04T09:16:09.123Z',
  position: 8,
  certainty: 'possible',
};

/** Texts that are hard on a table: what begins formulas, quotes, commas, ends of lines, half letters. */
const hard = fc
  .array(fc.oneof(fc.constantFrom(...Array.from(`'="+-@,;\t\r\n＝ ＠|`)), fc.string({ unit: 'binary' })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

const entries: fc.Arbitrary<EntryOut> = fc
  .record({ id: hard, type: hard, title: hard, reason: hard, publisher: hard, about: fc.array(hard) })
  .map(({ id, type, title, reason, publisher, about }) => ({
    specversion: '1.0',
    id,
    source: '/v1/streams/notes-a',
    type,
    subject: 'notes-a',
    datacontenttype: 'application/json',
    recordedtime: '2025-07-04T09:16:09Z',
    sequence: '00000000000000000003',
    position: 3,
    revision: 0,
    occurred: '2025-07-03',
    occurredfrom: '2025-07-03T00:00:00Z',
    occurredfromlatest: '2025-07-03T23:59:59.999Z',
    precision: 'day',
    status: 'corrected',
    readingfrom: 5,
    corrections: 1,
    reason,
    certain: false,
    data: { title, about, sources: [{ publisher, url: 'https://post.example/a' }] },
  }));

async function* pagesOf(...pages: readonly (readonly EntryOut[])[]): AsyncGenerator<FactsRead> {
  for (const page of pages) yield { moment, entries: page };
}

async function written(name: FormatName, ...pages: readonly (readonly EntryOut[])[]): Promise<string> {
  const { file } = await writeFacts(pagesOf(...pages), formats[name], () => undefined);
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await file.arrayBuffer());
}

/** What a table calculator runs. */
const runs = /^\s*[=+\-@＝＋－＠]/;

describe('a row of CSV', () => {
  const rows = fc.array(fc.array(hard, { minLength: 3, maxLength: 3 }), { minLength: 1 });

  test('is read as it was written by another program, once the apostrophes are taken away', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        const read = parse(cells.map(csvRow).join(''), { recordDelimiter: '\r\n' });
        expect(read.map((row) => row.map(undefused))).toEqual(
          cells.map((row) => row.map((cell) => cell.toWellFormed())),
        );
      }),
    );
  });

  test('has no cell that a table calculator would run', () => {
    fc.assert(
      fc.property(rows, (cells) => {
        for (const row of parse(cells.map(csvRow).join(''), { recordDelimiter: '\r\n' }))
          for (const cell of row) expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/);
      }),
    );
  });

  test('has none either where the calculator takes semicolons or tabs for what parts cells, as those of many languages do', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';', '\t'), (cells, separator) => {
        for (const cell of cellsOf(cells.map(csvRow).join(''), separator)) expect(cell).not.toMatch(runs);
      }),
    );
    const [hidden, quoted, inLine] = ['a;=1+1', 'a;"=1+1', 'a\n=1+1'];
    expect(cellsOf(csvRow([hidden, quoted, inLine]), ';')).toEqual([
      'a',
      `'=1+1,"a`,
      `'""=1+1","a`,
      `'=1+1"`,
      '',
      '',
    ]);
  });

  test('ends with CR and LF, quotes only where it must, and leaves out what there is not', () => {
    expect(csvRow(['a', 1, undefined, true, 'b, "c"'])).toBe('a,1,,true,"b, ""c"""\r\n');
    expect(csvRow(['=1+1', "'=1", "it's", ' x'])).toBe(`'=1+1,''=1,it's," x"\r\n`);
  });
});

describe('a file of facts', () => {
  test('as CSV has a mark of UTF-8, a header, and each fact with both moments', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 5 }), async (some) => {
        const text = await written('csv', some);
        expect(text.startsWith('\u{feff}asOf,knownAt,knownAtPosition,certainty,id,')).toBe(true);
        const read: Record<string, string>[] = parse(text, {
          bom: true,
          columns: true,
          recordDelimiter: '\r\n',
        });
        expect(read).toHaveLength(some.length);
        for (const cell of cellsOf(text, ';')) expect(cell).not.toMatch(runs);
        for (const [index, row] of read.entries()) {
          const entry = some[index];
          expect(Object.keys(row)).toEqual(columnNames);
          expect([row['asOf'], row['knownAt'], row['knownAtPosition'], row['certainty']]).toEqual([
            moment.asOf,
            moment.knownAt,
            '8',
            'possible',
          ]);
          expect(undefused(row['id'] ?? '')).toBe(entry?.id.toWellFormed());
          expect(JSON.parse(row['data'] ?? '')).toEqual(entry?.data);
        }
      }),
    );
  });

  test('as NDJSON has each fact as the timeline gives it, and the moment', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entries, { maxLength: 5 }), async (some) => {
        const lines = (await written('ndjson', some)).split('\n');
        expect(lines.pop()).toBe('');
        expect(lines.map((line): unknown => JSON.parse(line))).toEqual(
          some.map((entry) => ({ ...entry, moment })),
        );
      }),
    );
  });

  test('is written page by page, with how far it is, and not at all where it would be too large', async () => {
    const [one, two] = fc.sample(entries, { numRuns: 2, seed: 1 });
    if (one === undefined || two === undefined) throw new Error('No samples');
    const heard: ExportProgress[] = [];
    const pages = () => pagesOf([one], [], [two, one]);
    const made = await writeFacts(pages(), formats.ndjson, (progress) => heard.push(progress));
    const reached = Date.parse(one.occurredfrom);
    expect(heard).toEqual([
      { facts: 1, reached },
      { facts: 1, reached: undefined },
      { facts: 3, reached },
    ]);
    expect({ facts: made.facts, moment: made.moment, type: made.file.type }).toEqual({
      facts: 3,
      moment,
      type: 'application/x-ndjson',
    });
    await expect(writeFacts(pages(), formats.ndjson, () => undefined, made.file.size)).resolves.toBeDefined();
    await expect(writeFacts(pages(), formats.ndjson, () => undefined, made.file.size - 1)).rejects.toThrow(
      '3 facts are more than the 0 MiB',
    );
  });

  test('has both moments in its name, and nothing that a system of files refuses', () => {
    expect(fileName(moment, 'csv')).toBe(
      'timeline_as-of-20250703T200000Z_known-at-8-20250704T091609.123Z.csv',
    );
    expect(fileName({ ...moment, knownAt: null, position: 0 }, 'svg')).toBe(
      'timeline_as-of-20250703T200000Z_known-at-0.svg',
    );
  });
});

/** Reads cells as table calculators do: quotes count at the beginning of a cell only, and what follows the closing one belongs to the cell. */
function cellsOf(text: string, separator: string): readonly string[] {
  const cells: string[] = [];
  let cell = '';
  let [isBegin, isQuoted] = [true, false];
  for (let index = 0; index < text.length; index += 1) {
    const letter = text[index] ?? '';
    if (isQuoted && letter === '"' && text[index + 1] === '"') {
      cell += letter;
      index += 1;
    } else if (letter === '"' && (isQuoted || isBegin)) [isBegin, isQuoted] = [false, !isQuoted];
    else if (!isQuoted && (letter === separator || letter === '\n' || letter === '\r')) {
      cells.push(cell);
      [cell, isBegin] = ['', true];
    } else {
      cell += letter;
      isBegin = false;
    }
  }
  return [...cells, cell];
}

const claimed = (best: number, publisher: string) => ({
  best,
  low: best,
  high: best + 1,
  claims: [{ best, sources: [{ publisher }] }],
});
const read = (text: string): Record<string, string>[] => parse(text, { columns: true });

describe('the numbers of a situation', () => {
  test('are written with their ranges, sources and moment; what is unknown is empty, and never 0', () => {
    const state = { casualties: { killed: claimed(1, '=The Post') } };
    const rows = read(numbersCsv({ state, moment }));
    expect(rows[0]).toEqual({
      asOf: moment.asOf,
      knownAt: moment.knownAt,
      knownAtPosition: '8',
      name: 'Killed',
      path: '/casualties/killed/best',
      best: '1',
      low: '1',
      high: '2',
      unit: '',
      publishers: "'=The Post",
    });
    expect(rows.slice(1).map(({ name, best }) => [name, best])).toEqual([
      ['Injured', ''],
      ['Drones: launched', ''],
      ['Drones: intercepted', ''],
      ['Drones: lost on the way', ''],
      ['Missiles: launched', ''],
      ['Missiles: intercepted', ''],
      ['Missiles: lost on the way', ''],
    ]);
  });

  test('as of two moments are written where they differ, with both moments', () => {
    const before = { state: { casualties: { killed: claimed(1, 'a') }, calls: {} }, moment };
    const after = {
      state: { casualties: { killed: claimed(3, 'a') }, calls: { 'a/b': { count: 2 } } },
      moment: { ...moment, position: 9 },
    };
    const rows = read(differencesCsv(before, after));
    expect(
      rows.map(({ path, knownAtPosition, toKnownAtPosition }) => [path, knownAtPosition, toKnownAtPosition]),
    ).toEqual([
      ['/casualties/killed', '8', '9'],
      ['/calls/a~1b/count', '8', '9'],
    ]);
    expect(JSON.parse(rows[0]?.['after'] ?? '')).toMatchObject({ best: 3 });
    expect(rows[1]).toMatchObject({ before: '', after: '2' });
    expect(read(differencesCsv(before, before))).toEqual([]);
  });

  test('are all written, however many differ', () => {
    const many = Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`n${index}`, index]));
    const rows = read(differencesCsv({ state: {}, moment }, { state: many, moment }));
    expect(rows).toHaveLength(12_000);
    expect(rows.at(-1)).toMatchObject({ path: '/n11999', before: '', after: '11999' });
  });
});
