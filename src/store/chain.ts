import { hash } from 'node:crypto';

/** What the chain starts from: 32 bytes of zero. */
export const chainStart = new Uint8Array(32);

/** The fields of an event that its hash covers, with its data as the JSON text that is stored. */
export interface ChainLink {
  readonly position: number;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly type: string;
  readonly schemaVersion: number;
  readonly occurred: string;
  readonly recordedAt: number;
  readonly causationId?: string | null;
  readonly correlationId?: string | null;
  readonly dataText: string;
}

/** Returns the SHA-256 hash (32 bytes) of an event and of the hash before it, so that no earlier event can change unseen. */
export function chainHash(previous: Uint8Array, link: ChainLink): Uint8Array {
  const fields = JSON.stringify([
    Buffer.from(previous).toString('hex'),
    link.position,
    link.id,
    link.stream,
    link.revision,
    link.type,
    link.schemaVersion,
    link.occurred,
    link.recordedAt,
    link.causationId ?? null,
    link.correlationId ?? null,
    link.dataText,
  ]);
  // Twice as fast as to ask for a buffer at once, which is given memory of its own.
  return Buffer.from(hash('sha256', fields, 'hex'), 'hex');
}
