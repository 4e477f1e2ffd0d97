import { createReadStream } from 'node:fs';
import { basename } from 'node:path';

import { TimelineError } from '../../domain/errors.ts';

/** What a reader of files reads: the bytes of one file, in order, in pieces of any length. */
export type ByteStream = AsyncIterable<Uint8Array>;

/** Reads the bytes of a file; throws `unknown-file` when it is not there and `file-unreachable` when it cannot be read. */
export async function* readBytes(path: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const bytes of createReadStream(path))
      // Without an encoding, a stream of a file gives buffers only; its type does not say so.
      yield bytes as Uint8Array;
  } catch (error) {
    throw fileError(error, path);
  }
}

/** Returns the error of the catalogue that an error of the file system means for a path; any other error as it is. */
export function fileError(error: unknown, path: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || !('syscall' in error)) return error;
  const file = basename(path);
  if (error.code === 'ENOENT')
    return new TimelineError('unknown-file', `There is no file ${path}`, { file }, error);
  const why = error.code === 'EISDIR' ? 'is a folder' : error.message;
  return new TimelineError('file-unreachable', `${path} cannot be read or written: ${why}`, { file }, error);
}

/** Reads a whole file of at most `bytesMax` bytes; throws `file-too-large` before it holds more than that. */
export async function gatherBytes(bytes: ByteStream, bytesMax: number, file?: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.length;
    if (length > bytesMax)
      throw new TimelineError(
        'file-too-large',
        `${file ?? 'The input'} has more than ${bytesMax} bytes, the most that is read as a whole`,
        { bytesMax, ...(file === undefined ? {} : { file }) },
      );
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
