import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { licenceTable } from './licences/shipping.ts';

/** Writes the packages that ship with this one into docs/licences.md, below its text. */
const page = join(import.meta.dirname, '../docs/licences.md');
const [before = ''] = readFileSync(page, 'utf8').split(/^\| package/m);
writeFileSync(page, before + licenceTable());
