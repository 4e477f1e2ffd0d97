import type { Command } from 'commander';

import type { AskedFilter } from './asked.ts';
import { several } from './settle.ts';

/** The options that say which facts are asked for. */
export interface FilterOptions {
  readonly from?: string;
  readonly to?: string;
  readonly about?: readonly string[];
  readonly type?: readonly string[];
  readonly stream?: readonly string[];
  readonly source?: readonly string[];
  readonly query?: string;
  readonly retracted?: boolean;
}

/** Adds the options that say which facts are asked for. */
export function takesFilter(command: Command): Command {
  return command
    .option('--from <instant>', 'the earliest occurred time')
    .option('--to <instant>', 'the latest occurred time')
    .option('--about <tag>', 'what it is about, such as place:kyiv; may be given several times', several)
    .option('--type <type>', 'the event type; may be given several times', several)
    .option('--stream <stream>', 'the stream; may be given several times', several)
    .option('--source <publisher>', 'who published it; may be given several times', several)
    .option('--query <words>', 'words that must all stand in it')
    .option('--retracted', 'also lists what was retracted');
}

/** Returns the filter of a command's options. */
export function filterIn(options: FilterOptions): AskedFilter {
  const { from, to, about, type, stream, source, query, retracted } = options;
  return {
    from,
    to,
    about,
    types: type,
    streams: stream,
    publishers: source,
    text: query,
    withRetracted: retracted,
  };
}
