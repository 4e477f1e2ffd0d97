import { writeSync } from 'node:fs';

import { openTimeline, news } from '../../src/index.ts';
import { keyedRequest } from './keyed-request.ts';

// Appends to the file it is given until it is killed, several requests at a time, each with a key and without ids. A key is
// written out only after its request was acknowledged.
const [path = '', name = ''] = process.argv.slice(2);
const timeline = await openTimeline({ ...news, store: `sqlite:${path}` });

async function appendWith(key: string): Promise<void> {
  await timeline.append(...keyedRequest(key));
  writeSync(1, `${key}\n`);
}

for (let number = 0; ; number += 4)
  await Promise.all([0, 1, 2, 3].map(async (offset) => appendWith(`${name}-${number + offset}`)));
