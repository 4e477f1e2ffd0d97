import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { TimelineError } from '../../domain/errors.ts';
import type { ByteStream } from './bytes.ts';
import { fileError, readBytes } from './bytes.ts';
import { readNdjson } from './ndjson.ts';
import type { FileEvent } from './ndjson.ts';

/**
 * Reads a folder of streams, `<category>/<id>.jsonl` each, as one log: by recorded time, then sequence, then file and line.
 *
 * Files that do not end in `.jsonl` are left alone. All events are held until the last file was read, for any of them
 * may come first. Throws `unknown-file`, `invalid-file` for a file elsewhere than at `<category>/<id>.jsonl`,
 * `invalid-stream` for an event of another stream than its file, and what `readNdjson` throws.
 */
export async function* readFolder(
  root: string,
  read: (path: string) => ByteStream = readBytes,
): AsyncGenerator<FileEvent> {
  const events: FileEvent[] = [];
  for (const file of await listStreamFiles(root)) {
    const stream = streamOf(file);
    for await (const event of readNdjson(read(join(root, file)), file)) {
      checkStream(event, stream);
      events.push(event);
    }
  }
  // Sorting is stable: what is recorded at the same time and place in the log stays in order of file and line.
  yield* events.toSorted(compareInLog);
}

/** Lists the files of a folder of streams, in alphabetical order, as `<category>/<id>.jsonl`; throws `unknown-file`. */
export async function listStreamFiles(root: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.jsonl'))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
      .toSorted();
  } catch (error) {
    throw fileError(error, root);
  }
}

function streamOf(file: string): string {
  const [, category, id] = /^([^/-]+)\/([^/]+)\.jsonl$/.exec(file) ?? [];
  if (category === undefined || id === undefined)
    throw new TimelineError(
      'invalid-file',
      `${file} is no stream of a folder of streams: those are at <category>/<id>.jsonl`,
      { file },
    );
  return `${category}-${id}`;
}

function checkStream(event: FileEvent, stream: string): void {
  if (event.stream === stream) return;
  const place = event.place ?? '';
  throw new TimelineError(
    'invalid-stream',
    `${place}: event ${event.id} is of stream ${event.stream}, but its file is that of ${stream}`,
    { place, stream: event.stream, expectedStream: stream },
  );
}

function compareInLog(a: FileEvent, b: FileEvent): number {
  return (
    compare(a.recordedAt ?? Infinity, b.recordedAt ?? Infinity) ||
    compare(a.sequence ?? Infinity, b.sequence ?? Infinity)
  );
}

function compare(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
