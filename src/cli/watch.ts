import type { Command } from 'commander';

import { TimelineError } from '../domain/errors.ts';
import type { CliContext } from './context.ts';
import { takesFilter } from './filter-options.ts';
import { takesAccess, takesJson, takesMomentOnOneClock } from './options.ts';
import type { WatchOptions } from './watch-options.ts';
import { watchProjection } from './watch-projection.ts';
import { watchTimeline } from './watch-timeline.ts';

/** The options that only mean something for the timeline. */
const filters = ['from', 'to', 'about', 'type', 'stream', 'source', 'query', 'retracted'] as const;

/** Adds `watch`: a state or the timeline, and what changes it, as it changes. */
export function addWatch(program: Command, context: CliContext): void {
  const watching = program
    .command('watch')
    .description('show a state, or the timeline, and then each change of it, with what made the change')
    .argument('[projection]', 'its name, such as situation')
    .option('--timeline', 'watches the timeline instead of a projection')
    .option('--key <key>', 'which state, of a projection that has one a key (default: all)')
    .option('--after <id>', 'goes on after an id or a position, instead of beginning with the whole');
  takesJson(takesMomentOnOneClock(takesAccess(takesFilter(watching))))
    .option('--ndjson', 'writes one change a line')
    .action(async (projection: string | undefined, options: WatchOptions) => {
      checkSubject(projection, options);
      if (projection === undefined) await watchTimeline(context, options);
      else await watchProjection(context, projection, options);
    });
}

function checkSubject(projection: string | undefined, options: WatchOptions): void {
  const { timeline = false, key } = options;
  if ((projection === undefined) !== timeline)
    throw new TimelineError('invalid-request', 'Name a projection to watch, or give --timeline');
  if (timeline && key !== undefined)
    throw new TimelineError('invalid-request', '--key goes with a projection, not with --timeline');
  const filter = timeline ? undefined : filters.find((name) => options[name] !== undefined);
  if (filter !== undefined)
    throw new TimelineError('invalid-request', `--${filter} goes with --timeline, not with a projection`);
}
