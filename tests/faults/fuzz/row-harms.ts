import type { ErrorCode } from '../../../src/domain/errors.ts';
import { lineBytesMax } from '../../../src/store/files/lines.ts';
import type { Chance } from '../../support/fault-chance.ts';

/** The cells of a row by the names of their columns. */
export type Cells = Readonly<Record<string, string>>;

/** One thing that can be wrong with a row, and the codes that it may be refused with. */
export interface RowHarm {
  readonly what: string;
  readonly codes: readonly ErrorCode[];
  /** Writes the row with the harm in it. */
  harm(cells: Cells, names: readonly string[], chance: Chance): string;
}

/** One thing that can be wrong with the header. */
export interface HeaderHarm {
  readonly what: string;
  harm(names: readonly string[], chance: Chance): string;
}

const invalid: readonly ErrorCode[] = ['invalid-event'];

/** Everything that can be wrong with a row. */
export const rowHarms: readonly RowHarm[] = [
  {
    what: 'has a column too few',
    codes: ['invalid-file'],
    harm: (cells, names, chance) => {
      const left = quoted(cells, names);
      left.splice(chance.below(left.length), 1);
      return left.join(',');
    },
  },
  {
    what: 'has a column too many',
    codes: ['invalid-file'],
    harm: (cells, names, chance) =>
      quoted(cells, names)
        .toSpliced(chance.below(names.length), 0, chance.pick(['', 'x', '""']))
        .join(','),
  },
  {
    what: 'has other separators',
    codes: ['invalid-file'],
    harm: (cells, names, chance) => quoted(cells, names).join(chance.pick([';', '\t', '|'])),
  },
  {
    what: 'has two columns swapped',
    codes: ['invalid-event', 'invalid-time'],
    harm: (cells, names, chance) => {
      const other = chance.pick(['started', 'count', 'recorded']);
      return write({ ...cells, title: cells[other] ?? '', [other]: cells['title'] ?? '' }, names);
    },
  },
  ...(['region', 'started', 'recorded', 'title', 'count'] as const).map((name): RowHarm => ({
    what: `has no ${name}`,
    codes: invalid,
    harm: (cells, names) => write({ ...cells, [name]: '' }, names),
  })),
  ...(
    [
      ['region', invalid, '--', ' ', '!!!', 'x'.repeat(210)],
      [
        'started',
        ['invalid-event', 'invalid-time'],
        'never',
        '2022-13-15T00:00:00Z',
        '2022-03-15',
        '1647361160',
        '2022-03-15T16:19:20',
        '1e400',
      ],
      [
        'recorded',
        ['invalid-event', 'invalid-time'],
        'never',
        '2022-03-15T16:19Z',
        '2022-03-15',
        '+999999-01-01T00:00:00Z',
      ],
      ['recorded', ['recorded-time-backwards'], '1999-12-31T23:59:59Z'],
      ['title', invalid, 't'.repeat(301)],
      ['count', invalid, '1e400', '1.5', '01', '9007199254740993', 'NaN', '٣', '0x10', '1,5', ' 1', '-'],
    ] as readonly (readonly [string, readonly ErrorCode[], string, ...string[]])[]
  ).map(([name, codes, text, ...texts]): RowHarm => ({
    what: `has a ${name} that is none`,
    codes: name === 'region' ? ['invalid-event', 'invalid-stream'] : codes,
    harm: (cells, names, chance) => write({ ...cells, [name]: chance.pick([text, ...texts]) }, names),
  })),
  ...(
    [
      ['a quote in the middle', 'a"b"c'],
      ['something after a quote', '"a"b'],
      ['a space before a quote', ' "a"'],
      ['a quote that is not closed', '"open'],
    ] as const
  ).map(([what, text]): RowHarm => ({
    what: `has ${what}`,
    codes: ['invalid-file', 'file-too-large'],
    harm: (cells, names, chance) => quoted(cells, names).with(chance.below(names.length), text).join(','),
  })),
  {
    what: 'is too long',
    codes: ['file-too-large'],
    harm: (cells, names, chance) =>
      write({ ...cells, title: 'x', note: chance.pick(['x', 'x\n']).repeat(lineBytesMax) }, names),
  },
];

/** Everything that can be wrong with the header. */
export const headerHarms: readonly HeaderHarm[] = [
  { what: 'has a column too few', harm: (names, chance) => without(names, chance).join(',') },
  {
    what: 'has a column twice',
    harm: (names, chance) => [...names, chance.pick(['title', 'region', 'count'])].join(','),
  },
  {
    what: 'has another name',
    harm: (names, chance) =>
      names.join(',').replace('title', chance.pick(['Title', ' title', 'title\u200b', 'тitle'])),
  },
  { what: 'has other separators', harm: (names, chance) => names.join(chance.pick([';', '\t', '|', ', '])) },
  { what: 'has a quote that is not closed', harm: (names) => `"${names.join(',')}` },
];

/** Returns the text of a cell; a column that nobody asks for has one, too. */
export function cellOf(cells: Cells, name: string): string {
  return Object.hasOwn(cells, name) ? (cells[name] ?? '') : 'x';
}

function without(names: readonly string[], chance: Chance): readonly string[] {
  const dropped = chance.pick(['title', 'region', 'count', 'started', 'recorded', 'note']);
  return names.filter((name) => name !== dropped);
}

function write(cells: Cells, names: readonly string[]): string {
  return quoted(cells, names).join(',');
}

function quoted(cells: Cells, names: readonly string[]): string[] {
  return names.map((name) => `"${cellOf(cells, name).replaceAll('"', '""')}"`);
}
