import type { ReadCloudEvent } from '../../domain/cloud-event.ts';
import { importedFromCloudEvent } from '../../domain/cloud-event.ts';
import type { ImportedEvent } from '../../domain/event.ts';
import { defaultMaxDepth, parseJson } from '../../domain/json.ts';
import type { ByteStream } from './bytes.ts';
import { readLines } from './lines.ts';
import { atLine, placeOf } from './place.ts';

/** An event read from a file, with the place it stood at and, where it came from a log, its position there. */
export type FileEvent = ImportedEvent & Pick<ReadCloudEvent, 'sequence'>;

/**
 * Reads CloudEvents, one a line, as events to import; `file` is named in errors where several files are read.
 *
 * Throws what `readLines`, `parseJson` and `importedFromCloudEvent` throw, with the line.
 */
export async function* readNdjson(bytes: ByteStream, file?: string): AsyncGenerator<FileEvent> {
  for await (const { line, text } of readLines(bytes, file)) {
    const at = { line, file };
    const event = atLine(at, () => importedFromCloudEvent(parseJson(text, { maxDepth: eventMaxDepth })));
    yield { ...event, place: placeOf(at) };
  }
}

/** How deep a CloudEvent may nest: its data, and itself around it. */
export const eventMaxDepth = defaultMaxDepth + 1;
