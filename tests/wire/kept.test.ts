import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { isStreamName } from '../../src/domain/stream.ts';
import { wireIdOf } from '../../src/wire/event-id.ts';
import { createGates } from '../../src/wire/gates.ts';
import { bytesOf, keepBytes } from '../../src/wire/kept-bytes.ts';
import { logNameOf, wireNameOf } from '../../src/wire/stream-name.ts';

describe('the name of a stream', () => {
  const names = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });

  test('fits into the log, and comes back as it was', () => {
    fc.assert(
      fc.property(names, (name) => {
        const kept = logNameOf(name.toWellFormed());
        expect(isStreamName(kept)).toBe(true);
        expect(wireNameOf(kept)).toBe(name.toWellFormed());
      }),
    );
  });

  test('that the log takes is kept as it is', () => {
    expect(logNameOf('diplomacy-us-russia')).toBe('diplomacy-us-russia');
    expect(logNameOf('$$diplomacy-us-russia')).toBe('_wire-:24:24diplomacy-us-russia');
  });

  test('of two streams differs in the log when it differs on the wire', () => {
    fc.assert(
      fc.property(fc.uniqueArray(names.map((name) => name.toWellFormed())), (all) => {
        expect(new Set(all.map(logNameOf)).size).toBe(all.length);
      }),
    );
  });

  test('that only looks like one of the wire is shown as it is', () => {
    for (const name of ['_wire-seen-kyiv', '_wire-a:zz', '_wire-:ff', '_wire-:61'])
      expect(wireNameOf(name)).toBe(name);
  });

  test('that is empty or too long is refused', () => {
    for (const name of ['', 'x'.repeat(195), `a-${'b'.repeat(199)}`])
      expect(() => logNameOf(name)).toThrow(expect.objectContaining({ code: 'invalid-stream' }));
  });
});

describe('bytes that are kept', () => {
  test('come back as they were', () => {
    const texts = fc.oneof(fc.json(), fc.string({ unit: 'binary' })).map((text) => Buffer.from(text));
    const bytes = fc.oneof(
      texts,
      fc.uint8Array({ maxLength: 40 }).map((array) => Buffer.from(array)),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        const kept: unknown = JSON.parse(JSON.stringify(keepBytes(given)));
        expect(bytesOf(kept as ReturnType<typeof keepBytes>)).toEqual(given);
      }),
    );
  });

  test.each([
    ['{"a":1}', { json: { a: 1 } }],
    ['{"a": 1}', { text: '{"a": 1}' }],
    ['{"a":1.0}', { text: '{"a":1.0}' }],
    ['{"a":1,"a":1}', { text: '{"a":1,"a":1}' }],
    ['{"__proto__":1}', { text: '{"__proto__":1}' }],
    ['\uFEFF{}', { text: '\uFEFF{}' }],
    ['', {}],
  ])('%s are legible where they can be', (text, kept) => {
    expect(keepBytes(Buffer.from(text))).toEqual(kept);
  });
});

describe('the id of an event', () => {
  test('is its own where it is a UUID, and else the same every time', () => {
    const own = '0197c9a0-0b5c-7c3e-8f0a-3a2b1c0d9e8f';
    expect(wireIdOf(own)).toBe(own);
    expect(wireIdOf('call-1')).toBe(wireIdOf('call-1'));
    expect(wireIdOf('call-1')).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
    expect(wireIdOf('call-1')).not.toBe(wireIdOf('call-2'));
  });
});

describe('the gates of streams', () => {
  test('let work go on side by side, and one piece alone when those before have ended', async () => {
    const gates = createGates();
    const log: string[] = [];
    const work = (name: string) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const run = async () => {
        log.push(`${name} begins`);
        await promise;
        log.push(`${name} ends`);
      };
      return { run, end: resolve };
    };
    const [a, b, alone, c, elsewhere] = ['a', 'b', 'alone', 'c', 'elsewhere'].map(work);
    const all = [
      gates.shared('s', a?.run ?? fail),
      gates.shared('s', b?.run ?? fail),
      gates.alone('s', alone?.run ?? fail),
      gates.shared('s', c?.run ?? fail),
      gates.alone('t', elsewhere?.run ?? fail),
    ];
    expect(log).toEqual(['a begins', 'b begins', 'elsewhere begins']);
    for (const one of [c, a, elsewhere, b, alone]) one?.end();
    await Promise.all(all);
    expect(log.filter((line) => !line.startsWith('elsewhere'))).toEqual([
      'a begins',
      'b begins',
      'a ends',
      'b ends',
      'alone begins',
      'alone ends',
      'c begins',
      'c ends',
    ]);
  });

  test('open again after work that fails', async () => {
    const gates = createGates();
    await expect(gates.alone('s', fail)).rejects.toThrow('failed');
    expect(await gates.shared('s', async () => 1)).toBe(1);
  });
});

async function fail(): Promise<never> {
  throw new Error('failed');
}
