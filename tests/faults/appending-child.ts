import { writeSync } from 'node:fs';

import { TimelineError } from '../../src/domain/errors.ts';
import { append, corrects, seen } from '../store/contract/setup.ts';
import { openFile } from '../support/sqlite-file.ts';

// Appends to the file it is given, several appends at a time, until it is killed or appends fail, and once
// more then. Every id is written out only after its append was acknowledged, every failure by its code.
const [path = '', name = ''] = process.argv.slice(2);
const log = openFile(path);
let appended = 0;

async function appendOne(): Promise<boolean> {
  appended += 1;
  const ids = [`${name}-${appended}`, `${name}-${appended}-corrected`] as const;
  const summary = 's'.repeat(500);
  try {
    await append(log, 'seen-kyiv', [
      seen(ids[0], '2025', { summary }),
      corrects(ids[1], ids[0], { occurred: '2024' }),
    ]);
    writeSync(1, `${ids.join('\n')}\n`);
    return true;
  } catch (error) {
    if (!(error instanceof TimelineError)) throw error;
    writeSync(1, `failed ${error.code}\n`);
    return false;
  }
}

let succeeded = [true];
while (succeeded.every(Boolean))
  succeeded = await Promise.all(Array.from({ length: 1 + (appended % 4) }, appendOne));
await appendOne();
await log.close();
