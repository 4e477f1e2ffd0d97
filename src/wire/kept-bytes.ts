import { TimelineError } from '../domain/errors.ts';
import type { Json } from '../domain/json.ts';
import { parseJson } from '../domain/json.ts';

/** Bytes as an event keeps them: as the JSON that they are, as text, or in base64; none of the three for no bytes. */
export interface KeptBytes {
  readonly json?: Json;
  readonly text?: string;
  readonly base64?: string;
}

/** Keeps bytes in the most legible form that gives the very same bytes back. */
export function keepBytes(bytes: Uint8Array): KeptBytes {
  if (bytes.length === 0) return {};
  const text = decodeUtf8(bytes);
  if (text === undefined) return { base64: Buffer.from(bytes).toString('base64') };
  const json = sameAgain(text);
  return json === undefined ? { text } : { json };
}

/** Gives kept bytes back. */
export function bytesOf({ json, text, base64 }: KeptBytes): Buffer {
  if (base64 !== undefined) return Buffer.from(base64, 'base64');
  if (json !== undefined) return Buffer.from(JSON.stringify(json), 'utf8');
  return Buffer.from(text ?? '', 'utf8');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Returns the text of bytes of UTF-8; undefined when they are none. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function sameAgain(text: string): Json | undefined {
  try {
    const json = parseJson(text, { maxDepth: keptDepthMax });
    return JSON.stringify(json) === text ? json : undefined;
  } catch (error) {
    if (error instanceof TimelineError) return undefined;
    throw error;
  }
}

/** An event's data may be nested 32 deep, and what is kept lies two deep in it. */
const keptDepthMax = 30;
