import type { Command } from 'commander';

import type { AccessControl } from '../access/port.ts';
import { TimelineError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import type { StoreOptions } from './options.ts';
import { storeOf } from './options.ts';
import { addTokenCreate } from './token-create.ts';
import { addTokenList } from './token-list.ts';
import { addTokenRevoke } from './token-revoke.ts';

/** Adds `token`: make, list and revoke the tokens of a store, while it is served or not. */
export function addToken(program: Command, context: CliContext): void {
  const command = program.command('token').description('make, list and revoke the tokens of a store');
  const work = async (
    options: StoreOptions,
    act: (access: AccessControl) => Promise<void>,
  ): Promise<void> => {
    const { store, index } = storeOf(options, context);
    if (store === 'memory:')
      throw new TimelineError(
        'invalid-request',
        'A token of memory: would end with this command; name a store in a file',
        {
          store,
        },
      );
    const access = context.openAccess(store, index);
    try {
      await act(access);
    } finally {
      access.close();
    }
  };
  addTokenCreate(command, context, work);
  addTokenList(command, context, work);
  addTokenRevoke(command, context, work);
}
