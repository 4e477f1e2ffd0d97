import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { build, preview } from 'vite';

/** The policy that the page itself lives under. */
const policy = [
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'",
  "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
].join('; ');

/** The harness, served. */
export interface ServedHarness {
  readonly url: string;
  close(): Promise<void>;
}

/** Builds the harness as the page is built, and serves it under the same policy. */
export async function serveHarness(): Promise<ServedHarness> {
  return serveBuilt(import.meta.dirname, { 'content-security-policy': policy });
}

/** Builds the page of a folder, and serves it with headers. */
export async function serveBuilt(
  root: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<ServedHarness> {
  const outDir = await mkdtemp(join(tmpdir(), 'asof-harness-'));
  const common = { configFile: false, root, base: './', logLevel: 'warn' } as const;
  await build({
    ...common,
    publicDir: false,
    build: { outDir, emptyOutDir: true, target: 'es2024', assetsInlineLimit: 0, reportCompressedSize: false },
  });
  const server = await preview({
    ...common,
    build: { outDir },
    preview: { port: 0, host: '127.0.0.1', headers },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error(`${root} is not served`);
  return {
    url,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true });
    },
  };
}
