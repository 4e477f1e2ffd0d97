import type { ClusterPosition } from '../parts.ts';

/** Writes a place in `$all` in 16 bytes that compare as places do. */
export function positionBytes({ commit, prepare }: ClusterPosition): Uint8Array {
  const bytes = Buffer.allocUnsafe(16);
  bytes.writeBigUInt64BE(commit, 0);
  bytes.writeBigUInt64BE(prepare, 8);
  return bytes;
}

/** Reads what `positionBytes` wrote. */
export function positionOf(bytes: Uint8Array): ClusterPosition {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { commit: buffer.readBigUInt64BE(0), prepare: buffer.readBigUInt64BE(8) };
}

/** Returns whether a place comes after another one; everything comes after none. */
export function isAfter(one: ClusterPosition, other: ClusterPosition | undefined): boolean {
  if (other === undefined) return true;
  return one.commit === other.commit ? one.prepare > other.prepare : one.commit > other.commit;
}

/** Writes a place for people: `commit/prepare`. */
export function positionText({ commit, prepare }: ClusterPosition): string {
  return `${commit}/${prepare}`;
}
