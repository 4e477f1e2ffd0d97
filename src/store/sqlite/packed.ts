import { createHash } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';

/** Texts longer than this, in bytes, are compressed. */
const plainBytesMax = 400;
const marks = { plain: 0, zstd: 1 };

/** Returns a text as it is kept in a file: as it is, or compressed where that is shorter. */
export function packed(text: string): Buffer {
  const plain = Buffer.from(text);
  return plain.length <= plainBytesMax
    ? Buffer.concat([Buffer.of(marks.plain), plain])
    : Buffer.concat([Buffer.of(marks.zstd), zstdCompressSync(plain)]);
}

/** Returns the text that `packed` was given; throws an `Error` of zlib for what was not made by it. */
export function unpacked(bytes: Uint8Array): string {
  const body = bytes.subarray(1);
  return Buffer.from(bytes[0] === marks.plain ? body : zstdDecompressSync(body)).toString();
}

/** Returns a hash of what is kept and of what it is about. 16 bytes are enough against damage, which does not choose. */
export function hashOfPacked(about: string, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(about).update(bytes).digest().subarray(0, 16);
}
