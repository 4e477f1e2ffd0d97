import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import { withoutCredentials } from '../domain/store-name.ts';
import type { CliContext } from './context.ts';
import { openStore } from './open-store.ts';
import type { StoreOptions } from './options.ts';
import { checkStoreIsThere, storeSettings, takesJson, takesStore } from './options.ts';
import { plain } from './plain.ts';
import { showJson } from './show.ts';

/** Adds `verify`: reads everything and checks every invariant. */
export function addVerify(program: Command, context: CliContext): void {
  const command = program
    .command('verify')
    .description('read a whole store and check every event, its hash, and what follows from it');
  takesJson(takesStore(command)).action(async (options: StoreOptions & { readonly json?: boolean }) => {
    const named = storeSettings(options, context);
    checkStoreIsThere(named.store, options);
    const store = withoutCredentials(named.store);
    const timeline = await openStore(named, context, 'read');
    try {
      const found = await timeline.verify();
      if (options.json === true) await showJson(context.stdout, { store, ...found });
      else {
        await context.stdout.write(
          `events  ${found.events}\nhash    ${found.hash}\nfaults  ${found.faults.length}\n`,
        );
        for (const { position, what } of found.faults)
          await context.stdout.write(
            `${plain(position === undefined ? what : `position ${position}: ${what}`)}\n`,
          );
      }
      if (found.faults.length > 0)
        throw new TimelineError('store-corrupt', `${store} has ${found.faults.length} faults`, {
          store,
          faults: found.faults.length,
        });
    } finally {
      await timeline.close();
    }
  });
}
