import { basename } from 'node:path';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import type { z } from 'zod';

import { appendPointer, parseJson } from '../src/domain/json.ts';
import type { Json } from '../src/domain/json.ts';
import { TimelineError } from '../src/index.ts';
import type { ByteStream } from '../src/store/files/bytes.ts';
import { readBytes } from '../src/store/files/bytes.ts';
import { readLines } from '../src/store/files/lines.ts';
import { atLine, placeOf } from '../src/store/files/place.ts';

/** A JSON value with the place it was read from, for errors: `line 12`. */
export interface Placed<Value = Json> {
  readonly place: string;
  readonly value: Value;
}

/**
 * Reads a file of JSON lines, unpacking it when its name ends in `.gz`, and holds no more than a line and a piece of it.
 *
 * Throws `unknown-file`, `file-unreachable`, `invalid-file` for one that is cut off or not UTF-8, `file-too-large` for
 * an endless line, and `invalid-json` with the line for one that is no JSON or that two readers could read differently.
 */
export async function* readJsonLines(path: string): AsyncGenerator<Placed> {
  const bytes = path.endsWith('.gz') ? unpacked(path) : readBytes(path);
  for await (const { line, text } of readLines(bytes))
    yield { place: placeOf({ line }), value: atLine({ line }, () => parseJson(text)) };
}

/** Reads a JSON value against a schema; throws `invalid-event` with the place and the JSON Pointer of the first fault. */
export function readAs<Schema extends z.ZodType>(
  schema: Schema,
  { place, value }: Placed<unknown>,
): Readonly<z.output<Schema>> {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const names = (issue?.path ?? []).map((name) => (typeof name === 'symbol' ? String(name) : name));
  const pointer = names.reduce<string>(appendPointer, '');
  throw new TimelineError('invalid-event', `${place} at "${pointer}": ${issue?.message ?? 'is not valid'}`, {
    place,
    pointer,
  });
}

async function* unpacked(path: string): ByteStream {
  try {
    // What goes wrong with the file ends the stream that is read from here, with the same error.
    yield* pipeline(readBytes(path), createGunzip(), () => undefined);
  } catch (error) {
    if (!(error instanceof Error) || error instanceof TimelineError) throw error;
    const file = basename(path);
    throw new TimelineError('invalid-file', `${file} cannot be unpacked: ${error.message}`, { file }, error);
  }
}
