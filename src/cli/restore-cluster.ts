import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { TimelineError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import type { MovingOptions } from './moving.ts';
import { moveAndShow } from './moving.ts';
import type { StoreSettings } from './open-store.ts';
import { say } from './show.ts';

/**
 * Copies a backup into the log of a cluster, and compares what both sides answer: a move out of the file, which is verified first.
 *
 * Nothing is ever taken out of a cluster: the log there must be empty, or hold a beginning of the backup. The copy that is read
 * stands beside the replica meanwhile. Throws as a move, and as restoring a file.
 */
export async function restoreIntoCluster(
  file: string,
  to: StoreSettings,
  options: MovingOptions & { readonly force?: boolean | undefined },
  context: CliContext,
): Promise<void> {
  if (options.force === true)
    throw new TimelineError(
      'invalid-request',
      'The log of a cluster is never replaced: restore into one that is empty, or under another prefix',
      { option: '--force' },
    );
  const folder = `${to.index}-restoring-${process.pid}`;
  const from = { ...to, store: `sqlite:${join(folder, 'asof.db')}` };
  try {
    const { module } = to;
    const { events } = await context.restore({ store: from.store, module, file, force: false });
    await say(context, `${file} was verified: ${events} events`);
    // Opened once to write, its index is there for whoever only reads.
    await (await context.open({ ...from, readOnly: false })).close();
    await moveAndShow(from, to, options, context);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
