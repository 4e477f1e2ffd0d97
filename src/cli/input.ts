import { stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

import { TimelineError } from '../domain/errors.ts';
import { atPlace } from '../domain/errors.ts';
import type { ImportedEvent } from '../domain/event.ts';
import type { Mapping } from '../domain/mapping.ts';
import { readMapping } from '../domain/mapping.ts';
import type { ByteStream } from '../store/files/bytes.ts';
import { fileError, readBytes } from '../store/files/bytes.ts';
import { readCsv } from '../store/files/csv.ts';
import { listStreamFiles, readFolder } from '../store/files/folder.ts';
import { readJson, readJsonValue } from '../store/files/json.ts';
import { readNdjson } from '../store/files/ndjson.ts';
import type { CliContext } from './context.ts';

/** How paths are read. */
export interface InputOptions {
  /** The path of a mapping file, for CSV. */
  readonly mapping?: string | undefined;
  readonly stdin: CliContext['stdin'];
  /** Hears how many bytes each piece that was read has. */
  readonly onBytes: (bytes: number) => void;
}

/** The events of files, one after the other, and how many bytes they are; undefined when that is not known. */
export interface Input {
  readonly events: AsyncIterable<ImportedEvent>;
  readonly bytes: number | undefined;
}

/**
 * Opens files as events to import, each read as its name says.
 *
 * Throws `unknown-file`, `file-unreachable`, `invalid-mapping`, and `invalid-request` for a kind of file that is not read
 * or for CSV without a mapping, before anything is read.
 */
export async function openInput(paths: readonly string[], options: InputOptions): Promise<Input> {
  const mapping = options.mapping === undefined ? undefined : await mappingIn(options.mapping);
  const files = await Promise.all(
    paths.map(async (path) => openPath(path, paths.length > 1, mapping, options)),
  );
  const sizes = files.map(({ bytes }) => bytes);
  return {
    bytes: sizes.includes(undefined)
      ? undefined
      : sizes.reduce<number>((sum, bytes) => sum + (bytes ?? 0), 0),
    events: inTurn(files.map(({ events }) => events)),
  };
}

async function* inTurn(files: readonly AsyncIterable<ImportedEvent>[]): AsyncGenerator<ImportedEvent> {
  for (const events of files) yield* events;
}

async function mappingIn(path: string): Promise<Mapping> {
  const json = await readJsonValue(readBytes(path), { file: path });
  return atPlace(path, () => readMapping(json));
}

async function openPath(
  path: string,
  isOneOfMany: boolean,
  mapping: Mapping | undefined,
  { stdin, onBytes }: InputOptions,
): Promise<Input> {
  const file = isOneOfMany ? path : undefined;
  if (path === '-')
    return {
      events: readAs(mapping === undefined ? '.jsonl' : '.csv', heard(stdin, onBytes), file, mapping),
      bytes: undefined,
    };
  const { isFolder, size } = await look(path);
  if (isFolder)
    return {
      events: readFolder(path, (inside) => heard(readBytes(inside), onBytes)),
      bytes: await folderBytes(path),
    };
  const kind = extname(path).toLowerCase();
  if (!kinds.includes(kind))
    throw new TimelineError(
      'invalid-request',
      `${path} is none of the files that are imported: a folder of streams, ${kinds.join(', ')}`,
    );
  if (kind === '.csv' && mapping === undefined)
    throw new TimelineError('invalid-request', `${path} is CSV, and --mapping does not say how to read it`, {
      option: '--mapping',
    });
  return { events: readAs(kind, heard(readBytes(path), onBytes), file, mapping), bytes: size };
}

const kinds = ['.jsonl', '.ndjson', '.json', '.csv'];

function readAs(
  kind: string,
  bytes: ByteStream,
  file: string | undefined,
  mapping: Mapping | undefined,
): AsyncIterable<ImportedEvent> {
  if (kind === '.csv' && mapping !== undefined) return readCsv(bytes, mapping, file);
  return kind === '.json' ? readJson(bytes, { file }) : readNdjson(bytes, file);
}

async function* heard(bytes: ByteStream, onBytes: (bytes: number) => void): ByteStream {
  for await (const piece of bytes) {
    onBytes(piece.length);
    yield piece;
  }
}

async function look(path: string): Promise<{ readonly isFolder: boolean; readonly size: number }> {
  try {
    const found = await stat(path);
    return { isFolder: found.isDirectory(), size: found.size };
  } catch (error) {
    throw fileError(error, path);
  }
}

async function folderBytes(path: string): Promise<number> {
  const files = await listStreamFiles(path);
  const sizes = await Promise.all(files.map(async (file) => look(join(path, file))));
  return sizes.reduce((sum, { size }) => sum + size, 0);
}
