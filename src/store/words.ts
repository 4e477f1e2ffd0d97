import type { FactData } from '../domain/reading.ts';

/** Returns the words of a text: letters and digits, lower case, without accents. */
export function wordsOf(text: string): readonly string[] {
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
  const visit = (value: unknown): void => {
    // Not all at once: a text may have more words than a function takes arguments.
    if (typeof value === 'string') for (const word of wordsOf(value)) words.push(word);
    else if (typeof value === 'object' && value !== null)
      for (const part of Object.values(value)) visit(part);
  };
  visit(data);
  return words;
}
