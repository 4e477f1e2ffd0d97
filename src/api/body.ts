import type { FastifyInstance } from 'fastify';

import { TimelineError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { parseJson } from '../domain/json.ts';

/** The media type of lines of JSON, one event a line. */
export const linesType = 'application/x-ndjson';

/** The media type of one CloudEvent. */
export const cloudEventType = 'application/cloudevents+json';

/** The media type of an array of CloudEvents. */
export const cloudEventBatchType = 'application/cloudevents-batch+json';

/**
 * Makes bodies of the given media types JSON that every reader understands alike, and refuses all others.
 *
 * A body that is not UTF-8, has a name twice or a number that a double does not hold is refused before anyone uses it.
 */
export function readJsonBodies(app: FastifyInstance, mediaTypes: readonly string[]): void {
  app.addContentTypeParser(
    [...mediaTypes],
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: Buffer): Promise<Json> => parseJson(textOf(bytes)),
  );
}

/** Makes bodies of lines of JSON their text; `readEvents` parses them line by line. */
export function readLineBodies(app: FastifyInstance): void {
  app.addContentTypeParser(
    linesType,
    { parseAs: 'buffer' },
    async (_request: unknown, bytes: Buffer): Promise<string> => textOf(bytes),
  );
}

/** Returns the media type of a Content-Type, without its parameters and in lower case. */
export function mediaTypeOf(contentType: string | undefined): string {
  return (contentType ?? '').replace(/;.*$/s, '').trim().toLowerCase();
}

function textOf(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new TimelineError('invalid-json', 'The body is not UTF-8', {}, error);
  }
}
