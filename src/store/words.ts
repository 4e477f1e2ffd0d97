import type { FactData } from '../domain/reading.ts';

/** Returns the words of a text: letters and digits, lower case, without accents. */
export function wordsOf(text: string): readonly string[] {
  if (isAscii(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return (
    text
      .normalize('NFKD')
      .replaceAll(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}

/** Returns the words of the texts that a fact is found by: its title and summary, what its sources are quoted with, and every other text of its data. */
export function searchWords(data: FactData): readonly string[] {
  const words: string[] = [];
  // Not all at once: a text may have more words than a function takes arguments.
  for (const text of textsIn(data)) for (const word of wordsOf(text)) words.push(word);
  return words;
}

/**
 * Returns a text out of which the tokenizer `ascii` of SQLite makes the words of `searchWords`, and no others.
 *
 * It takes letters, digits and everything beyond ASCII for a part of a word, and ignores the case of ASCII: so a text in ASCII is
 * given as it is, which costs a fraction of looking for its words.
 */
export function searchText(data: FactData): string {
  return textsIn(data)
    .map((text) => (isAscii(text) ? text : wordsOf(text).join(' ')))
    .join(' ');
}

function textsIn(data: FactData): readonly string[] {
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) visit(part);
  };
  visit(data);
  return texts;
}

function isAscii(text: string): boolean {
  return !/\P{ASCII}/u.test(text);
}
