import { createHash } from 'node:crypto';

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
  return isWireId(eventId) ? eventId : wireIdMadeOf(`asof event ${eventId}`);
}

/** Returns a UUID worked out of a text (version 8 of RFC 9562, of its SHA-256), the same every time. */
export function wireIdMadeOf(text: string): string {
  const hash = createHash('sha256').update(text).digest();
  hash[6] = ((hash[6] ?? 0) & 0x0f) | 0x80;
  hash[8] = ((hash[8] ?? 0) & 0x3f) | 0x80;
  return wireIdOfBytes(hash);
}

/** Writes the first 16 bytes as a UUID in lower case. */
export function wireIdOfBytes(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}
