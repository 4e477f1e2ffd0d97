import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { works } from './works.ts';
import type { WorkName } from './works.ts';

/**
 * Runs one work of ours, or a limit, in a process of its own and prints the figure: `node bench/one.ts <work> <folder> <units>`.
 *
 * The same work runs before in a folder of its own, with fewer units, so that the figure is that of warm code.
 */
const [name, folder = '', units = ''] = process.argv.slice(2);
const work = works[name as WorkName];
const [warmUp, measured] = ['warm-up', 'measured'].map((part) => join(folder, part));
for (const path of [warmUp, measured]) mkdirSync(path ?? '', { recursive: true });
await work(warmUp ?? '', Math.min(Number(units), 2000));
console.log(JSON.stringify(await work(measured ?? '', Number(units))));
