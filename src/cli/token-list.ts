import type { Command } from 'commander';

import type { CliContext } from './context.ts';
import type { StoreOptions } from './options.ts';
import { takesJson, takesStoreAlone } from './options.ts';
import { showJson, showTable } from './show.ts';
import { tokenShown } from './token-work.ts';
import type { TokenWork } from './token-work.ts';

interface ListOptions extends StoreOptions {
  readonly json?: boolean;
}

/** Adds `token list`: every token that was ever made, without its secret. */
export function addTokenList(token: Command, context: CliContext, work: TokenWork): void {
  const command = token
    .command('list')
    .description('list the tokens of a store, those that hold no more too');
  takesJson(takesStoreAlone(command)).action(async (options: ListOptions) => {
    await work(options, async (access) => {
      const tokens = access.list().map((one) => tokenShown(one, context.clock()));
      if (options.json === true) return showJson(context.stdout, { tokens });
      await showTable(
        context,
        ['ID', 'NAME', 'SCOPES', 'STATUS', 'CREATED', 'EXPIRES', 'LAST USED', 'REVOKED'],
        tokens.map(({ id, name, scopes, status, createdAt, expiresAt, lastUsedAt, revokedAt }) => [
          id,
          name,
          scopes.join(' '),
          status,
          createdAt,
          expiresAt ?? 'never',
          lastUsedAt ?? 'never',
          revokedAt ?? '',
        ]),
      );
    });
  });
}
