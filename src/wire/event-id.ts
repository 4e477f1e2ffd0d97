import type { UUID } from '@eventstore/db-client/generated/shared_pb.js';

import { TimelineError } from '../domain/errors.ts';
import { isWireId, wireIdOfBytes } from '../store/wire-id.ts';

export { isWireId, wireIdOf } from '../store/wire-id.ts';

/** Reads a UUID of the wire, in either of its forms; throws `invalid-request` when it is missing or is none. */
export function readWireId(id: UUID | undefined, what: string): string {
  const structured = id?.getStructured();
  if (structured !== undefined) {
    const bytes = Buffer.alloc(16);
    bytes.writeBigInt64BE(BigInt(structured.getMostSignificantBits()), 0);
    bytes.writeBigInt64BE(BigInt(structured.getLeastSignificantBits()), 8);
    return wireIdOfBytes(bytes);
  }
  const text = id?.getString().toLowerCase() ?? '';
  if (isWireId(text)) return text;
  throw new TimelineError(
    'invalid-request',
    `${what} is to be a UUID, not ${JSON.stringify(text.slice(0, 40))}`,
  );
}
