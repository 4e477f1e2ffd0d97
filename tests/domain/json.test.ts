import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { TimelineError } from '../../src/domain/errors.ts';
import type { Json } from '../../src/domain/json.ts';
import { appendPointer, canonicalJson, parseJson } from '../../src/domain/json.ts';

function refusal(text: string, maxDepth?: number): TimelineError {
  try {
    parseJson(text, maxDepth === undefined ? {} : { maxDepth });
  } catch (error) {
    if (error instanceof TimelineError) return error;
    throw error;
  }
  throw new Error(`${text} was not refused`);
}

function accepted(text: string): boolean {
  try {
    parseJson(text, { maxDepth: 1000 });
    return true;
  } catch (error) {
    if (error instanceof TimelineError) return false;
    throw error;
  }
}

/** JSON data without what is refused: names are well-formed and never `__proto__`, whole numbers are safe; JSON has no -0. */
const anyJson = fc
  .jsonValue({ maxDepth: 6, stringUnit: 'binary' })
  .map((value) => JSON.stringify(value))
  .filter(accepted)
  .map((text): Json => JSON.parse(text));

/** Text that is nearly JSON: a document with a piece of it replaced, or pieces of JSON in any order. */
const nearlyJson = fc.oneof(
  fc.string(),
  fc.string({
    unit: fc.constantFrom(
      ...'{}[]",:\\/ut019-+.eE \n\u0000'.split(''),
      'true',
      'null',
      '\\ud83d',
      '\\ude00',
      '"a":',
    ),
  }),
  fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.nat(3),
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\u0e1 '.split('')), maxLength: 2 }),
    )
    .map(([text, place, cut, piece]) => {
      const at = place % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + cut);
    }),
);

describe('parsing JSON', () => {
  test.each([
    'null',
    'true',
    'false',
    '0',
    '-0',
    '-12.5e-3',
    '1E+2',
    '9007199254740991',
    '-9007199254740991',
    '0.1234567890123456789',
    '""',
    '"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u0000"',
    '"\\ud83d\\ude00 😀 \\uD83D\\uDE00"',
    '"\u007f\u2028\ufeff"',
    '[]',
    '{}',
    ' [ 1 , { "a" : [ ] } ]\t\r\n',
    '{"":{"":0},"a":1,"A":2,"constructor":3,"toString":4}',
    '[{"a":1},{"a":1}]',
    '{"a":{"a":1}}',
  ])('reads %s as JSON.parse does', (text) => {
    expect(parseJson(text)).toStrictEqual(JSON.parse(text));
  });

  test('reads back whatever JSON data was written', () => {
    fc.assert(
      fc.property(anyJson, fc.constantFrom(0, 1, '\t'), (value, indent) => {
        expect(parseJson(JSON.stringify(value, null, indent), { maxDepth: 1000 })).toStrictEqual(value);
      }),
    );
  });

  test('either refuses a text, with its place, or reads it as JSON.parse does, and fails in no other way', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        if (accepted(text)) {
          expect(parseJson(text, { maxDepth: 1000 })).toStrictEqual(JSON.parse(text));
          return;
        }
        const { pointer, offset } = refusal(text, 1000).facts;
        expect(pointer).toMatch(/^(\/|$)/);
        expect(offset).toBeGreaterThanOrEqual(0);
        expect(offset).toBeLessThanOrEqual(text.length);
      }),
      { numRuns: 2000 },
    );
  });

  test('refuses whatever JSON.parse refuses, and of the rest only what it documents', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        if (accepted(text)) return;
        const { message } = refusal(text, 1000);
        const isOurOwn = / twice|__proto__|surrogate|beyond /.test(message);
        if (!isOurOwn) expect(() => JSON.parse(text)).toThrow(SyntaxError);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('refusing JSON that two readers could understand differently', () => {
  test.each([
    ['{"a":1,"a":2}', '/a', 7, 'The object at the top has the name "a" twice, at offset 7'],
    ['{"a":1,"\\u0061":2}', '/a', 7, 'The object at the top has the name "a" twice, at offset 7'],
    ['{"":1,"":2}', '/', 6, 'The object at the top has the name "" twice, at offset 6'],
    [
      '[0,{"b/c":{"~":1,"~":1}}]',
      '/1/b~1c/~0',
      17,
      'The object at /1/b~1c has the name "~" twice, at offset 17',
    ],
    ['{"a":[],"b":[0,1],"a":2}', '/a', 18, 'The object at the top has the name "a" twice, at offset 18'],
  ])('refuses a name twice in one object: %s', (text, pointer, offset, message) => {
    expect(refusal(text)).toMatchObject({ code: 'invalid-json', message, facts: { pointer, offset } });
  });

  test.each([
    ['{"__proto__":1}', '/__proto__', 1, 'the top'],
    ['{"\\u005f_proto__":{}}', '/__proto__', 1, 'the top'],
    ['[{"a":{"__proto__":null}}]', '/0/a/__proto__', 7, '/0/a'],
  ])('refuses the name __proto__ anywhere: %s', (text, pointer, offset, place) => {
    const message = `The object at ${place} has the name "__proto__", which is refused for safety, at offset ${offset}`;
    expect(refusal(text)).toMatchObject({ code: 'invalid-json', message, facts: { pointer, offset } });
  });

  test.each([
    '9007199254740992',
    '-9007199254740993',
    '1000000000000000000000000',
    '9007199254740993.0',
    '1e20',
  ])('refuses %s, a whole number beyond 2^53-1', (number) => {
    expect(refusal(`{"n":[${number}]}`)).toMatchObject({
      code: 'invalid-json',
      message: `The number "${number}" at /n/0 is beyond 2^53-1, the largest safe whole number, at offset 6`,
      facts: { pointer: '/n/0', offset: 6 },
    });
  });

  test('accepts a number so large that ECMAScript prints it with an exponent, when it is written with one', () => {
    expect(parseJson('[1e21,1.5e300,-2E+22]')).toEqual([1e21, 1.5e300, -2e22]);
  });

  test.each(['1e400', '-1e400', `1${'0'.repeat(400)}`])('refuses %s, which is no finite double', (number) => {
    expect(refusal(number)).toMatchObject({ code: 'invalid-json', facts: { pointer: '', offset: 0 } });
    expect(refusal(number).message).toMatch(/ at the top is beyond the largest double, at offset 0$/);
  });

  test.each([
    ['["\\ud83d"]', '/0', 1],
    ['["\\uDE00\\uD83D"]', '/0', 1],
    ['["\\udfff"]', '/0', 1],
    ['["\\uDC00"]', '/0', 1],
    ['["a\\ud83dx"]', '/0', 1],
    ['["\ud83d"]', '/0', 1],
    ['["\ude00"]', '/0', 1],
    ['{"a":{"\\ud83d":1}}', '/a', 6],
  ])(
    'refuses half of a surrogate pair, raw or escaped, in a string or a name: %j',
    (text, pointer, offset) => {
      expect(refusal(text)).toMatchObject({ code: 'invalid-json', facts: { pointer, offset } });
      expect(refusal(text).message).toContain('half of a surrogate pair');
    },
  );

  test('accepts a surrogate pair of which one half is raw and the other escaped', () => {
    expect(parseJson('"\ud83d\\ude00"')).toBe('😀');
  });
});

describe('refusing nesting', () => {
  test('accepts 32 levels and refuses 33, unless told otherwise', () => {
    expect(() => parseJson(nested(32))).not.toThrow();
    expect(refusal(nested(33))).toMatchObject({
      code: 'nesting-too-deep',
      category: 'too-large',
      message: 'The JSON text has arrays and objects more than 32 deep in each other, at offset 32',
      facts: { pointer: '/0'.repeat(32), offset: 32 },
    });
    expect(() => parseJson(nested(33), { maxDepth: 33 })).not.toThrow();
    expect(refusal('{"a":{}}', 1)).toMatchObject({
      code: 'nesting-too-deep',
      facts: { pointer: '/a', offset: 5 },
    });
  });

  test('counts levels, not arrays and objects beside each other', () => {
    expect(parseJson('[[],[],{},[{}]]', { maxDepth: 3 })).toEqual([[], [], {}, [{}]]);
  });

  test.each(['[', '{"a":', '[{"a":'])('refuses 400,000 times %s without running out of stack', (opening) => {
    expect(refusal(opening.repeat(400_000)).code).toBe('nesting-too-deep');
    expect(refusal(opening.repeat(400_000), 1000).code).toBe('nesting-too-deep');
  });

  test.each([0, -1, 1.5, 1001, Number.NaN])(
    'takes a greatest depth of %d for a bug of our own',
    (maxDepth) => {
      expect(() => parseJson('1', { maxDepth })).toThrow('Broken promise');
    },
  );
});

describe('refusing what is not JSON', () => {
  test.each([
    ['', '', 0, 'The JSON text is empty'],
    [' \n', '', 2, 'The JSON text is empty'],
    ['\ufeff{}', '', 0, 'The JSON text starts with a byte order mark, which JSON has no place for'],
    ['{} {}', '', 3, 'The JSON text goes on with { after its value has ended'],
    ['1\u0000', '', 1, 'The JSON text goes on with a NUL byte after its value has ended'],
    ['nullx', '', 4, 'The JSON text goes on with x after its value has ended'],
    ['\u0000', '', 0, 'The JSON text has a NUL byte where a value should be'],
    ['[\ufeff1]', '/0', 1, 'The JSON text has U+FEFF where a value should be'],
    ['["a\u0000"]', '/0', 3, 'A string has a NUL byte in it, which is to be written as an escape'],
    ['["a\nb"]', '/0', 3, 'A string has U+000A in it, which is to be written as an escape'],
    ['["\\x"]', '/0', 3, 'The JSON text has x where an escaped character should be'],
    ['["\\u00g0"]', '/0', 6, 'The JSON text has g where a hexadecimal digit should be'],
    ["['a']", '/0', 1, "The JSON text has ' where a value should be"],
    ['[1,]', '/1', 3, 'The JSON text has ] where a value should be'],
    ['[,1]', '/0', 1, 'The JSON text has , where a value should be'],
    ['[1 2]', '', 3, 'The JSON text has 2 where a comma or the end of the array should be'],
    ['{"a":[1}', '/a', 7, 'The JSON text has } where a comma or the end of the array should be'],
    ['{"a":1,}', '', 7, 'The JSON text has } where the name of a member should be'],
    ['{"x":{a:1}}', '/x', 6, 'The JSON text has a where the name of a member should be'],
    ['{"a" 1}', '/a', 5, 'The JSON text has 1 where a colon should be'],
    ['{"a":1 "b":2}', '', 7, 'The JSON text has " where a comma or the end of the object should be'],
    ['{"a":1]', '', 6, 'The JSON text has ] where a comma or the end of the object should be'],
    ['[trve]', '/0', 3, 'The JSON text has v where the word true should be'],
    ['[NaN]', '/0', 1, 'The JSON text has N where a value should be'],
    ['[+1]', '/0', 1, 'The JSON text has + where a value should be'],
    ['[.5]', '/0', 1, 'The JSON text has . where a value should be'],
    ['[-x]', '/0', 2, 'The JSON text has x where a digit should be'],
    ['[1.]', '/0', 3, 'The JSON text has ] where a digit should be'],
    ['[1e+]', '/0', 4, 'The JSON text has ] where a digit should be'],
    ['[01]', '/0', 1, 'A number has a zero before its other digits'],
    ['[-00]', '/0', 1, 'A number has a zero before its other digits'],
    ['[1 /* one */]', '', 3, 'The JSON text has / where a comma or the end of the array should be'],
    ['[\u00a01]', '/0', 1, 'The JSON text has U+00A0 where a value should be'],
  ])('refuses %j', (text, pointer, offset, sentence) => {
    expect(refusal(text)).toMatchObject({
      code: 'invalid-json',
      message: `${sentence}, at offset ${offset}`,
      facts: { pointer, offset },
    });
  });

  test('refuses every raw control character in a string, and no character after them', () => {
    for (let unit = 0; unit < 0x20; unit += 1) {
      expect(refusal(`["${String.fromCodePoint(unit)}"]`).facts).toEqual({ pointer: '/0', offset: 2 });
    }
    expect(parseJson('" \u007f"')).toBe(' \u007f');
  });

  test('says of every text that is cut off that it ends in the middle', () => {
    const whole = '{"a": [true, false, null, -1.5e+3, "\\u00e9\\n", {"b": {}}], "c": "d"}';
    for (let length = 1; length < whole.length; length += 1) {
      expect(refusal(whole.slice(0, length))).toMatchObject({
        code: 'invalid-json',
        message: `The JSON text ends in the middle, at offset ${length}`,
        facts: { offset: length },
      });
    }
  });

  test('points to the value in which a text is cut off', () => {
    expect(refusal('{"a":[1,{"b":"x').facts).toEqual({ pointer: '/a/1/b', offset: 15 });
  });
});

describe('canonical JSON', () => {
  test('is the example of RFC 8785, section 3.2.2', () => {
    const value = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    };
    expect(canonicalJson(value)).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    );
  });

  test('sorts names by UTF-16 code unit, as RFC 8785, section 3.2.3 has it', () => {
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6'];
    const value = Object.fromEntries(names.map((name) => [name, 0]));
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
    expect(canonicalJson(value)).toBe(`{${sorted.map((name) => `${JSON.stringify(name)}:0`).join(',')}}`);
  });

  test('writes minus zero as zero', () => {
    expect(canonicalJson(-0)).toBe('0');
  });

  test('parses to the same content, and is then written the same', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const text = canonicalJson(value);
        const again = parseJson(text, { maxDepth: 1000 });
        expect(again).toEqual(value);
        expect(canonicalJson(again)).toBe(text);
      }),
    );
  });

  test('of any accepted text is accepted, whatever form its numbers had', () => {
    const digits = fc.stringMatching(/^-?(0|[1-9][0-9]{0,22})(\.[0-9]{1,4})?([eE][+-]?[0-9]{1,3})?$/);
    fc.assert(
      fc.property(digits.filter(accepted), (text) => {
        const value = parseJson(text);
        expect(Object.is(parseJson(canonicalJson(value)), value) || value === 0).toBe(true);
      }),
    );
  });

  test('does not depend on the order in which names were given', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), anyJson), (value) => {
        const turned = Object.fromEntries(Object.entries(value).toReversed());
        expect(canonicalJson(turned)).toBe(canonicalJson(value));
      }),
    );
  });

  test.each([Number.NaN, Infinity, -Infinity])(
    'takes %d for a bug of our own, for JSON cannot hold it',
    (value) => {
      expect(() => canonicalJson([value])).toThrow('Broken promise');
    },
  );
});

function nested(levels: number): string {
  return '['.repeat(levels) + ']'.repeat(levels);
}

describe('a JSON Pointer', () => {
  test.each([
    ['', 'a', '/a'],
    ['/a', 0, '/a/0'],
    ['/a', '', '/a/'],
    ['', 'a/b', '/a~1b'],
    ['', 'm~n', '/m~0n'],
    ['', '~1/', '/~01~1'],
  ])('of %j with the step %j is %j', (pointer, segment, longer) => {
    expect(appendPointer(pointer, segment)).toBe(longer);
  });

  test('gives back each step when it is taken apart', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom('~', '/', '0', '1', 'a') })), (steps) => {
        const pointer = steps.reduce((soFar, step) => appendPointer(soFar, step), '');
        const again = pointer.split('/').slice(1);
        expect(again.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))).toEqual(steps);
      }),
    );
  });
});
