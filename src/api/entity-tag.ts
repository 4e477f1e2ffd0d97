import { hash } from 'node:crypto';

/**
 * Returns the entity tag (RFC 9110 §8.8.3) of what a text says, or of bytes, by its SHA-256.
 *
 * A weak one stands for all answers that say the same; a strong one for these bytes.
 */
export function entityTagOf(text: string | Uint8Array, { isWeak }: { readonly isWeak: boolean }): string {
  return `${isWeak ? 'W/' : ''}"${hash('sha256', text, 'base64url')}"`;
}

/**
 * Returns whether `If-None-Match` names an entity tag: by weak comparison (RFC 9110 §8.8.3.2), in a list or by `*`.
 *
 * What is no list of entity tags names none.
 */
export function isNamed(ifNoneMatch: string, entityTag: string): boolean {
  if (ifNoneMatch.trim() === '*') return true;
  if (!tagList.test(ifNoneMatch)) return false;
  const wanted = opaqueOf(entityTag);
  return (ifNoneMatch.match(oneTag) ?? []).some((tag) => opaqueOf(tag) === wanted);
}

// A comma may stand inside a tag, so a list cannot be cut at its commas.
const oneTag = /(?:W\/)?"[^"\s]*"/g;
const tagList = /^[ \t,]*(?:W\/)?"[^"\s]*"(?:[ \t]*,[ \t,]*(?:W\/)?"[^"\s]*")*[ \t,]*$/;

function opaqueOf(tag: string): string {
  return tag.replace(/^W\//, '');
}
