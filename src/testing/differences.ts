import { AssertionError, deepStrictEqual } from 'node:assert';

import { isEqualJson } from '../domain/equal-json.ts';

/** Throws an `AssertionError` that begins with a sentence and shows what differs, unless two pieces of JSON data are the same. */
export function assertSame(actual: unknown, expected: unknown, sentence: () => string): void {
  if (isEqualJson(actual, expected)) return;
  const message = `${sentence()}\n${differenceOf(actual, expected)}`;
  throw new AssertionError({ message, actual, expected, operator: 'deepStrictEqual' });
}

function differenceOf(actual: unknown, expected: unknown): string {
  try {
    deepStrictEqual(actual, expected);
    return '';
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    // The first line says only that the two differ.
    return text.slice(text.indexOf('\n') + 1);
  }
}
