/**
 * Returns a text as it stands in a tag or the name of a stream: lower case, letters and digits of every script, hyphens
 * between them.
 *
 * It is normalised (NFC), so that one letter written in two ways gives one slug. Letters that only look alike, such as
 * Latin `o` and Cyrillic `о`, stay different: a slip in a source is to be seen, not to be merged away.
 */
export function slugOf(text: string): string {
  return text
    .normalize('NFC')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}
