import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { buildDocument } from './document.ts';
import { examplesIn } from './examples.ts';
import { listRoutes } from './routes.ts';

const root = join(import.meta.dirname, '..', '..');

/** Returns the OpenAPI document of the API as it is now, as text. */
export async function describeApi(): Promise<string> {
  const { version }: { readonly version: string } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const document = buildDocument({
    version,
    routes: await listRoutes(),
    examples: examplesIn(readFileSync(join(root, 'docs', 'http.md'), 'utf8')),
  });
  return `${JSON.stringify(document, null, 1)}\n`;
}
