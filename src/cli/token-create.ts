import { Option } from 'commander';
import type { Command } from 'commander';

import type { Scope } from '../access/port.ts';
import { scopes } from '../access/port.ts';
import { TimelineError } from '../domain/errors.ts';
import { parseInstant } from '../domain/instant.ts';
import type { CliContext } from './context.ts';
import type { StoreOptions } from './options.ts';
import { authorIn, takesJson, takesStoreAlone } from './options.ts';
import { say, showJson } from './show.ts';
import { tokenShown } from './token-work.ts';
import type { TokenWork } from './token-work.ts';

interface CreateOptions extends StoreOptions {
  readonly name: string;
  readonly scope: readonly Scope[];
  readonly expires?: string;
  readonly json?: boolean;
}

/** Adds `token create`: it alone ever shows the token. */
export function addTokenCreate(token: Command, context: CliContext, work: TokenWork): void {
  const command = token
    .command('create')
    .description('make a token and print it, once; nothing that is kept shows it again')
    .requiredOption('--name <name>', 'who or what it is for')
    .addOption(
      new Option('--scope <scope>', 'what it allows; several times for several, admin for all')
        .choices(scopes)
        .argParser(oneMore)
        .makeOptionMandatory(),
    )
    .option(
      '--expires <when>',
      'an instant, or how long it holds from now on, such as 12h, 30d or 1y (default: never)',
    );
  takesJson(takesStoreAlone(command)).action(async (options: CreateOptions) => {
    const now = context.clock();
    const { name, scope, expires } = options;
    const expiresAt = expires === undefined ? undefined : expiryOf(expires, now);
    await work(options, async (access) => {
      const asked = { name, scopes: scope, ...(expiresAt === undefined ? {} : { expiresAt }) };
      const made = access.create(asked, authorIn(context));
      const info = tokenShown(made.info, now);
      if (options.json === true) return showJson(context.stdout, { token: made.token, ...info });
      const until = info.expiresAt === undefined ? 'until it is revoked' : `until ${info.expiresAt}`;
      await say(
        context,
        `Token ${info.id} for ${name} allows ${info.scopes.join(', ')} ${until}. It is shown this once:`,
      );
      await context.stdout.write(`${made.token}\n`);
    });
  });
}

function oneMore(value: string, before: readonly Scope[] | undefined): readonly Scope[] {
  const scope = scopes.find((one) => one === value);
  if (scope !== undefined) return [...(before ?? []), scope];
  throw new TimelineError(
    'invalid-request',
    `--scope ${JSON.stringify(value)} is none of ${scopes.join(', ')}`,
    {
      option: '--scope',
    },
  );
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000, y: 365 * 86_400_000 } as const;

/** Returns when a token expires, in milliseconds of the Unix epoch: a time from now on, or an instant. */
function expiryOf(text: string, now: number): number {
  const [, count, unit] = /^(\d{1,5})([mhdy])$/.exec(text) ?? [];
  // The pattern lets no other unit through.
  if (count !== undefined) return now + Number(count) * unitMs[unit as keyof typeof unitMs];
  return parseInstant(text);
}
