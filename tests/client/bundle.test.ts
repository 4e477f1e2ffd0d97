import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { rolldown } from 'rolldown';
import { describe, expect, test } from 'vitest';

const source = join(import.meta.dirname, '../../src');

/** Most bytes that a page loads for the client, packed by gzip. */
const bytesMax = 8 * 1024;

/** Bundles a line of code for a browser; `foreign` is what only Node has. */
async function bundled(code: string) {
  const bundle = await rolldown({
    input: 'entry',
    platform: 'browser',
    external: /^node:/,
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === 'entry' ? join(source, 'entry.ts') : undefined),
        load: (id) => (id === join(source, 'entry.ts') ? code : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: 'esm', minify: true });
  await bundle.close();
  const [chunk] = output;
  const files = Object.entries(chunk.modules)
    .filter(([, { renderedLength }]) => renderedLength > 0)
    .map(([file]) => file);
  return { bytes: gzipSync(chunk.code).length, files, foreign: chunk.imports };
}

describe('the client, bundled for a page', () => {
  test('takes no more than what it needs', async () => {
    const { bytes, files, foreign } = await bundled(
      `import { connect } from './client/index.ts'; globalThis.client = connect('http://127.0.0.1:4100');`,
    );
    expect(bytes).toBeLessThanOrEqual(bytesMax);
    expect(foreign).toEqual([]);
    expect(files.filter((file) => /node_modules\/(?!eventsource-parser\/)/.test(file))).toEqual([]);
  });

  test('leaves out what a page does not use', async () => {
    const { bytes } = await bundled(
      `import { applyPatch } from './client/index.ts'; globalThis.applyPatch = applyPatch;`,
    );
    expect(bytes).toBeLessThan(bytesMax / 3);
  });

  test('would be found out if it took the schemas along, or what only Node has', async () => {
    const { bytes, files, foreign } = await bundled(
      `import { openTimeline } from './index.ts'; globalThis.openTimeline = openTimeline;`,
    );
    expect(bytes).toBeGreaterThan(bytesMax);
    expect(files.some((file) => file.includes('node_modules/zod'))).toBe(true);
    expect(foreign.some((name) => name.startsWith('node:'))).toBe(true);
  });

  test('leaves the rest of the library out where a page takes one name of it', async () => {
    const { files } = await bundled(
      `import { applyPatch } from './index.ts'; globalThis.applyPatch = applyPatch;`,
    );
    expect(files.filter((file) => file.includes('node_modules'))).toEqual([]);
  });
});
