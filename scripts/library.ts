import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { nameTables } from './library/names.ts';

/** Writes the names that the package exports into docs/library.md, below its last heading. */
const page = join(import.meta.dirname, '../docs/library.md');
const [before] = readFileSync(page, 'utf8').split(/^## All names\n/m);
writeFileSync(page, `${before}## All names\n\n${nameTables()}`);
