import type { Command } from 'commander';

import type { AskedParked, ParkedOut } from '../api/wire-following.ts';
import type { CliContext } from './context.ts';
import type { AccessOptions } from './options.ts';
import { reading, takesAccess, takesJson, wholeNumber } from './options.ts';
import { say, showJson, showTable } from './show.ts';

interface ParkedOptions extends AccessOptions, AskedParked {
  readonly json?: boolean;
}

/** Adds `parked`: what stands in streams of a cluster's log and is no event of it. */
export function addParked(program: Command, context: CliContext): void {
  const command = program
    .command('parked')
    .description('list what stands in streams of a cluster’s log and is no event of it, with the reasons')
    .option('--after <place>', 'only those after this place in the cluster, such as 4711/4711')
    .option('--limit <count>', 'at most so many (default: 100)', wholeNumber('--limit', 1, 1000));
  takesJson(takesAccess(command)).action(async (options: ParkedOptions) => {
    const { after, limit, json } = options;
    const answer = await reading(options, context, async (access) => access.parked({ after, limit }));
    if (json === true) await showJson(context.stdout, answer);
    else await showParked(context, answer);
  });
}

async function showParked(context: CliContext, { parked, next }: ParkedOut): Promise<void> {
  if (parked.length === 0) return say(context, 'No event is parked');
  await showTable(
    context,
    ['PLACE', 'STREAM', 'REVISION', 'TYPE', 'ID', 'REASON'],
    parked.map((event) => [
      event.clusterPosition,
      event.clusterStream,
      event.clusterRevision,
      event.type,
      event.wireId,
      event.code === undefined ? event.reason : `${event.reason} (${event.code})`,
    ]),
  );
  if (next !== undefined) await say(context, `There is more: the same with --after ${next}`);
}
