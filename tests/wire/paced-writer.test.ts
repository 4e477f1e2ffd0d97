import { Writable } from 'node:stream';

import { expect, test } from 'vitest';

import { pacedWriter } from '../../src/wire/paced-writer.ts';

test('many who wait for one client listen once, and all go on when it takes more', async () => {
  const taken: (() => void)[] = [];
  const stream = new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(_, __, done) {
      taken.push(done);
    },
  });
  const writer = pacedWriter<string>(stream, new AbortController().signal);
  const all = Array.from({ length: 20 }, async (_, at) => writer.write(`message ${at}`));
  expect(stream.listenerCount('drain')).toBe(1);
  for (const _ of all) {
    taken.shift()?.();
    await new Promise(setImmediate);
  }
  await Promise.all(all);
  expect(stream.listenerCount('drain')).toBe(0);
});
