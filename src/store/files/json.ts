import { importedFromCloudEvent } from '../../domain/cloud-event.ts';
import { atPlace, TimelineError } from '../../domain/errors.ts';
import { parseJson } from '../../domain/json.ts';
import type { Json } from '../../domain/json.ts';
import type { ByteStream } from './bytes.ts';
import { gatherBytes } from './bytes.ts';
import { eventMaxDepth } from './ndjson.ts';
import type { FileEvent } from './ndjson.ts';

/** Largest JSON file that is read, in bytes; NDJSON has no such limit. */
export const jsonBytesMax = 64 * 1_048_576;

/**
 * Reads one CloudEvent, or an array of them, from one JSON text as events to import.
 *
 * Throws `file-too-large`, `invalid-file` for what is not UTF-8, and what `parseJson` and `importedFromCloudEvent`
 * throw, with the place of the event in the array (`event 3`, from 1).
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

/** Reads a whole file as one JSON value; throws `file-too-large`, `invalid-file`, and what `parseJson` throws. */
export async function readJsonValue(
  bytes: ByteStream,
  {
    file,
    bytesMax = jsonBytesMax,
    maxDepth,
  }: { readonly file?: string | undefined; readonly bytesMax?: number; readonly maxDepth?: number } = {},
): Promise<Json> {
  const text = decode(await gatherBytes(bytes, bytesMax, file), file);
  return atPlace(file, () => parseJson(text, maxDepth === undefined ? {} : { maxDepth }));
}

function decode(bytes: Uint8Array, file: string | undefined): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    const facts = file === undefined ? {} : { file };
    throw new TimelineError('invalid-file', `${file ?? 'The input'} is not UTF-8`, facts, error);
  }
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
