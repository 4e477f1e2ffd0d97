import { existsSync } from 'node:fs';

import type { Command } from 'commander';

import { pathOfStore } from '../domain/store-name.ts';
import type { CliContext } from './context.ts';
import { openInput } from './input.ts';
import { openStore } from './open-store.ts';
import type { StoreOptions } from './options.ts';
import { authorIn, storeSettings, takesJson, takesStore } from './options.ts';
import { createProgress } from './progress.ts';
import { showJson } from './show.ts';

interface ImportOptions extends StoreOptions {
  readonly mapping?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Adds `import`: the second door, which keeps recorded times. */
export function addImport(program: Command, context: CliContext): void {
  const command = program
    .command('import')
    .description('record the events of files with the recorded times they bring: all of them, or none')
    .argument('<path...>', 'a folder of streams, .jsonl or .ndjson, .json, .csv, or - for standard input')
    .option('--mapping <file>', 'how the rows of CSV become events')
    .option('--dry-run', 'checks everything and records nothing');
  takesJson(takesStore(command)).action(async (paths: readonly string[], options: ImportOptions) => {
    const { mapping, dryRun = false, json } = options;
    const progress = createProgress(context);
    const input = await openInput(paths, { mapping, stdin: context.stdin, onBytes: progress.read });
    progress.expect(input.bytes);
    const named = storeSettings(options, context);
    const timeline = await openStore({ ...named, store: storeToTry(named.store, dryRun) }, context, 'write');
    try {
      const result = await timeline.import(progress.counted(input.events), { dryRun, by: authorIn(context) });
      await progress.end();
      if (json === true) return await showJson(context.stdout, result);
      const { recorded, repeated, position } = result;
      const done = dryRun ? 'would be recorded' : 'recorded';
      await context.stdout.write(`${recorded} ${done}, ${repeated} there already, position ${position}\n`);
    } finally {
      await progress.end();
      await timeline.close();
    }
  });
}

/** A dry run on a store that is not there must not make it: it is tried in memory. */
function storeToTry(store: string, dryRun: boolean): string {
  const path = pathOfStore(store);
  return dryRun && path !== undefined && !existsSync(path) ? 'memory:' : store;
}
