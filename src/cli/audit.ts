import type { Command } from 'commander';

import type { AskedAudit, AuditEntryOut, AuditOut, TokenActionOut } from '../api/wire-audit.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { reading, takesAccess, takesJson, wholeNumber } from './options.ts';
import { say, showJson, showTable } from './show.ts';

interface AuditOptions extends AccessOptions, AskedAudit {
  readonly json?: boolean;
}

/** Adds `audit`: who recorded what and when, and what was done to tokens. */
export function addAudit(program: Command, context: CliContext): void {
  const command = program
    .command('audit')
    .description('list who appended, corrected, retracted and imported what, and what was done to tokens')
    .option('--after <number>', 'only entries after this number', wholeNumber('--after', 0, 2 ** 53 - 1))
    .option('--limit <count>', 'at most so many (default: 100)', wholeNumber('--limit', 1, 1000));
  takesJson(takesAccess(command)).action(async (options: AuditOptions) => {
    const { after, limit, json } = options;
    const answer = await reading(options, context, async (access) => access.audit({ after, limit }));
    if (json === true) await showJson(context.stdout, answer);
    else await showAudit(context, answer);
  });
}

async function showAudit(context: CliContext, { entries, tokens = [], next }: AuditOut): Promise<void> {
  await showTable(
    context,
    ['NUMBER', 'RECORDED', 'BY', 'ACTION', 'WHAT', 'POSITIONS', 'KEY'],
    entries.map((entry) => [
      entry.number,
      entry.at,
      entry.by ?? '',
      entry.action,
      whatOf(entry),
      entry.first === entry.last ? entry.first : `${entry.first} to ${entry.last}`,
      entry.idempotencyKey ?? '',
    ]),
  );
  if (tokens.length > 0) await showTokens(context, tokens);
  if (next !== undefined) await say(context, `There is more: the same with --after ${next}`);
}

function whatOf({ stream, target }: AuditEntryOut): string {
  return target === undefined ? (stream ?? '') : `${target} in ${stream ?? ''}`;
}

async function showTokens(context: CliContext, tokens: readonly TokenActionOut[]): Promise<void> {
  await context.stdout.write('\n');
  await showTable(
    context,
    ['AT', 'BY', 'ACTION', 'TOKEN', 'NAME', 'SCOPES'],
    tokens.map(({ at, by, action, token, name, scopes }) => [at, by, action, token, name, scopes.join(' ')]),
  );
}
