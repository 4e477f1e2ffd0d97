import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ShippedPackage } from './shipping.ts';
import { tableOf } from './shipping.ts';

const root = join(import.meta.dirname, '../..');

/** Lists every package of which something is in the page, from the licences that are built with it; the page must be there. */
export function bundledPackages(): readonly ShippedPackage[] {
  const licences = readFileSync(join(root, 'dist/web/assets/licences.txt'), 'utf8');
  return [...licences.matchAll(/^## (\S+) - (\S+) \((.+)\)$/gm)].map(
    ([, name = '', version = '', licence = '']) => ({ name, version, licence }),
  );
}

/** Writes the table of all of them, as docs/licences.md has it. */
export function bundledTable(): string {
  return tableOf(bundledPackages().toSorted((a, b) => (a.name < b.name ? -1 : 1)));
}
