import { TimelineError } from '../../src/domain/errors.ts';
import { append, seen } from '../store/contract/setup.ts';
import { openFile } from '../support/sqlite-file.ts';

// Appends to the file it is given until that fails, and says after each append, and at the end, how the store is.
const log = openFile(process.argv[2] ?? '');
const said = new Set<string>();
for (let appended = 0; appended < 5000 && log.health() === 'ok'; appended += 1) {
  said.add(log.health());
  await append(log, 'seen-kyiv', [seen(`e-${appended}`, '2025', { summary: 's'.repeat(2000) })]).catch(
    (error: unknown) => {
      if (!(error instanceof TimelineError)) throw error;
    },
  );
}
said.add(log.health());
await log.close().catch(() => undefined);
said.add(log.health());
console.log([...said].join(' '));
