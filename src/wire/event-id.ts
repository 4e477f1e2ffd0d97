import { createHash } from 'node:crypto';

import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';

import { TimelineError } from '../domain/errors.ts';

const wireIdPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Returns whether an event id is a UUID in lower case: what the wire names events by. */
export function isWireId(id: string): boolean {
  return wireIdPattern.test(id);
}

/**
 * Returns the UUID that an event has on the wire: its id where that is one, else one worked out of it (version 8 of RFC 9562,
 * of its SHA-256), the same every time.
 */
export function wireIdOf(eventId: string): string {
  if (isWireId(eventId)) return eventId;
  const hash = createHash('sha256').update(`asof event ${eventId}`).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return idOfBytes(hash);
}

/** Reads a UUID of the wire, in either of its forms; throws `invalid-request` when it is missing or is none. */
export function readWireId(id: UUID | undefined, what: string): string {
  const structured = id?.getStructured();
  if (structured !== undefined) {
    const bytes = Buffer.alloc(16);
    bytes.writeBigInt64BE(BigInt(structured.getMostSignificantBits()), 0);
    bytes.writeBigInt64BE(BigInt(structured.getLeastSignificantBits()), 8);
    return idOfBytes(bytes);
  }
  const text = id?.getString().toLowerCase() ?? '';
  if (isWireId(text)) return text;
  throw new TimelineError(
    'invalid-request',
    `${what} is to be a UUID, not ${JSON.stringify(text.slice(0, 40))}`,
  );
}

function idOfBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
