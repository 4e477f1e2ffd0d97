import type { IncomingHttpHeaders } from 'node:http';

import { TimelineError } from '../domain/errors.ts';

/** Returns whether a request carries one CloudEvent in binary mode: its attributes in headers, and only its data in the body. */
export function isBinaryEvent(headers: IncomingHttpHeaders): boolean {
  return headers['ce-specversion'] !== undefined;
}

/** Attributes that binary mode has elsewhere: in Content-Type, and in the body. */
const elsewhere = ['datacontenttype', 'data'];

/**
 * Returns the CloudEvent of a request in binary mode, as it is in structured JSON (CloudEvents 1.0.2, HTTP binding, 3.1).
 *
 * Throws `invalid-event` for a header that no attribute can have.
 */
export function readBinaryEvent(headers: IncomingHttpHeaders, data: unknown): Record<string, unknown> {
  const attributes = Object.entries(headers)
    .filter(([name]) => name.startsWith('ce-'))
    .map(([header, value]): [string, unknown] => {
      const name = header.slice('ce-'.length);
      if (!/^[a-z0-9]+$/.test(name) || elsewhere.includes(name))
        throw refused(name, `is not taken as the header ${header}`);
      return [name, valueOf(name, String(value))];
    });
  return { ...Object.fromEntries(attributes), datacontenttype: 'application/json', data };
}

function valueOf(name: string, header: string): string | number {
  const text = decoded(name, unquoted(header.trim()));
  return name === 'revision' && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

/** Senders of older versions put a value in double quotes, with backslashes before what would end it. */
function unquoted(header: string): string {
  const inside = /^"((?:[^"\\]|\\.)*)"$/.exec(header)?.[1];
  return inside === undefined ? header : inside.replaceAll(/\\(.)/g, '$1');
}

/** Undoes one round of percent-encoding, in which everything but printable ASCII must have come. */
function decoded(name: string, text: string): string {
  if (!/^[\x20-\x7e]*$/.test(text)) throw refused(name, 'has characters that are not percent-encoded');
  let value: string;
  try {
    value = decodeURIComponent(text);
  } catch (error) {
    throw refused(name, 'is not percent-encoded UTF-8', error);
  }
  if (/[\p{Cc}\p{Noncharacter_Code_Point}]/u.test(value)) throw refused(name, 'has control characters');
  return value;
}

function refused(attribute: string, why: string, cause?: unknown): TimelineError {
  const pointer = `/${attribute.slice(0, 80)}`;
  return new TimelineError('invalid-event', `CloudEvent at ${pointer}: ${why}`, { pointer }, cause);
}
