import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { compilePattern } from '../../src/wire/pattern-match.ts';
import { parsePattern } from '../../src/wire/pattern.ts';

const found = (source: string, text: string) => compilePattern(parsePattern(source))(text);

/** Small expressions over few characters, so that texts match them now and then. */
const expression: fc.Arbitrary<string> = fc.letrec<{ any: string }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.constantFrom('a', 'b', 'ß', '.', '\\w', '\\$', '[ab]', '[^b]', '[a-c]', '^', '$', '\\b', '\\B', ''),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => a + b),
    fc.tuple(tie('any'), tie('any')).map(([a, b]) => `(?:${a}|${b})`),
    fc
      .tuple(tie('any'), fc.constantFrom('*', '+', '?', '{2}', '{1,}', '{0,2}', '*?', '+?'))
      .map(([a, times]) => `(${a})${times}`),
  ),
})).any;

describe('a pattern of a filter', () => {
  test('finds what the expressions of the language find', () => {
    fc.assert(
      fc.property(
        expression,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', '$', '-', 'ß'), maxLength: 8 }),
        (source, text) => {
          // In the language a border of a word knows ASCII only.
          fc.pre(!(source.includes('\\b') || source.includes('\\B')) || !text.includes('ß'));
          expect(found(source, text)).toBe(new RegExp(source, 'u').test(text));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['^[^$].*', 'OrderPlaced', true],
    ['^[^\\$].*', '$metadata', false],
    ['^(?:orders|notes)-\\d{2,3}$', 'orders-12', true],
    ['^(?<kind>orders)-', 'orders-1', true],
    ['^\\p{Lu}', 'Élysée', true],
    ['\\Aorders\\z', 'orders', true],
    ['[\\w.-]+@', 'a.b-c@', true],
    ['^\\x41\\u0042$', 'AB', true],
    ['', 'anything', true],
    ['^[]a]+$', 'a]', true],
    ['^[^]a]+$', 'b]', false],
  ])('%s is found in %s: %s', (source, text, expected) => {
    expect(found(source, text)).toBe(expected);
  });

  test.each([
    ['(a+)+$', 'a'.repeat(200)],
    ['^(a|aa)+$', `${'a'.repeat(199)}b`],
    ['(.*)*x', 'a'.repeat(200)],
    ['((a?){40}){10}b', 'a'.repeat(200)],
    ['(x+x+)+y', 'x'.repeat(200)],
    [`()${'{1000}'.repeat(9)}`, 'a'],
  ])('%s, over which others think for years, is answered', (source, text) => {
    expect(typeof found(source, text)).toBe('boolean');
  });

  test.each([
    ['(', 'without its ")"'],
    [')', 'without its "("'],
    ['*a', 'nothing to repeat'],
    ['[a', 'not understood'],
    ['\\', 'not understood'],
    ['(?=a)', 'ahead or behind'],
    ['(?!a)', 'ahead or behind'],
    ['(?<!a)', 'ahead or behind'],
    ['(?i)a', 'sets options'],
    ['(a)\\1', 'back to a group'],
    ['a{2,1}', 'repetition'],
    ['a{1001}', 'repetition'],
    ['((a{100}){100}){100}', 'too large'],
    ['a'.repeat(1001), 'at most 1000'],
    ['\\p{Nonsense}', 'not understood'],
    ['[\\p{Nonsense}]', 'not understood'],
  ])('%s is refused', (source, why) => {
    expect(() => found(source, 'a')).toThrow(
      expect.objectContaining({ code: 'invalid-request', message: expect.stringContaining(why) }),
    );
  });
});
