import { TimelineError } from './errors.ts';
import { appendPointer } from './json-pointer.ts';

/** A JSON text that is being checked. */
export interface Scan {
  readonly text: string;
  readonly maxDepth: number;
  /** The names and indexes that lead to the value being read; only as many of them count as the depth says. */
  readonly path: (string | number)[];
}

/** Throws that something else should be at an offset; at the end of the text, that it is cut off. */
export function unexpected(scan: Scan, at: number, depth: number, wanted: string): never {
  if (at >= scan.text.length) refuse(scan, scan.text.length, depth, 'The JSON text ends in the middle');
  refuse(scan, at, depth, `The JSON text has ${characterAt(scan.text, at)} where ${wanted} should be`);
}

/** Names the character at an offset: itself if it can be seen, else by its code point. */
export function characterAt(text: string, at: number): string {
  const codePoint = text.codePointAt(at) ?? 0;
  if (codePoint === 0) return 'a NUL byte';
  const isVisible = codePoint > 0x20 && codePoint < 0x7f;
  return isVisible
    ? String.fromCodePoint(codePoint)
    : `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** Gives the RFC 6901 pointer of the place inside `depth` arrays and objects. */
export function pointerOf(scan: Scan, depth: number): string {
  return scan.path.slice(0, depth).reduce<string>((pointer, segment) => appendPointer(pointer, segment), '');
}

/** Names that place in a sentence. */
export function placeOf(scan: Scan, depth: number): string {
  return depth === 0 ? 'the top' : pointerOf(scan, depth);
}

/** Throws `invalid-json` with the place among its facts: its pointer, and its offset in UTF-16 code units. */
export function refuse(scan: Scan, offset: number, depth: number, sentence: string): never {
  throw new TimelineError('invalid-json', `${sentence}, at offset ${offset}`, {
    pointer: pointerOf(scan, depth),
    offset,
  });
}
