import type { TimelineChangeOut } from '../api/wire-live.ts';
import type { CliContext } from './context.ts';
import { changeLine, entryLine } from './fact-lines.ts';
import { filterIn } from './filter-options.ts';
import { following, lineOut } from './following.ts';
import { createScreen } from './screen.ts';
import { momentSentence } from './show.ts';
import type { WatchOptions } from './watch-options.ts';
import { caughtUpSentence } from './watch-projection.ts';

/** Shows the timeline, and then each change of it. */
export async function watchTimeline(context: CliContext, options: WatchOptions): Promise<void> {
  const { asOf, certainty, after } = options;
  const isForPrograms = options.json === true || options.ndjson === true;
  const screen = createScreen(context);
  let hasMoment = false;

  async function show({ event, data }: TimelineChangeOut): Promise<void> {
    switch (event) {
      case 'entries': {
        // Facts that are there at the beginning come some at a time, all as of one moment.
        const heading = hasMoment ? undefined : momentSentence(data.moment);
        hasMoment = true;
        return screen.show(data.entries.map(entryLine), heading);
      }
      case 'changes':
        return screen.show(
          data.changes.map((change) => `  ${changeLine(change)}`),
          momentSentence(data.moment),
        );
      case 'caught-up':
        return screen.say(caughtUpSentence(data.moment.position));
    }
  }

  await following(options, context, screen.say, async (access, watching) => {
    const asked = { asOf, certainty, after, ...filterIn(options) };
    for await (const change of access.changes(asked, watching)) {
      if (isForPrograms) await context.stdout.write(`${lineOut(change)}\n`);
      else await show(change);
      if (watching.signal.aborted) break;
    }
  });
}
