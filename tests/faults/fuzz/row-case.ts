import { lineBytesMax } from '../../../src/store/files/lines.ts';
import type { Chance } from '../../support/fault-chance.ts';
import type { CaseOptions, Expected, ImportCase, Noted } from './import-case.ts';
import { placeIn } from './import-case.ts';
import { brokenUtf8, otherwiseEncoded, put } from './line-harms.ts';
import { oneOf } from './one-of.ts';
import type { Cells } from './row-harms.ts';
import { cellOf, headerHarms, rowHarms } from './row-harms.ts';

/** How the rows become events. */
export const noteMapping = {
  name: 'fuzz',
  stream: 'rows-{region|slug}',
  recordedAt: '{recorded|instant}',
  events: [
    {
      type: 'FuzzNoted',
      occurred: '{started|instant}',
      data: { title: '{title}', count: '{count|number}', extra: '{note?}' },
    },
  ],
};

/** A table in the making: the header and rows as text without line ends, and what each row notes; a blank one notes nothing. */
interface Draft {
  readonly rows: readonly { readonly text: string; readonly noted?: Noted; readonly cells?: Cells }[];
  readonly end: string;
  readonly names: readonly string[];
}

/** Makes a table, as it should be or with something wrong in it. */
export function makeRowCase(chance: Chance, options: CaseOptions): ImportCase {
  const draft = makeDraft(chance, options);
  const { what, bytes, expected } = oneOf(chance, deeds)(draft, chance);
  const file = chance.hits(0.2) ? 'notes.csv' : undefined;
  const places = 'places' in expected ? expected.places.map((place) => placeIn(file, place)) : [];
  return {
    kind: 'rows',
    what,
    file,
    bytes,
    pieceBytes: chance.pick([3, 64, 65_536]),
    expected: expected.comes === 'in' ? expected : { ...expected, places },
  };
}

type Deed = (draft: Draft, chance: Chance) => Pick<ImportCase, 'what' | 'bytes' | 'expected'>;

const leave: Deed = (draft, chance) => {
  const bytes = Buffer.from(`${chance.hits(0.2) ? '\ufeff' : ''}${write(draft)}`);
  if (chance.hits(0.05))
    return {
      what: 'is encoded otherwise',
      bytes: otherwiseEncoded(bytes, chance),
      expected: refused(1, ['invalid-file']),
    };
  return {
    what: 'is as it should be',
    bytes,
    expected: { comes: 'in', events: draft.rows.flatMap(({ noted }) => noted ?? []) },
  };
};

const harmRow: Deed = (draft, chance) => {
  const index = aRow(draft, chance);
  const cells = draft.rows[index]?.cells;
  if (cells === undefined) return leave(draft, chance);
  const { what, codes, harm } = oneOf(chance, rowHarms);
  const rows = draft.rows.with(index, { text: harm(cells, draft.names, chance) });
  return {
    what: `row ${what}`,
    bytes: Buffer.from(write({ ...draft, rows })),
    expected: refused(lineOf(draft, index), codes),
  };
};

const harmHeader: Deed = (draft, chance) => {
  const { what, harm } = oneOf(chance, headerHarms);
  const rows = draft.rows.with(0, { text: harm(draft.names, chance) });
  return {
    what: `header ${what}`,
    bytes: Buffer.from(write({ ...draft, rows })),
    expected: refused(1, ['invalid-file']),
  };
};

const harmBytes: Deed = (draft, chance) => {
  const index = aRow(draft, chance);
  const start = Buffer.byteLength(write({ ...draft, rows: draft.rows.slice(0, index) }));
  const row = Buffer.from(draft.rows[index]?.text ?? '');
  const at = chance.below(row.length + 1);
  const isNul = chance.hits(0.3);
  const inRow = row.subarray(0, at).filter((byte) => byte === 0x0a).length;
  return {
    what: isNul ? 'has a NUL byte' : 'is not UTF-8',
    bytes: put(Buffer.from(write(draft)), start + at, isNul ? [0] : oneOf(chance, brokenUtf8)),
    expected: refused(lineOf(draft, index) + inRow, ['invalid-file']),
  };
};

const harmFile: Deed = (draft, chance) => {
  const index = aRow(draft, chance);
  const [what, text, line] = oneOf<readonly [string, string, number]>(chance, [
    [
      'has carriage returns for line ends',
      draft.rows.map(({ text: row }) => row.replaceAll('\n', '\r')).join('\r'),
      1,
    ],
    ['has two byte order marks', `\ufeff\ufeff${write(draft)}`, 1],
    ['begins with a row', write({ ...draft, rows: draft.rows.slice(index) }), 1],
    [
      'has no end to a quote',
      `${write({ ...draft, rows: draft.rows.slice(0, index) })}"${'x\n'.repeat(lineBytesMax)}`,
      lineOf(draft, index),
    ],
  ]);
  return { what, bytes: Buffer.from(text), expected: refused(line, ['invalid-file', 'file-too-large']) };
};

const deeds: readonly Deed[] = [
  leave,
  leave,
  leave,
  harmRow,
  harmRow,
  harmRow,
  harmRow,
  harmRow,
  harmHeader,
  harmBytes,
  harmBytes,
  harmFile,
];

function makeDraft(chance: Chance, { number, recordedFromMs }: CaseOptions): Draft {
  const names = chance.pick([
    ['region', 'started', 'recorded', 'title', 'count', 'note'],
    ['note', 'count', 'more', 'title', '__proto__', 'recorded', 'started', 'region'],
  ]);
  const rows = Array.from({ length: 1 + chance.below(9) }, (_, index) => {
    const cells = makeCells(chance, number, index, recordedFromMs + index * 1000);
    const text = names.map((name) => cellText(cellOf(cells, name), chance)).join(',');
    const noted = { title: cells['title'] ?? '', count: Number(cells['count']) };
    return [...(chance.hits(0.1) ? [{ text: '' }] : []), { text, noted, cells }];
  }).flat();
  return { names, rows: [{ text: names.join(',') }, ...rows], end: chance.pick(['\n', '\r\n']) };
}

function makeCells(chance: Chance, number: number, index: number, recordedAt: number): Cells {
  return {
    region: chance.pick(['Kyiv City', 'м. Київ', '東京', 'Lviv']),
    started: chance.pick(['2022-03-15 16:19:20+00:00', '2022-03-15T16:20Z', '2025-07-03T12:00:00.5+03:00']),
    recorded: new Date(recordedAt).toISOString(),
    title: `${chance.pick(['A note', 'a "b", c', 'two\nlines', 'two\r\n\nmore', '=1+1', '{title}', '\u2028', "'x", '__proto__', '\ufeff'])} ${number}.${index}`,
    count: chance.pick(['0', '-0', '12', '1e2', '100.0', '-7']),
    note: chance.pick(['', '', 'loud', ' ', '{"a":1}']),
  };
}

/** Writes a cell in quotes where it must be, and sometimes where it need not. */
function cellText(text: string, chance: Chance): string {
  const isQuoted = /[",\r\n]/.test(text) || chance.hits(0.15);
  return isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
}

function write({ rows, end }: Draft): string {
  return rows.map(({ text }) => `${text}${end}`).join('');
}

/** The line on which a row begins. */
function lineOf(draft: Draft, index: number): number {
  return write({ ...draft, rows: draft.rows.slice(0, index) }).split('\n').length;
}

function aRow({ rows }: Draft, chance: Chance): number {
  const indexes = rows.flatMap(({ noted }, index) => (noted === undefined ? [] : [index]));
  return indexes[chance.below(indexes.length)] ?? 1;
}

function refused(line: number, codes: Extract<Expected, { comes: 'refused' }>['codes']): Expected {
  return { comes: 'refused', places: [`line ${line}`], codes };
}
