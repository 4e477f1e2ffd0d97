import { gzipSync } from 'node:zlib';

import type { ErrorCode } from '../../../src/domain/errors.ts';
import { lineBytesMax } from '../../../src/store/files/lines.ts';
import type { Chance } from '../../support/fault-chance.ts';
import { oneOf } from './one-of.ts';

/** One thing that can be wrong with the bytes of a line, and the codes that it may be refused with. */
export interface LineHarm {
  readonly what: string;
  readonly codes: readonly ErrorCode[];
  harm(line: Buffer, chance: Chance): Buffer;
}

const mark = Buffer.from('\ufeff');

/** Bytes that are no UTF-8: halves of surrogates, over-long forms, beyond the last character, cut off, and never there. */
export const brokenUtf8: readonly (readonly number[])[] = [
  [0xed, 0xa0, 0x80],
  [0xed, 0xb0, 0x80],
  [0xc0, 0x80],
  [0xc0, 0xaf],
  [0xe0, 0x80, 0xaf],
  [0xf0, 0x80, 0x80, 0xaf],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf8, 0x88, 0x80, 0x80, 0x80],
  [0xff],
  [0xfe, 0xff],
  [0x80],
  [0xe2, 0x82],
];

/** Everything that can be wrong with the bytes of a line that holds an event. */
export const lineHarms: readonly LineHarm[] = [
  {
    what: 'is cut off',
    codes: ['invalid-json', 'invalid-file'],
    harm: (line, chance) => line.subarray(0, 1 + chance.below(line.length - 1)),
  },
  {
    what: 'is broken in two',
    codes: ['invalid-json', 'invalid-file'],
    harm: (line, chance) => put(line, 1 + chance.below(line.length - 1), '\n'),
  },
  { what: 'has a NUL byte', codes: ['invalid-file'], harm: (line, chance) => putAnywhere(line, chance, [0]) },
  {
    what: 'is not UTF-8',
    codes: ['invalid-file'],
    harm: (line, chance) => putAnywhere(line, chance, oneOf(chance, brokenUtf8)),
  },
  {
    what: 'has byte order marks before it',
    codes: ['invalid-json'],
    // One at the very start of a file is taken away.
    harm: (line) => Buffer.concat([mark, mark, line]),
  },
  {
    what: 'has something after it',
    codes: ['invalid-json'],
    harm: (line, chance) =>
      Buffer.concat([
        line,
        Buffer.from(chance.pick(['\ufeff', '}', ',', ']', '{}', ' 1', '//', '\u00a0', '\v'])),
      ]),
  },
  {
    what: 'has something before it',
    codes: ['invalid-json', 'nesting-too-deep'],
    harm: (line, chance) =>
      Buffer.concat([
        Buffer.from(chance.pick(['\u00a0', '\v', '\u200b', ',', '[', 'data: ', '\u001e', "'"])),
        line,
      ]),
  },
  {
    what: 'is no object',
    // An array around it may be one too many.
    codes: ['invalid-event', 'nesting-too-deep'],
    harm: (line, chance) =>
      Buffer.from(
        chance.pick([`[${line.toString()}]`, 'null', '0', '-0', '"x"', '[]', '{}', 'true', '[{}]']),
      ),
  },
  {
    what: 'is too long',
    codes: ['file-too-large'],
    harm: (line, chance) =>
      Buffer.concat([
        line.subarray(0, -1),
        Buffer.alloc(lineBytesMax + chance.below(10_000), ' '),
        line.subarray(-1),
      ]),
  },
];

/** Writes a whole file as no reader of UTF-8 takes it: its first line is wrong, or its second after one that is blank. */
export function otherwiseEncoded(file: Buffer, chance: Chance): Buffer {
  const utf16 = Buffer.from(file.toString(), 'utf16le');
  return chance.pick([utf16, Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), gzipSync(file)]);
}

/** Puts bytes or text into a line. */
export function put(line: Buffer, at: number, what: string | readonly number[]): Buffer {
  const bytes = typeof what === 'string' ? Buffer.from(what) : Buffer.from([...what]);
  return Buffer.concat([line.subarray(0, at), bytes, line.subarray(at)]);
}

function putAnywhere(line: Buffer, chance: Chance, what: readonly number[]): Buffer {
  return put(line, chance.below(line.length + 1), what);
}
