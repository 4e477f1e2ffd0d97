import { Option } from 'commander';
import type { Command } from 'commander';

import type { CommitsOut } from '../api/wire-changes.ts';
import type { AskedCommits } from './asked.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { reading, takesAccess, takesJson, wholeNumber } from './options.ts';
import { say, showJson, showTable } from './show.ts';

interface CommitsOptions extends AccessOptions, AskedCommits {
  readonly json?: boolean;
}

/** Adds `commits`: the steps of the recorded axis. */
export function addCommits(program: Command, context: CliContext): void {
  const command = program
    .command('commits')
    .description('list the steps of recorded time: what was recorded at one instant each')
    .option('--after <position>', 'only those that end after this position', positionFor('--after'))
    .option('--before <position>', 'only those that end before this position', positionFor('--before'))
    .option('--from <instant>', 'the earliest recorded time')
    .option('--to <instant>', 'the latest recorded time')
    .addOption(
      new Option('--order <order>', 'which comes first (default: oldest-first)').choices([
        'oldest-first',
        'newest-first',
      ]),
    )
    .option('--limit <count>', 'at most so many (default: 100)', wholeNumber('--limit', 1, 1000));
  takesJson(takesAccess(command)).action(async (options: CommitsOptions) => {
    const { after, before, from, to, order, limit, json } = options;
    const asked = { after, before, from, to, order, limit };
    const answer = await reading(options, context, async (access) => access.commits(asked));
    if (json === true) await showJson(context.stdout, answer);
    else await showCommits(context, answer, order);
  });
}

function positionFor(option: string): (text: string) => number {
  return wholeNumber(option, 0, 2 ** 53 - 1);
}

async function showCommits(
  context: CliContext,
  { commits, next }: CommitsOut,
  order: AskedCommits['order'],
): Promise<void> {
  await showTable(
    context,
    ['RECORDED', 'EVENTS', 'POSITIONS'],
    commits.map(({ recordedAt, events, first, position }) => [
      recordedAt,
      events,
      first === position ? position : `${first} to ${position}`,
    ]),
  );
  const option = order === 'newest-first' ? '--before' : '--after';
  if (next !== undefined) await say(context, `There is more: the same with ${option} ${next}`);
}
