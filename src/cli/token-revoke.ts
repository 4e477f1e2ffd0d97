import type { Command } from 'commander';

import type { CliContext } from './context.ts';
import type { StoreOptions } from './options.ts';
import { authorIn, takesJson, takesStoreAlone } from './options.ts';
import { say, showJson } from './show.ts';
import { tokenShown } from './token-work.ts';
import type { TokenWork } from './token-work.ts';

interface RevokeOptions extends StoreOptions {
  readonly json?: boolean;
}

/** Adds `token revoke`: a server that is running refuses the token from the next request on. */
export function addTokenRevoke(token: Command, context: CliContext, work: TokenWork): void {
  const command = token
    .command('revoke')
    .description('revoke a token: from now on it is refused, for good')
    .argument('<id>', 'the id of the token, as list shows it');
  takesJson(takesStoreAlone(command)).action(async (id: string, options: RevokeOptions) => {
    await work(options, async (access) => {
      const info = tokenShown(access.revoke(idOf(id), authorIn(context)), context.clock());
      if (options.json === true) return showJson(context.stdout, info);
      await say(context, `Token ${info.id} for ${info.name} is revoked since ${info.revokedAt ?? ''}`);
    });
  });
}

/** Somebody who gives the whole token gets what is meant, and does not see it repeated in an error. */
function idOf(given: string): string {
  return /^asof_([0-9a-z]{12})_/.exec(given)?.[1] ?? given.slice(0, 40);
}
