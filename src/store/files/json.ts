import { importedFromCloudEvent } from '../../domain/cloud-event.ts';
import { atPlace, TimelineError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import type { Json } from '../../domain/json.ts';
import type { ByteStream } from './bytes.ts';
import { gatherBytes } from './bytes.ts';
import { eventMaxDepth } from './ndjson.ts';
import type { FileEvent } from './ndjson.ts';
import { atLine, factsOf, placeOf } from './place.ts';

/** Largest JSON file that is read, in bytes; NDJSON has no such limit. */
export const jsonBytesMax = 64 * 1_048_576;

/**
 * Reads one CloudEvent, or an array of them, from one JSON text as events to import.
 *
 * Throws `file-too-large`, `invalid-file` for what is not UTF-8 and what `parseJson` throws, with the line, and what
 * `importedFromCloudEvent` throws, with the place of the event in the array (`event 3`, from 1).
 */
export async function* readJson(
  bytes: ByteStream,
  { file, bytesMax = jsonBytesMax }: { readonly file?: string | undefined; readonly bytesMax?: number } = {},
): AsyncGenerator<FileEvent> {
  const json = await readJsonValue(bytes, { file, bytesMax, maxDepth: eventMaxDepth + 1 });
  const prefix = file === undefined ? '' : `${file} `;
  if (!isList(json)) yield { ...atPlace(file, () => importedFromCloudEvent(json)) };
  else
    for (const [index, item] of json.entries()) {
      const place = `${prefix}event ${index + 1}`;
      yield { ...atPlace(place, () => importedFromCloudEvent(item)), place };
    }
}

/** Reads a whole file as one JSON value; throws `file-too-large`, and with the line `invalid-file` and what `parseJson` throws. */
export async function readJsonValue(
  bytes: ByteStream,
  {
    file,
    bytesMax = jsonBytesMax,
    maxDepth,
  }: { readonly file?: string | undefined; readonly bytesMax?: number; readonly maxDepth?: number } = {},
): Promise<Json> {
  const text = decode(await gatherBytes(bytes, bytesMax, file), file);
  try {
    return parseJson(text, maxDepth === undefined ? {} : { maxDepth });
  } catch (error) {
    const offset = error instanceof TimelineError ? error.facts['offset'] : undefined;
    if (typeof offset !== 'number') throw error;
    return atLine({ line: text.slice(0, offset).split('\n').length, file }, () => {
      throw error;
    });
  }
}

const utf8 = { fatal: true };

function decode(bytes: Uint8Array, file: string | undefined): string {
  try {
    return new TextDecoder('utf-8', utf8).decode(bytes);
  } catch (error) {
    const at = { line: brokenLine(bytes), file };
    throw new TimelineError('invalid-file', `${placeOf(at)} is not UTF-8`, factsOf(at), error);
  }
}

/** Returns the first line that is not UTF-8; the byte that ends a line is part of no other character. */
function brokenLine(bytes: Uint8Array): number {
  let line = 1;
  for (let from = 0; ; line += 1) {
    const end = bytes.indexOf(0x0a, from);
    try {
      new TextDecoder('utf-8', utf8).decode(bytes.subarray(from, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    from = end + 1;
  }
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
