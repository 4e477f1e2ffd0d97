import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import { formatInstant } from '../domain/instant.ts';
import { isClusterStore, pathOfStore, withoutCredentials } from '../domain/store-name.ts';
import type { CliContext, CopyChecked } from './context.ts';
import type { StoreOptions } from './options.ts';
import { checkStoreIsThere, storeSettings, takesJson, takesSamples, takesStore } from './options.ts';
import { createProgressLine, percent } from './progress.ts';
import { restoreIntoCluster } from './restore-cluster.ts';
import { takesSettings } from './settle.ts';
import { say, showJson } from './show.ts';

interface CopyOptions extends StoreOptions {
  readonly force?: boolean;
  readonly json?: boolean;
}

interface RestoreOptions extends CopyOptions {
  readonly samples?: number;
}

/** Adds `backup`: a verified copy of a log, taken beside whoever writes to it. */
export function addBackup(program: Command, context: CliContext): void {
  const command = program
    .command('backup')
    .description('copy a store into a file, beside a running server, and verify the copy')
    .argument('<file>', 'the file that the backup becomes')
    .option('--force', 'puts it in the place of a file that is there');
  takesJson(takesSettings(command, ['store', 'module'])).action(
    async (file: string, options: CopyOptions) => {
      const { store, module } = storeSettings(options, context);
      checkHasFile(
        store,
        `asof move --from ${withoutCredentials(store)} --to sqlite:${file} copies the log of a cluster into a file`,
      );
      checkStoreIsThere(store, options);
      const line = createProgressLine(context);
      const drawn: Promise<void>[] = [];
      const onProgress = (share: number) => {
        drawn.push(line.draw(() => `${file} · ${percent(share)}${share === 1 ? ' · verifying' : ''}`));
      };
      const { force = false } = options;
      try {
        const copy = await context.backUp({ store, module, file, force, onProgress });
        await Promise.all(drawn);
        await line.end();
        await show(context, copy, options.json, { store, file });
      } finally {
        await line.end();
      }
      if (options.json !== true) await say(context, `${store} is backed up in ${file}, and verified`);
    },
  );
}

/** Adds `restore`: puts a backup in the place of a store. */
export function addRestore(program: Command, context: CliContext): void {
  const command = program
    .command('restore')
    .description('verify a backup and put it in the place of a store, or copy it into the log of a cluster')
    .argument('<file>', 'the backup')
    .option('--force', 'replaces a store that is there');
  takesJson(takesSamples(takesStore(command))).action(async (file: string, options: RestoreOptions) => {
    const named = storeSettings(options, context);
    const { store, index, module } = named;
    if (isClusterStore(store)) return restoreIntoCluster(file, named, options, context);
    checkHasFile(store);
    const copy = await context.restore({ store, module, file, force: options.force ?? false });
    // Opened once to write, its index is there for whoever only reads.
    await (await context.open({ store, index, readOnly: false, module })).close();
    await show(context, copy, options.json, { store, file });
    if (options.json !== true) await say(context, `${store} is restored from ${file}, which was verified`);
  });
}

function checkHasFile(store: string, how?: string): void {
  if (pathOfStore(store) !== undefined) return;
  const shown = withoutCredentials(store);
  const instead = how !== undefined && isClusterStore(store) ? `; ${how}` : '';
  throw new TimelineError('invalid-request', `${shown} has no file to back up or to restore${instead}`, {
    store: shown,
  });
}

async function show(
  { stdout }: CliContext,
  { events, head, hash, bytes }: CopyChecked,
  json: boolean | undefined,
  of: { readonly store: string; readonly file: string },
): Promise<void> {
  const recordedAt = head.recordedAt === null ? null : formatInstant(head.recordedAt);
  if (json === true) return showJson(stdout, { ...of, events, head: { ...head, recordedAt }, hash, bytes });
  await stdout.write(
    `events    ${events}\nposition  ${head.position}\nrecorded  ${recordedAt ?? 'nothing yet'}\nhash      ${hash}\nbytes     ${bytes}\n`,
  );
}
