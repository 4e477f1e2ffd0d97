import { fileURLToPath } from 'node:url';

import { defineConfig } from 'vite';

import { compressFolder } from './scripts/page/compress.ts';

/**
 * Builds the page into dist/web.
 *
 * What is imported with `import()` comes on demand; the rest is the first view. The page lives under a strict policy, so
 * nothing is put into the document or into style sheets in place of files, and no polyfill is written into it.
 */
export default defineConfig({
  root: fileURLToPath(new URL('src/web', import.meta.url)),
  // Addresses are taken from where the document lies, so that the page works below any path.
  base: './',
  publicDir: false,
  logLevel: 'warn',
  plugins: [{ name: 'compress', writeBundle: async ({ dir = '' }) => compressFolder(dir) }],
  build: {
    outDir: fileURLToPath(new URL('dist/web', import.meta.url)),
    emptyOutDir: true,
    target: 'es2024',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { checks: { pluginTimings: false } },
    license: { fileName: 'assets/licences.txt' },
  },
});
