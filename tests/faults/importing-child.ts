import { writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

import type { ImportRequest } from '../../src/store/port.ts';
import { append, noonMs, seen } from '../store/contract/setup.ts';
import { openFile } from '../support/sqlite-file.ts';

// Imports into the file it is given, hundreds of events at a time, slowly, with an append after each import, until it is killed or
// has imported as often as it is told. Ids are written out only after they were acknowledged.
const [path = '', name = '', imports = 'Infinity', ending] = process.argv.slice(2);
const size = 300;
const handedOverBetweenPauses = 20;
const log = openFile(path);

async function* handedOver(ids: readonly string[]): AsyncGenerator<readonly ImportRequest[]> {
  for (const [index, id] of ids.entries()) {
    if (index % handedOverBetweenPauses === 0) await setTimeout(1);
    const event = seen(id, '2025', { summary: 's'.repeat(300), about: ['place:kyiv'] });
    yield [{ stream: 'seen-kyiv', event, recordedAt: noonMs }];
  }
}

function acknowledge(ids: readonly string[]): void {
  writeSync(1, `${ids.join('\n')}\n`);
}

for (let imported = 1; imported <= Number(imports); imported += 1) {
  const ids = Array.from({ length: size }, (_, index) => `${name}-${imported}-${index + 1}-of-${size}`);
  const appended = `${name}-${imported}-after`;
  const [, { events }] = await Promise.all([
    log.import(handedOver(ids)).then(() => acknowledge(ids)),
    append(log, 'seen-lviv', [seen(appended, '2025')]),
  ]);
  if (events.length === 1) acknowledge([appended]);
}
if (ending === 'leave') process.kill(process.pid, 'SIGKILL');
await log.close();
