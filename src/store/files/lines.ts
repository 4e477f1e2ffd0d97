import { TimelineError } from '../../domain/errors.ts';
import type { ByteStream } from './bytes.ts';
import type { LinePlace } from './place.ts';
import { factsOf, placeOf } from './place.ts';

/** Longest line that is read, in bytes. */
export const lineBytesMax = 1_048_576;

/** One line of a file, without what ends it. */
export interface Line {
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

/**
 * Reads the lines of a file that have something in them: those of `readAllLines` without one `\r` at their end.
 *
 * Only `\n` ends a line: what Unicode calls a line separator may stand in a JSON string.
 */
export async function* readLines(bytes: ByteStream, file?: string): AsyncGenerator<Line> {
  for await (const { line, text } of readAllLines(bytes, file)) {
    const kept = text.endsWith('\r') ? text.slice(0, -1) : text;
    if (kept.trim() !== '') yield { line, text: kept };
  }
}

/**
 * Reads every line of a file as it is, without its `\n` and without a byte order mark at the start of the file.
 *
 * It holds one line and one piece of the file at a time. Throws `invalid-file` with the line that is not UTF-8 or has a
 * NUL byte in it, and `file-too-large` with the line that is longer than `lineBytesMax`.
 */
export async function* readAllLines(bytes: ByteStream, file?: string): AsyncGenerator<Line> {
  let line = 1;
  let started: Uint8Array[] = [];
  let startedBytes = 0;
  for await (const piece of bytes) {
    let from = 0;
    for (let end = piece.indexOf(newline); end >= 0; end = piece.indexOf(newline, from)) {
      const rest = piece.subarray(from, end);
      checkLength(startedBytes + rest.length, { line, file });
      yield { line, text: decode([...started, rest], { line, file }, false) };
      started = [];
      startedBytes = 0;
      line += 1;
      from = end + 1;
    }
    startedBytes += piece.length - from;
    checkLength(startedBytes, { line, file });
    // A copy, for whoever gives the pieces may use their memory again.
    if (from < piece.length) started.push(piece.slice(from));
  }
  if (startedBytes > 0) yield { line, text: decode(started, { line, file }, true) };
}

const newline = 0x0a;

function checkLength(bytes: number, at: LinePlace): void {
  if (bytes <= lineBytesMax) return;
  throw new TimelineError('file-too-large', `${placeOf(at)} is longer than ${lineBytesMax} bytes`, {
    ...factsOf(at),
    bytesMax: lineBytesMax,
  });
}

const utf8 = { fatal: true, ignoreBOM: true };

function decode(parts: readonly Uint8Array[], at: LinePlace, isUnended: boolean): string {
  const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts);
  if (bytes.includes(0)) refuse(at, 'has a NUL byte in it');
  try {
    const text = new TextDecoder('utf-8', utf8).decode(bytes);
    return at.line === 1 && text.startsWith('\ufeff') ? text.slice(1) : text;
  } catch {
    return refuse(at, isUnended && isCutOff(bytes) ? 'ends in the middle of a character' : 'is not UTF-8');
  }
}

/** Tells whether bytes that are not UTF-8 would be if only their last character were whole. */
function isCutOff(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', utf8).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function refuse(at: LinePlace, why: string): never {
  throw new TimelineError('invalid-file', `${placeOf(at)} ${why}`, factsOf(at));
}
