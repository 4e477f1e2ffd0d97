import { writeSync } from 'node:fs';

import { TimelineError } from '../../src/domain/errors.ts';
import { append, corrects, seen } from '../store/contract/setup.ts';
import { openFile } from '../support/sqlite-file.ts';

// Appends to the file it is given, several appends at a time, until it is killed, or has appended as often as it is told, or
// appends fail, and once more then. Every id is written out only after its append was acknowledged, every failure by its code.
// In the end it closes the file, or with `leave` goes without closing it.
const [path = '', name = '', appends = 'Infinity', ending] = process.argv.slice(2);
const log = openFile(path);
let appended = 0;

async function appendOne(): Promise<boolean> {
  appended += 1;
  const ids = [`${name}-${appended}-1-of-2`, `${name}-${appended}-2-of-2`] as const;
  const summary = 's'.repeat(500);
  try {
    await append(log, 'seen-kyiv', [
      seen(ids[0], '2025', { summary, about: ['place:kyiv'] }),
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
while (succeeded.every(Boolean) && appended < Number(appends))
  succeeded = await Promise.all(Array.from({ length: 1 + (appended % 4) }, appendOne));
await appendOne();
if (ending === 'leave') process.kill(process.pid, 'SIGKILL');
await log.close();
