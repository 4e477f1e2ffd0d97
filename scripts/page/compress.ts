import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const inBrotli = promisify(brotliCompress);
const inGzip = promisify(gzip);
const { BROTLI_PARAM_QUALITY, BROTLI_MAX_QUALITY, Z_BEST_COMPRESSION } = constants;

/** Writes every text of a folder beside it in brotli and in gzip, where that is smaller: whoever serves it compresses nothing. */
export async function compressFolder(folder: string): Promise<void> {
  const files = await readdir(folder, { recursive: true });
  const texts = files.filter((file) => /\.(?:html|js|css|json|svg|txt)$/.test(file));
  await Promise.all(texts.map(async (file) => compressFile(join(folder, file))));
}

async function compressFile(file: string): Promise<void> {
  const bytes = await readFile(file);
  const params = { [BROTLI_PARAM_QUALITY]: BROTLI_MAX_QUALITY };
  const codings = [
    ['.br', await inBrotli(bytes, { params })],
    ['.gz', await inGzip(bytes, { level: Z_BEST_COMPRESSION })],
  ] as const;
  for (const [ending, coded] of codings)
    if (coded.length < bytes.length) await writeFile(file + ending, coded);
}
