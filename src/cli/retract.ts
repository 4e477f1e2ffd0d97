import type { Command } from 'commander';

import { showAppended } from './append.ts';
import type { CliContext } from './context.ts';
import type { RetractOptions } from './correct.ts';
import { retractionIn, takesReason } from './correct.ts';
import { withAccess } from './options.ts';

/** Adds `retract`: withdraws a fact from here on. */
export function addRetract(program: Command, context: CliContext): void {
  const command = program
    .command('retract')
    .description('withdraw a fact; what was known before stays as it was')
    .argument('<id>', 'the id of the fact, or of one of its corrections');
  takesReason(command).action(async (id: string, options: RetractOptions) => {
    const appended = await withAccess(options, context, 'update', async (access) =>
      access.retract(id, retractionIn(options)),
    );
    await showAppended(context, appended, options.json);
  });
}
