import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { bundledTable } from './licences/bundled.ts';
import { licenceTable } from './licences/shipping.ts';
import { buildPage } from './page/build.ts';
import { standingOfPage } from './page/stale.ts';

/** Writes the packages that ship with this one, and those that are in its page, into docs/licences.md, each below its heading. */
const root = join(import.meta.dirname, '..');
const page = join(root, 'docs/licences.md');
if (standingOfPage(root) !== 'fresh') await buildPage(root);
const table = /(?:^\|.*\n)+/gm;
const tables = [bundledTable(), licenceTable()].values();
writeFileSync(
  page,
  readFileSync(page, 'utf8').replaceAll(table, () => tables.next().value ?? ''),
);
