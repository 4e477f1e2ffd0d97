import { Option } from 'commander';
import type { Command } from 'commander';

import type { EntryOut } from '../api/wire-fact.ts';
import type { TimelineOut } from '../api/wire.ts';
import type { Access, AskedMoment, AskedTimeline } from './access.ts';
import type { CliContext } from './context.ts';
import type { FilterOptions } from './filter-options.ts';
import { filterIn, takesFilter } from './filter-options.ts';
import type { AccessOptions } from './options.ts';
import { momentIn, reading, takesAccess, takesJson, takesMoment, wholeNumber } from './options.ts';
import { momentSentence, say, showJson, showTable, spanningLines } from './show.ts';

interface TimelineOptions extends AccessOptions, AskedMoment, FilterOptions {
  readonly order?: 'oldest-first' | 'newest-first';
  readonly limit?: number;
  readonly page?: string;
  readonly json?: boolean;
  readonly ndjson?: boolean;
}

/** Entries on one page of what is written as lines. */
const linesAtATime = 250;

/** Adds `timeline`: the history as of a moment. */
export function addTimeline(program: Command, context: CliContext): void {
  const listing = program
    .command('timeline')
    .description('list what had happened, in the order it occurred, as of a moment on both clocks');
  const command = takesFilter(listing)
    .addOption(
      new Option('--order <order>', 'which comes first (default: oldest-first)').choices([
        'oldest-first',
        'newest-first',
      ]),
    )
    .option(
      '--limit <count>',
      'at most so many (default: 100; all with --ndjson)',
      wholeNumber('--limit', 1, 2 ** 53 - 1),
    )
    .option('--page <page>', 'goes on where another answer ended');
  takesJson(takesMoment(takesAccess(command)))
    .option('--ndjson', 'writes one entry a line')
    .action(async (options: TimelineOptions) => {
      await reading(options, context, async (access) =>
        options.ndjson === true
          ? showLines(context, access, askedIn(options))
          : showPage(context, await access.timeline(askedIn(options)), options.json),
      );
    });
}

function askedIn(options: TimelineOptions): AskedTimeline {
  const { order, limit, page } = options;
  return { ...momentIn(options), ...filterIn(options), order, limit, page };
}

async function showPage(context: CliContext, answer: TimelineOut, json: boolean | undefined): Promise<void> {
  if (json === true) return showJson(context.stdout, answer);
  const { entries, moment, next } = answer;
  await context.stdout.write(`${momentSentence(moment)}\n\n`);
  await showTable(context, ['OCCURRED', 'TYPE', 'TITLE', 'READS', 'STREAM', 'ID'], entries.map(rowOf));
  const spanning = spanningLines(answer);
  if (spanning !== '') await context.stdout.write(`\n${spanning}`);
  if (entries.length === 0) await say(context, 'Nothing had happened by then that is known and asked for');
  if (next !== undefined) await say(context, `There is more: the same with --page ${next}`);
}

function rowOf({ occurred, type, data, status, subject, id, certain }: EntryOut): readonly string[] {
  const title = typeof data['title'] === 'string' ? data['title'] : '';
  return [occurred, type, title, certain ? status : `${status}, uncertain`, subject, id];
}

async function showLines({ stdout }: CliContext, access: Access, asked: AskedTimeline): Promise<void> {
  let left = asked.limit ?? Infinity;
  let page = asked.page;
  do {
    const answer = await access.timeline({ ...asked, page, limit: Math.min(left, linesAtATime) });
    await stdout.write(answer.entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
    left -= answer.entries.length;
    page = answer.next;
  } while (page !== undefined && left > 0);
}
